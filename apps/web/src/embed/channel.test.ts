import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptInit, readFromHost } from './channel.ts';

const parent = {};
const port = {} as MessagePort;
const greeting = { channel: 'c1', origins: ['https://portal.example'], parent };
const init = { hopscope: 1, type: 'init', channel: 'c1' };
const event = (change: object = {}) =>
  ({
    data: init,
    origin: 'https://portal.example',
    source: parent,
    ports: [port],
    ...change,
  }) as unknown as MessageEvent;

describe('acceptInit', () => {
  it('takes the port of the window that frames us', () => expect(acceptInit(event(), greeting)).toBe(port));

  it.each([
    ['another window', { source: {} }],
    ['no window', { source: null }],
    ['another origin', { origin: 'https://evil.example' }],
    ['a part of the origin', { origin: 'https://portal.example.evil.test' }],
    ['no origin', { origin: 'null' }],
    ['another channel', { data: { ...init, channel: 'c2' } }],
    ['another version', { data: { ...init, hopscope: 2 } }],
    ['no port', { ports: [] }],
    ['a text', { data: 'init' }],
    ['nothing', { data: null }],
  ])('ignores %s', (_what, change) => expect(acceptInit(event(change), greeting)).toBeNull());

  it('opens nothing where the address has no channel', () =>
    expect(acceptInit(event({ data: { ...init, channel: '' } }), { ...greeting, channel: '' })).toBeNull());
});

describe('readFromHost', () => {
  it.each([
    { type: 'token', token: 'a.b.c' },
    { type: 'token', token: null },
    { type: 'setTime', from: 'now-1h', to: 'now', at: null },
    { type: 'setTheme', theme: 'dark' },
    { type: 'setFilter', namespaces: ['shop'] },
    { type: 'focus', id: 'service:shop/cart' },
    { type: 'pause' },
    { type: 'resume' },
    { type: 'requestState' },
  ])('takes %j', (message) => expect(readFromHost({ ...message, extra: 1 })).toEqual(message));

  it.each([
    { type: 'delete' },
    { type: 'setTheme', theme: 'red' },
    { type: 'token', token: 'x'.repeat(16_001) },
    { type: 'setFilter', namespaces: [1] },
    { type: 'focus', id: 'x', junk: 'y'.repeat(20_000) },
    { type: 'setTime', from: {} },
    ['token'],
    null,
    'token',
  ])('ignores %j', (message) => expect(readFromHost(message)).toBeNull());

  it('never throws', () => {
    const circle: Record<string, unknown> = { type: 'pause' };
    circle['self'] = circle;
    expect(readFromHost(circle)).toBeNull();
    fc.assert(fc.property(fc.anything(), (data) => void readFromHost(data)));
  });
});
