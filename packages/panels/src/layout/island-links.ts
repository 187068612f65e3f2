import type { Structure } from './structure.ts';

/** Calls between islands, each pair once, with how many links they stand for. */
export interface IslandLinks {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly count: readonly number[];
}

/** Calls between different islands, each pair once, in the order of their islands. */
export function islandLinksOf({ groups, groupOf, from, to }: Structure): IslandLinks {
  const counts = new Map<number, number>();
  for (let link = 0; link < from.length; link++) {
    const [a, b] = [groupOf[from[link]!]!, groupOf[to[link]!]!];
    if (a !== b) counts.set(a * groups.length + b, (counts.get(a * groups.length + b) ?? 0) + 1);
  }
  const pairs = [...counts.keys()].sort((a, b) => a - b);
  return {
    from: pairs.map((pair) => Math.floor(pair / groups.length)),
    to: pairs.map((pair) => pair % groups.length),
    count: pairs.map((pair) => counts.get(pair)!),
  };
}
