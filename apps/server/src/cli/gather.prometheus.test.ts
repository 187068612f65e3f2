/** `hopscope gather --tiers 4`: what a real Prometheus answers is in the bundle, and says there what it says live. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoBundle } from '@hopscope/core/scenarios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counted, PROMETHEUS, startPrometheus, type TestPrometheus } from '../prometheus/test-prometheus.ts';
import { TAKEN_AT } from '../routes/serve-scenario.ts';
import { readBundleState } from '../sources/bundle.ts';
import { type FakeCluster, startFakeCluster } from '../sources/fake-cluster.ts';
import { run } from './run.ts';
import { testTerminal } from './test-terminal.ts';

const AT = Date.now() + 600_000;
const labels = {
  ...{ source_workload: 'frontend', source_workload_namespace: 'web', reporter: 'source' },
  ...{ destination_workload: 'cart', destination_workload_namespace: 'shop' },
  ...{ destination_service_name: 'cart', destination_service_namespace: 'shop' },
  destination_service: 'cart.shop.svc.cluster.local',
};

describe.skipIf(PROMETHEUS === '')('hopscope gather --tiers 4', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-gather-'));
  let prometheus: TestPrometheus;
  let cluster: FakeCluster;

  beforeAll(async () => {
    const samples = counted(AT, (second) => 3 * second);
    prometheus = await startPrometheus([{ name: 'istio_tcp_connections_opened_total', labels, samples }]);
    cluster = await startFakeCluster(demoBundle('rest', TAKEN_AT, 10));
  });
  afterAll(async () => {
    await cluster?.close();
    await prometheus?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['mesh.json', 'mesh.tar.gz'])(
    'writes %s with the rates of now',
    async (name) => {
      const path = join(folder, name);
      const terminal = testTerminal();
      const args = ['--kubeconfig', cluster.kubeconfig, '--tiers', '4', '--prometheus', prometheus.url, '-o', path];
      expect(await run(['gather', ...args], terminal)).toBe(0);
      const read = await readBundleState(path, async () => null);
      if (!read.ok) throw new Error(read.reason);
      const rates = read.state.traffic.filter(({ unit }) => unit === 'per-second').flatMap(({ series }) => series);
      expect(rates).toMatchObject([{ measure: 'connections-opened', reporter: 'source', value: expect.closeTo(3) }]);
      expect(read.state.sources.find(({ source }) => source === 'prometheus')).toMatchObject({ state: 'ok', tier: 4 });
    },
    60_000,
  );

  it('says that Prometheus did not answer, and writes the rest', async () => {
    const path = join(folder, 'without.json');
    const terminal = testTerminal();
    const nobody = 'http://127.0.0.1:9';
    const args = ['--kubeconfig', cluster.kubeconfig, '--tiers', '4', '--prometheus', nobody, '-o', path];
    expect(await run(['gather', ...args], terminal)).toBe(0);
    expect(terminal.written.err).toContain('prometheus and 14 more: ');
  }, 60_000);

  it.each([
    [['--prometheus', 'http://127.0.0.1:9'], 'add --tiers 4'],
    [['--tiers', '4', '--prometheus', 'nonsense'], 'is a URL like'],
  ])('refuses %j', async (args, why) => {
    const terminal = testTerminal();
    expect(await run(['gather', '-o', join(folder, 'x.json'), ...args], terminal)).toBeGreaterThan(0);
    expect(terminal.written.err).toContain(why);
  });
});
