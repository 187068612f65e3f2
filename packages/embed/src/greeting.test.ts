import { describe, expect, it } from 'vitest';
import { createChannelName, isHello } from './greeting.ts';

const window = {};
const expected = { window, origin: 'https://hopscope.example', isSandboxed: false, channel: 'c1' };
const hello = { hopscope: 1, type: 'hello', channel: 'c1' };
const event = (change: object = {}) =>
  ({ data: hello, origin: 'https://hopscope.example', source: window, ...change }) as unknown as MessageEvent;

describe('isHello', () => {
  it('knows its panel, also in a sandbox', () => {
    expect(isHello(event(), expected)).toBe(true);
    expect(isHello(event({ origin: 'null' }), { ...expected, isSandboxed: true })).toBe(true);
  });
  it.each([
    ['another window', { source: {} }],
    ['no window', { source: null }],
    ['another origin', { origin: 'https://evil.example' }],
    ['no origin without a sandbox', { origin: 'null' }],
    ['another channel', { data: { ...hello, channel: 'c2' } }],
    ['another message', { data: { ...hello, type: 'init' } }],
    ['a text', { data: 'hello' }],
    ['nothing', { data: null }],
  ])('ignores %s', (_what, change) => expect(isHello(event(change), expected)).toBe(false));
});

it('names no channel twice', () => {
  expect(createChannelName()).toMatch(/^[0-9a-f]{32}$/);
  expect(createChannelName()).not.toBe(createChannelName());
});
