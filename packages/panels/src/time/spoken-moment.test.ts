import { expect, it } from 'vitest';
import { spokenMoment } from './spoken-moment.ts';

const now = Date.parse('2026-11-20T14:10:00Z');

it('speaks a moment with its age', () => {
  expect(spokenMoment(null, now)).toBe('now');
  expect(spokenMoment('2026-11-20T14:05:00Z', now)).toMatch(/:05:00, 5 min ago$/);
});
