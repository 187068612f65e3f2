import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoBundle } from '@hopscope/core/scenarios';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from './run.ts';
import { testTerminal } from './test-terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'hopscope-diff-cli-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => {
  for (const chapter of ['rest', 'waypoint'] as const)
    writeFileSync(at(`${chapter}.json`), JSON.stringify(demoBundle(chapter, '2026-11-20T10:00:00Z', 600)));
});

async function ask(...args: string[]) {
  const terminal = testTerminal();
  return { code: await run(args, terminal), ...terminal.written };
}

it('writes snapshots and compares them with bundles: one sentence first', async () => {
  const made = await ask(
    'snapshot',
    '--bundle',
    at('waypoint.json'),
    '-o',
    at('snap.json'),
    '--path',
    'web/frontend -> shop/cart:80',
  );
  expect([made.code, made.err]).toEqual([0, expect.stringMatching(/profile team, replaced \d+ addresses/)]);
  expect(readFileSync(at('snap.json'), 'utf8')).not.toMatch(/node-\d\b/);
  const { code, out } = await ask('diff', at('rest.json'), at('snap.json'));
  expect(code).toBe(1);
  expect(out.split('\n')[0]).toMatch(
    /^\d+ links that worked or might have worked fail\. New: Waypoint shop\/waypoint has no running pods/,
  );
  expect(out).toContain('delivered → blocked (waypoint-no-pods Gateway shop/waypoint)');
  const back = await ask('diff', at('snap.json'), at('rest.json'), '--json');
  expect([back.code, JSON.parse(back.out).disappear[0].check]).toEqual([0, 'waypoint-no-pods']);
});

it('refuses what was altered, cannot be matched or is not there', async () => {
  await ask('snapshot', '--bundle', at('rest.json'), '-o', at('a.json'), '--profile', 'shape');
  const text = readFileSync(at('a.json'), 'utf8');
  writeFileSync(at('altered.json'), text.replace('"links":64', '"links":65').replace(/"asOf":"2026/, '"asOf":"2027'));
  expect(await ask('diff', at('altered.json'), at('rest.json'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('was altered'),
  });
  expect(await ask('diff', at('a.json'), at('rest.json'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('names replaced'),
  });
  expect((await ask('diff', at('gone.json'), at('rest.json'))).code).toBe(2);
  expect((await ask('diff', at('rest.json'))).code).toBe(64);
  expect((await ask('snapshot', '-o', at('x.txt'))).code).toBe(64);
});
