import { afterEach, expect, it } from 'vitest';
import { formatAge, formatClock, formatFull, tellTimesIn } from './time.ts';

afterEach(() => tellTimesIn({ timeZone: null, locale: null }));

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

it('tells times in the zone and the way that a page is asked for', () => {
  const [at, now] = ['2026-11-20T23:30:00Z', Date.parse('2026-11-20T23:40:00Z')];
  expect(formatFull(at)).toBe(at);
  tellTimesIn({ timeZone: 'Asia/Tokyo', locale: null });
  expect(formatClock(at, now)).toBe('08:30');
  expect(formatFull(at)).toBe('21 Nov 2026, 08:30:00 GMT+9');
  // The day before is told by the calendar of the zone.
  expect(formatClock('2026-11-20T14:30:00Z', now)).toBe('20 Nov 23:30');
  tellTimesIn({ timeZone: 'America/New_York', locale: 'en-US' });
  expect(formatClock(at, now)).toMatch(/^06:30\sPM$/);
  tellTimesIn({ timeZone: 'Europe/Berlin', locale: 'de-DE' });
  expect(formatClock('2026-11-10T12:00:00Z', now)).toBe('10. Nov. 13:00');
  expect(formatFull('soon')).toBe('soon');
});
