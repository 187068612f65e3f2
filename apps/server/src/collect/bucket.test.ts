import { expect, it } from 'vitest';
import { createBucket } from './bucket.ts';

it('gives what was saved, then so much a second', () => {
  const bucket = createBucket({ perSecond: 5, most: 10 }, 0);
  expect(bucket.left(0)).toBe(10);
  bucket.spend(10, 0);
  expect([bucket.left(0), bucket.waitMs(1, 0), bucket.waitMs(1, 100)]).toEqual([0, 200, 100]);
  expect([bucket.left(1_000), bucket.left(60_000)]).toEqual([5, 10]);
});

it('is waited for while in debt', () => {
  const bucket = createBucket({ perSecond: 1_000, most: 1_000 }, 0);
  bucket.spend(21_000, 0);
  expect([bucket.left(0), bucket.waitMs(1, 0)]).toEqual([-20_000, 20_001]);
  expect(bucket.waitMs(1, 20_001)).toBe(0);
});

it('begins with more than it saves up later', () => {
  const bucket = createBucket({ perSecond: 5, most: 10, first: 100 }, 0);
  bucket.spend(50, 1_000);
  expect(bucket.left(2_000)).toBe(50);
  bucket.spend(50, 2_000);
  expect(bucket.left(60_000)).toBe(10);
});

it('an amount that is never saved up is given out of a full one', () => {
  expect(createBucket({ perSecond: 1, most: 5 }, 0).waitMs(50, 0)).toBe(0);
});
