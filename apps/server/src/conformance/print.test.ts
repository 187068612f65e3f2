import { expect, test } from 'vitest';
import type { Outcome } from './outcome.ts';
import { reportLines, totalsOf } from './print.ts';

const outcome = (id: string, rest: Partial<Outcome>): Outcome => ({
  id,
  corpus: 'c',
  kind: 'k',
  result: 'pass',
  got: null,
  why: '',
  ...rest,
});
const outcomes = [
  outcome('a', {}),
  outcome('b', { result: 'fail', expected: { x: 1 }, got: { x: 2 }, why: 'odd' }),
  outcome('d', { kind: 'other', result: 'skip', why: 'not yet' }),
  outcome('e', { kind: 'other', result: 'skip', why: 'not yet' }),
];

test('a line for each corpus and kind, failures with both sides, skips counted and named, the sum last', () => {
  const lines = reportLines(outcomes);
  expect(lines[0]).toMatch(/^c {2}k +1 passed +1 failed$/);
  expect(lines[1]).toMatch(/^c {2}other +2 skipped$/);
  expect(lines).toContain('✗ c k b: odd');
  expect(lines).toContain('    expected {"x":1}');
  expect(lines).toContain('     2  other: not yet');
  expect(lines.at(-1)).toBe('1 passed, 1 failed, 2 skipped');
});

test('nothing asked', () => {
  expect(reportLines([])).toEqual(['', '0 passed, 0 failed, 0 skipped']);
  expect(totalsOf([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
});
