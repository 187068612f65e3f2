import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoBundle } from '@hopscope/core/scenarios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TAKEN_AT } from '../routes/serve-scenario.ts';
import { run } from './run.ts';
import { testTerminal } from './test-terminal.ts';

let folder = '';
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hopscope-change-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = async (chapter: Parameters<typeof demoBundle>[0], ...args: string[]) => {
  const terminal = testTerminal({ stdin: JSON.stringify(demoBundle(chapter, TAKEN_AT, 10)) });
  const code = await run([...args, '--bundle', '-'], terminal);
  return { code, ...terminal.written };
};

const DENY = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: nobody, namespace: shop}
spec: {}
`;
const ASK = 'web/frontend -> shop/cart:80';

describe('a change', () => {
  it('flips the verdict of a path', async () => {
    const policy = file('deny.yaml', DENY);
    expect((await at('rest', 'explain', ASK)).code).toBe(0);
    const { code, out } = await at('rest', 'explain', ASK, '--with', policy);
    expect(code).toBe(1);
    expect(out).toMatch(/^With the change: delivered → blocked\.\n {2}\+ added AuthorizationPolicy shop\/nobody\n\n✗ /);
    const json = JSON.parse((await at('rest', 'explain', ASK, '--with', policy, '--json')).out);
    expect([json.before.verdict, json.after.verdict]).toEqual(['delivered', 'blocked']);
    expect(json.change.actions).toEqual([
      { action: 'added', object: { kind: 'AuthorizationPolicy', namespace: 'shop', name: 'nobody' } },
    ]);
  });

  it('is checked: what flips and what appears', async () => {
    const { code, out } = await at('rest', 'check', '--with', file('deny.yaml', DENY));
    expect(code).toBe(1);
    expect(out).toMatch(/^\d+ links change; \d+ calls that got through would not/);
    expect(out).toContain(`${ASK}: delivered → blocked`);
    expect(out).toContain('[allow-nothing-policy]');
  });

  it('is fine where nothing gets worse', async () => {
    const same = file('same.yaml', 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n');
    const { code, out } = await at('rest', 'check', '--with', same);
    expect(code).toBe(0);
    expect(out).toMatch(/^Nothing changes.*\n {2}note: .*Secret \(v1\) is left out/);
  });

  it('tells new findings from old ones in SARIF', async () => {
    const { out } = await at('rest', 'check', '--with', file('deny.yaml', DENY), '--sarif');
    const states = JSON.parse(out).runs[0].results.map(
      ({ ruleId, baselineState }: { ruleId: string; baselineState: string }) => [ruleId, baselineState],
    );
    expect(states).toContainEqual(['allow-nothing-policy', 'new']);
  });

  it('takes objects away', async () => {
    const { code, out } = await at('rest', 'check', '--without', 'Service/shop/cart');
    expect(code).toBe(1);
    expect(out).toContain('- removed Service shop/cart');
  });

  it.each([
    [['check', '--with', '/no/such/file'], /^hopscope: There is no file or folder \/no\/such\/file\.\n$/],
    [['check', '--without', 'cart'], /--without: "cart" cannot be read: write KIND\/NAMESPACE\/NAME/],
    [['check', '--without', 'Secret/a/b'], /objects of kind Secret are not read/],
    [['check', '--with', '-'], /Standard input can be read once/],
  ])('refuses %j', async (args, sentence) => {
    const { code, err } = await at('rest', ...args);
    expect(code).toBe(64);
    expect(err).toMatch(sentence);
  });

  it('names every mistake in a file, and judges nothing', async () => {
    const bad = file('bad.yaml', `${DENY}---\nkind: Namespace\n---\na: [\n`);
    const { code, out, err } = await at('rest', 'check', '--with', bad);
    expect([code, out]).toEqual([64, '']);
    expect(err.trim().split('\n')).toHaveLength(2);
    expect(err).toContain('bad.yaml, document 2: Namespace: it lacks metadata');
  });
});
