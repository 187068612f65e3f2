import { demoBundle } from '@hopscope/core/scenarios';
import { describe, expect, it } from 'vitest';
import { demoState, TAKEN_AT } from '../routes/serve-scenario.ts';
import { run } from './run.ts';
import { testTerminal } from './test-terminal.ts';

const ask = async (chapter: Parameters<typeof demoBundle>[0], ...args: string[]) => {
  const terminal = testTerminal({ stdin: JSON.stringify(demoBundle(chapter, TAKEN_AT, 10)) });
  const code = await run([...args, '--bundle', '-'], terminal);
  return { code, ...terminal.written };
};

describe('hopscope waypoint', () => {
  it('tells what it carries and what passes it by', async () => {
    const { code, out } = await ask('rest', 'waypoint', 'shop/waypoint');
    expect(code).toBe(0);
    expect(out).toMatch(/^Waypoint shop\/waypoint serves \d+ objects; \d+ of \d+ known calls to these pass it\./);
    expect(out).toContain('Service shop/cart, by its namespace');
    expect(out).toContain('web/frontend -> shop/cart:80 (delivered)');
  });

  it('fails where nothing can pass', async () => {
    const { code, out } = await ask('waypoint', 'waypoint', 'shop/waypoint');
    expect(code).toBe(1);
    expect(out).toContain('None of its pods is ready');
  });
});

describe('hopscope policy', () => {
  const { namespace, name } = demoState('rest').authorizationPolicies[0]!;

  it('tells where it is enforced', async () => {
    const { code, out } = await ask('rest', 'policy', `AuthorizationPolicy/${namespace}/${name}`);
    expect(code).toBe(0);
    expect(out).toMatch(/^AuthorizationPolicy .* is enforced /);
    const { object } = JSON.parse(
      (await ask('rest', 'policy', `AuthorizationPolicy/${namespace}/${name}`, '--json')).out,
    );
    expect(object).toEqual({ kind: 'AuthorizationPolicy', namespace, name });
  });

  it.each([
    [['policy', 'AuthorizationPolicy/shop/none'], 2, /There is no AuthorizationPolicy shop\/none/],
    [['policy', 'Secret/shop/none'], 2, /Nothing is known of kind Secret/],
    [['policy', 'cart'], 64, /cannot be read/],
    [['policy'], 64, /Say which policy/],
    [['waypoint', 'waypoint'], 64, /NS\/NAME/],
    [['waypoint', 'shop/none'], 2, /There is no Gateway shop\/none/],
  ])('says what is wrong with %j', async (args, code, sentence) => {
    const answer = await ask('rest', ...args);
    expect([answer.code, answer.err]).toEqual([code, expect.stringMatching(sentence)]);
  });
});
