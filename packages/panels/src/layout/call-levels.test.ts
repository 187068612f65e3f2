import { expect, it } from 'vitest';
import { callLevels } from './call-levels.ts';

const rounded = (levels: Float64Array) => Array.from(levels, (level) => Math.round(level * 10) / 10);

it('puts a chain of calls one step after the other', () => {
  expect(rounded(callLevels(3, { from: [0, 1], to: [1, 2] }))).toEqual([0, 1, 2]);
});

it('keeps callers before callees around a cycle', () => {
  const [a, b, c, d] = callLevels(4, { from: [0, 1, 2, 3], to: [1, 2, 1, 0] });
  expect(d).toBeLessThan(a!);
  expect(a).toBeLessThan(b!);
  // They call one another alike: neither stands before the other.
  expect(b).toBeCloseTo(c!, 3);
});

it('takes the heavier of two arcs against each other for the direction', () => {
  const [a, b] = callLevels(2, { from: [0, 1], to: [1, 0], weight: [5, 1] });
  expect(a).toBeLessThan(b!);
});

it('leaves at 0 what nobody calls and what calls nobody', () => {
  expect(rounded(callLevels(2, { from: [1], to: [1] }))).toEqual([0, 0]);
});
