import { demoBundle } from '@hopscope/core/scenarios';
import { describe, expect, it } from 'vitest';
import { TAKEN_AT } from '../routes/serve-scenario.ts';
import { run } from './run.ts';
import { testTerminal } from './test-terminal.ts';

const reach = async (...args: string[]) => {
  const terminal = testTerminal({ stdin: JSON.stringify(demoBundle('rest', TAKEN_AT, 10)) });
  const code = await run(['reach', ...args, '--bundle', '-'], terminal);
  return { code, ...terminal.written };
};

describe('hopscope reach', () => {
  it('lists who can reach a target', async () => {
    const { code, out } = await reach('--to', 'shop/cart:80');
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+ of \d+ possible callers reach shop\/cart:80/);
    expect(out).toMatch(/payments\/api {2}cluster\.local\/ns\/payments\/sa\/api/);
  });

  it('lists what a caller reaches, as JSON too', async () => {
    expect((await reach('--from', 'web/frontend')).out).toMatch(/^web\/frontend reaches \d+ of \d+ targets/);
    const { direction, groups } = JSON.parse((await reach('--from', 'web/frontend', '--json')).out);
    expect([direction, groups.length > 1]).toEqual(['from', true]);
  });

  it.each([
    [['--to', 'shop/none:80'], 2, /no Service|No Service/],
    [['--from', 'web/none'], 2, /web|none/],
    [[], 64, /Give one end/],
    [['--to', 'a/b:1', '--from', 'a/b'], 64, /Give one end/],
    [['--to', 'shop/cart'], 64, /cannot be read/],
  ])('says what is wrong with %j', async (args, code, sentence) => {
    const answer = await reach(...args);
    expect(answer.code).toBe(code);
    expect(answer.err).toMatch(sentence);
  });
});
