import { expect, it } from 'vitest';
import { heightIn } from './frame-size.ts';

it.each([
  [50, 120],
  [500, 500],
  [5000, 2000],
])('a panel of %d px is %d px high', (height, expected) => {
  expect(heightIn(height, { min: 120, max: 2000 })).toBe(expected);
});
