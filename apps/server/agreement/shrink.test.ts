import { expect, test } from 'vitest';
import { shrinkList } from './shrink.ts';

const numbers = Array.from({ length: 60 }, (_, i) => i);

test('leaves what is needed together, and nothing else', async () => {
  const needs = async (items: readonly number[]) => [7, 8, 41].every((one) => items.includes(one));
  expect(await shrinkList(numbers, needs)).toEqual([7, 8, 41]);
});

test('a list of which all is needed stays whole', async () => {
  expect(await shrinkList([1, 2, 3], async (items) => items.length === 3)).toEqual([1, 2, 3]);
});

test('what holds of anything shrinks to nothing', async () => {
  expect(await shrinkList(numbers, async () => true)).toEqual([]);
});

test('gives up after the allowed trials, with what is known to hold', async () => {
  let asked = 0;
  const needs = async (items: readonly number[]) => {
    asked += 1;
    return items.includes(59);
  };
  const kept = await shrinkList(numbers, needs, 3);
  expect(asked).toBe(3);
  expect(kept).toContain(59);
});
