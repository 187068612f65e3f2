import { expect, it } from 'vitest';
import { withinFrame } from './paint-labels.ts';

it.each([
  ['stays where it fits', 100, 100, 100],
  ['is moved in at the right rim', 300, 300, 238],
  ['is moved in at the left rim', 20, -40, 2],
  ['leaves with what it names', 400, 400, 400],
])('a name %s', (_what, anchor, x, expected) => {
  expect(withinFrame({ label: { x: anchor }, x, width: 140 }, 380).x).toBe(expected);
});
