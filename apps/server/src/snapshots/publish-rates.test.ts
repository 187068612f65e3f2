import { expect, it } from 'vitest';
import { createPublishRates } from './publish-rates.ts';

it('an owner has an end, and a namespace whoever asks; one that is refused counts for nobody', () => {
  let time = 0;
  const rates = createPublishRates(() => time);
  const times = (count: number, owner: string, ...namespaces: string[]) =>
    Array.from({ length: count }, () => rates.take({ owner, namespaces })).filter(Boolean).length;
  expect(times(25, 'ada', 'shop')).toBe(20);
  expect(times(25, 'bob', 'shop')).toBe(20);
  expect(times(25, 'eve', 'web', 'shop')).toBe(20);
  // Of the shop there were sixty.
  expect(times(25, 'kim', 'web', 'shop')).toBe(0);
  expect(times(25, 'kim', 'web')).toBe(20);
  expect(times(5, 'lea')).toBe(5);
  time += 2_000;
  expect(times(5, 'lea', 'shop')).toBe(1);
  time += 4_000;
  expect(times(5, 'ada')).toBe(1);
});
