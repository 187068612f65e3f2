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
  folder = mkdtempSync(join(tmpdir(), 'hopscope-expect-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = async (text: string, ...args: string[]) => {
  const terminal = testTerminal({ stdin: JSON.stringify(demoBundle('rest', TAKEN_AT, 10)) });
  const code = await run(['check', '--expect', file('e.yaml', text), ...args, '--bundle', '-'], terminal);
  return { code, ...terminal.written };
};

const MET = '- {name: cart, from: web/frontend, to: "shop/cart:80", expect: delivered, via: shop/waypoint}\n';
const FAILED = '- {from: web/frontend, to: "shop/cart:80", expect: blocked}\n';
const OPEN = '- {from: web/frontend, to: "shop/nothing:80", expect: blocked}\n';

describe('hopscope check --expect', () => {
  it.each([
    [MET, 0],
    [MET + FAILED, 1],
    [MET + OPEN, 2],
    [FAILED + OPEN, 1],
    ['- {from: web/frontend}', 64],
  ])('exits as documented for %j', async (text, code) => {
    expect((await check(text)).code).toBe(code);
  });

  it('tells what is not met, and where it is written', async () => {
    const { out } = await check(MET + FAILED);
    expect(out).toMatch(
      /^1 of 2 expectations is met; 1 is not\.\n\n✓ met cart: web\/frontend -> shop\/cart:80 \(.*e\.yaml:1\)\n✗ not met /,
    );
    expect(out).toContain('Expected blocked, but it is delivered');
    const { results } = JSON.parse((await check(MET + FAILED, '--json')).out);
    expect(results.map(({ status, before }: { status: string; before: null }) => [status, before])).toEqual([
      ['met', null],
      ['not-met', null],
    ]);
  });

  it('points SARIF at the line of the entry', async () => {
    const { runs } = JSON.parse((await check(MET + FAILED + OPEN, '--sarif')).out);
    expect(
      runs[0].results.map((result: { ruleId: string; locations: { physicalLocation: { region: object } }[] }) => [
        result.ruleId,
        result.locations[0]!.physicalLocation.region,
      ]),
    ).toEqual([
      ['expectation-not-met', { startLine: 2 }],
      ['expectation-unknown', { startLine: 3 }],
    ]);
    expect(runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toMatch(/e\.yaml$/);
  });

  it('judges a change before it is made', async () => {
    const deny = file(
      'deny.yaml',
      'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: nobody, namespace: shop}\nspec: {}\n',
    );
    const { code, out } = await check(MET, '--with', deny);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ not met cart: .*before the change met\)/);
  });

  it('names the entry that cannot be read', async () => {
    const { err } = await check(`${MET}- {from: web/frontend, to: "shop/cart:80"}`);
    expect(err).toMatch(/^hopscope: .*e\.yaml, entry 2 \(line 2\): it needs `expect`/);
  });
});
