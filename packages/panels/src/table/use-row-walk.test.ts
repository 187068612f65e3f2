import { expect, it } from 'vitest';
import { stepRow } from './use-row-walk.ts';

it.each([
  ['ArrowDown', 3, 4],
  ['ArrowDown', 9, 9],
  ['ArrowUp', 0, 0],
  ['PageDown', 3, 8],
  ['PageUp', 3, 0],
  ['Home', 7, 0],
  ['End', 2, 9],
  ['Enter', 2, null],
])('%s from row %i of ten', (key, at, next) => {
  expect(stepRow(key, at, 10, 5)).toBe(next);
});

it('walks nowhere in an empty table', () => {
  expect(stepRow('End', 0, 0, 5)).toBeNull();
});
