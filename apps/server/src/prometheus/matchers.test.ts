import { describe, expect, it } from 'vitest';
import { formatMatchers, readMatchers } from './matchers.ts';

describe('label matchers', () => {
  it.each([
    ['', []],
    ['cluster="east"', [{ label: 'cluster', operator: '=', value: 'east' }]],
    [
      ' cluster = "east" , env=~"prod.*",',
      [
        { label: 'cluster', operator: '=', value: 'east' },
        { label: 'env', operator: '=~', value: 'prod.*' },
      ],
    ],
    [
      'a!="b",c!~"d"',
      [
        { label: 'a', operator: '!=', value: 'b' },
        { label: 'c', operator: '!~', value: 'd' },
      ],
    ],
    ['a="}\\" or vector(1)"', [{ label: 'a', operator: '=', value: '}" or vector(1)' }]],
  ])('%s', (text, expected) => {
    expect(readMatchers(text)).toEqual({ ok: true, value: expected });
  });

  it.each([
    'cluster=east',
    'cluster="east"} or up{',
    '{cluster="east"}',
    'cluster="east" env="b"',
    'cluster="ea\nst"',
    '="east"',
    'a-b="c"',
    'cluster="east',
    '__name__="up"',
    Array.from({ length: 21 }, (_, i) => `a${i}="b"`).join(','),
    `a="${'x'.repeat(1001)}"`,
  ])('nothing else gets into a query: %s', (text) => {
    expect(readMatchers(text)).toMatchObject({ ok: false, reason: 'config' });
  });

  it('are written as they were read, whatever is in them', () => {
    const written = 'a="x\\\\y\\"}\\n",b=~"[0-9]+"';
    const read = readMatchers(written);
    expect(read.ok && formatMatchers(read.value)).toBe(written);
  });
});
