import { expect, it } from 'vitest';
import { formatAge, formatClock } from './time.ts';

it('gives a duration in the unit that a person would use', () => {
  const said = [0, 4_900, 61_000, 3_700_000, 50 * 3_600_000, -5, Number.NaN].map(formatAge);
  expect(said).toEqual(['0 s', '4 s', '1 min', '1 h', '2 d', '0 s', 'unknown time']);
});

it('gives the clock today and the day before that', () => {
  const now = Date.parse('2026-11-20T14:08:00Z');
  expect(formatClock('2026-11-20T14:02:00Z', now)).toMatch(/^\d\d:\d\d$/);
  expect(formatClock('2026-11-10T14:02:00Z', now)).toMatch(/^10 Nov \d\d:\d\d$/);
  expect(formatClock('soon', now)).toBe('soon');
});
