import { expect, it } from 'vitest';
import { createAttention } from './attention.ts';

it('lasts two minutes after a glance, and as long as somebody follows', () => {
  let now = 0;
  let woken = 0;
  const attention = createAttention(() => now);
  attention.onWake(() => {
    woken += 1;
  });
  const seen = [attention.isWatched()];
  now = 120_000;
  seen.push(attention.isWatched());
  attention.glance();
  attention.glance();
  seen.push(attention.isWatched());
  const leave = attention.follow();
  now = 10_000_000;
  seen.push(attention.isWatched());
  leave();
  leave();
  now += 119_999;
  seen.push(attention.isWatched());
  now += 1;
  seen.push(attention.isWatched());
  expect(seen).toEqual([true, false, true, true, true, false]);
  expect(woken).toBe(1);
  attention.follow();
  expect([woken, attention.isWatched()]).toEqual([2, true]);
});
