import { expect, it } from 'vitest';
import { hopShape, laneColumns, wiresInto, wireThrough } from './lane.ts';
import { blocked, delivered, unknown } from './sample-paths.ts';

it('breaks the wire right after the hop that blocks and only foretells from there on', () => {
  const { hops } = blocked.traces[0]!;
  expect(wiresInto(hops)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'broken']);
  expect(wireThrough('broken', hops[6]!)).toBe('predicted');
});

it('draws the wire into what is not known, and after it, as not known', () => {
  expect(wiresInto(unknown.traces[0]!.hops)).toEqual(['ok', 'ok', 'ok', 'unknown', 'unknown']);
});

it('gives a hop that is not on this way a stub and the wire through it', () => {
  const { hops } = delivered.traces[0]!;
  expect(hops.map(hopShape)).toEqual(['place', 'place', 'wire', 'stub', 'place', 'place']);
  expect(wiresInto(hops).every((wire) => wire === 'ok')).toBe(true);
});

it('gives the blocking hop the most room', () => {
  const shares = laneColumns(blocked.traces[0]!.hops)
    .match(/[\d.]+(?=fr)/g)!
    .map(Number);
  expect(Math.max(...shares)).toBe(shares[5]);
});
