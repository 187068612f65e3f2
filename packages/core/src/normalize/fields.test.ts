import { expect, test } from 'vitest';
import {
  bool,
  boolOrNull,
  int,
  intOrNull,
  intOrStr,
  list,
  numbers,
  oneOf,
  record,
  records,
  shortened,
  str,
  strings,
  texts,
  time,
} from './fields.ts';

const ODD = [
  undefined,
  null,
  true,
  0,
  7.9,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '',
  ' ',
  'x',
  '12',
  [],
  [1],
  {},
  { a: 1 },
];

test('every reader gives its own type for any value', () => {
  for (const value of ODD) {
    expect(typeof str(value)).toBe('string');
    expect(Number.isSafeInteger(int(value))).toBe(true);
    expect(typeof bool(value)).toBe('boolean');
    expect(Array.isArray(list(value))).toBe(true);
    expect(Array.isArray(strings(value))).toBe(true);
    expect(Array.isArray(records(value))).toBe(true);
    expect(typeof record(value)).toBe('object');
    expect(typeof texts(value)).toBe('object');
    expect(typeof numbers(value)).toBe('object');
    expect([null, true]).toContain(time(value) === null ? null : true);
  }
});

test('numbers may be written as text', () => {
  expect([int('12'), int('x', 3), int(7.9), intOrNull(''), intOrNull(1e300)]).toEqual([12, 3, 7, null, null]);
  expect([intOrStr('http'), intOrStr('80'), intOrStr(80)]).toEqual(['http', 80, 80]);
});

test('booleans may be written as text in any case', () => {
  expect([bool('True'), bool('yes'), bool(1), boolOrNull('FALSE'), boolOrNull('maybe')]).toEqual([
    true,
    false,
    false,
    false,
    null,
  ]);
});

test('a point in time is RFC 3339 or nothing', () => {
  expect(time('2026-11-20T10:00:00Z')).toBe('2026-11-20T10:00:00Z');
  expect(time('2026-11-20T10:00:00.123456+01:00')).not.toBeNull();
  expect([time('yesterday'), time(1_700_000_000), time('2026-11-20'), time('x'.repeat(24))]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test('lists keep what fits and leave out the rest', () => {
  expect(strings(['a', '', 1, null, {}, ['b']])).toEqual(['a', '1']);
  expect(strings('alone')).toEqual(['alone']);
  expect(records([{ a: 1 }, null, 'x', []])).toEqual([{ a: 1 }]);
  expect(texts({ a: 'x', b: 1, c: null, d: { e: 'f' } })).toEqual({ a: 'x', b: '1' });
  expect(numbers({ 80: '8080', b: 'x' })).toEqual({ 80: 8080 });
});

test('long texts are cut, spellings of a key are tried in order', () => {
  expect(shortened('abcdef', 4)).toBe('abc…');
  expect(oneOf({ b: null, c: 1 }, 'a', 'b', 'c')).toBe(1);
});
