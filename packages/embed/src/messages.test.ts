import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFromPanel } from './messages.ts';

const SERVER = 'https://hopscope.example';

describe('readFromPanel', () => {
  it.each([
    { type: 'ready', panel: 'map' },
    { type: 'size', height: 300 },
    { type: 'select', id: 'service:shop/cart' },
    { type: 'navigate', href: `${SERVER}/path?from=a` },
    { type: 'state', state: 'ready', asOf: null },
    { type: 'state', state: 'empty', asOf: '2026-11-20T10:00:00Z' },
    { type: 'problem-count', count: 0 },
    { type: 'token-wanted' },
    { type: 'leave' },
    { type: 'error', code: 'no-token', message: 'x' },
  ])('takes %j, and nothing that came along', (message) => {
    expect(readFromPanel({ ...message, extra: 1 }, SERVER)).toEqual(message);
  });

  it.each([
    { type: 'navigate', href: 'javascript:alert(1)' },
    { type: 'navigate', href: 'https://evil.example/' },
    { type: 'size', height: -1 },
    { type: 'size', height: 1e9 },
    { type: 'size', height: '300' },
    { type: 'state', state: 'fine', asOf: null },
    { type: 'select', id: 'x'.repeat(4_001) },
    { type: 'leave', junk: 'x'.repeat(20_000) },
    { type: 'eval' },
    'leave',
    null,
  ])('ignores %j', (message) => expect(readFromPanel(message, SERVER)).toBeNull());

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (data) => void readFromPanel(data, SERVER)));
  });
});
