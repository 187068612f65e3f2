import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { demoBundle } from '@hopscope/core/scenarios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuse } from '../kubernetes/fake-api-server.ts';
import { TAKEN_AT } from '../routes/serve-scenario.ts';
import { readBundleState } from '../sources/bundle.ts';
import { type FakeCluster, startFakeCluster } from '../sources/fake-cluster.ts';
import { createProgress } from './gather-progress.ts';
import { run } from './run.ts';
import { testTerminal } from './test-terminal.ts';

let cluster: FakeCluster;
let folder = '';
beforeAll(async () => {
  cluster = await startFakeCluster(demoBundle('rest', TAKEN_AT, 10));
  cluster.server.intercept = ({ path }, response) =>
    path.includes('/networkpolicies') && refuse(response, 403, 'Forbidden', 'networkpolicies is forbidden');
  folder = mkdtempSync(join(tmpdir(), 'hopscope-gather-'));
});
afterAll(async () => {
  await cluster.close();
  rmSync(folder, { recursive: true });
});

const gather = async (output: string) => {
  const terminal = testTerminal();
  const code = await run(['gather', '--kubeconfig', cluster.kubeconfig, '-o', output], terminal);
  return { code, ...terminal.written };
};

describe('hopscope gather', () => {
  it.each(['b.json', 'b.json.gz', 'b.tar.gz'])('writes %s, which gives the same mesh', async (name) => {
    const path = join(folder, name);
    const { code, out, err } = await gather(path);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('[1/');
    expect(err).toContain(
      'NetworkPolicy in the whole cluster: needs the permission to list networkpolicies.networking.k8s.io',
    );
    const bytes = readFileSync(path);
    expect(name.endsWith('.gz') ? gunzipSync(bytes).length : bytes.length).toBeGreaterThan(1000);
    expect(statSync(path).mode & 0o077).toBe(0);
    const read = await readBundleState(path, async () => null);
    if (!read.ok) throw new Error(read.reason);
    expect(read.ignored).toEqual([]);
    expect(read.state.cluster).toBe('fake');
    expect(read.state.pods.some(({ declaredHosts }) => declaredHosts.length > 0)).toBe(true);
    expect(read.state.sources.find(({ source }) => source === 'NetworkPolicy')).toMatchObject({ state: 'forbidden' });
    expect(read.state.sources.find(({ source }) => source === 'Gateway')).toMatchObject({ state: 'ok' });
  });

  it('writes to standard output', async () => {
    const { out } = await gather('-');
    expect(JSON.parse(out)).toMatchObject({ hopscopeBundle: 1, cluster: 'fake', readings: [] });
  });

  it('leaves nothing behind where it cannot write', async () => {
    const { code, err } = await gather(join(folder, 'none/b.json'));
    expect(code).toBe(1);
    expect(err).toMatch(/hopscope: .*cannot be written: its folder does not exist\.\n$/);
    expect(existsSync(join(folder, 'none'))).toBe(false);
    expect(readdirSync(folder).some((name) => name.endsWith('.part'))).toBe(false);
  });

  it('says in a line that nobody answers', async () => {
    const terminal = testTerminal();
    expect(await run(['gather', '--kubeconfig', '/no/config', '-o', 'x'], terminal)).toBe(1);
    expect(terminal.written.err).toMatch(/^hopscope: .*\/no\/config.*\n$/);
  });
});

describe('createProgress', () => {
  it('draws a bar for a person, within the width', () => {
    const terminal = testTerminal({ isErrTTY: true, columns: 40 });
    const progress = createProgress(terminal);
    progress.show({ what: 'CustomResourceDefinition', index: 18, total: 36, found: '12345 objects' });
    progress.end();
    const [, line = ''] = terminal.written.err.split('\r');
    expect(line).toContain('█');
    expect(line.replace('\u001b[2K', '').length).toBeLessThan(40);
  });
});
