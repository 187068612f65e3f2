import type { Island, Lane } from './lanes.ts';
import { placeLanes } from './place.ts';
import { compareIds, type LayoutLink, type PlacedNode } from './plan.ts';
import { countTangles } from './tangles.ts';

const SWEEPS = 10;
/** Swapping neighbours looks at all pairs of links each time: only for pictures that people read as a whole. */
const MOST_LINKS_FOR_SWAPS = 260;
const SWAP_PASSES = 4;

/** Reorders islands in their lanes and cards in their islands, so that few links cross. */
export function orderLanes(
  lanes: readonly Lane[],
  links: readonly LayoutLink[],
  nameOf: ReadonlyMap<string, string>,
): Lane[] {
  const cost = (candidate: readonly Lane[]) => countTangles(placeLanes(candidate, nameOf).nodes, links);
  let current = lanes.map(copyLane);
  let best = current;
  let least = cost(current);
  for (let sweep = 0; sweep < SWEEPS && least > 0; sweep++) {
    current = sweepLanes(current, links, nameOf, sweep % 2 === 0);
    const found = cost(current);
    if (found < least) [best, least] = [current, found];
  }
  return links.length > MOST_LINKS_FOR_SWAPS ? best : swapNeighbours(best, cost);
}

function copyLane(lane: Lane): Lane {
  return { ...lane, islands: lane.islands.map(copyIsland) };
}

function copyIsland({ group, columns }: Island): Island {
  return { group, columns: columns.map((ids) => [...ids]) };
}

/** One pass over the lanes: everything goes to the middle of what it is linked to. */
function sweepLanes(
  lanes: readonly Lane[],
  links: readonly LayoutLink[],
  nameOf: ReadonlyMap<string, string>,
  rightwards: boolean,
): Lane[] {
  const next = lanes.map(copyLane);
  const indices = next.map((_, index) => index);
  for (const index of rightwards ? indices : indices.reverse()) {
    const { nodes } = placeLanes(next, nameOf);
    const wish = wishOf(nodes, links);
    const lane = next[index]!;
    for (const island of lane.islands) for (const ids of island.columns) sortByWish(ids, (id) => wish(id));
    const middle = (island: Island) => mean(island.columns.flat().map(wish));
    sortByWish(lane.islands, middle, ({ group }) => group);
  }
  return next;
}

/** Where a card would like to stand: the mean height of its neighbours, its own where it has none. */
function wishOf(nodes: ReadonlyMap<string, PlacedNode>, links: readonly LayoutLink[]): (id: string) => number {
  const heights = new Map<string, number[]>();
  const add = (id: string, other: string) => {
    if (!heights.has(id)) heights.set(id, []);
    heights.get(id)!.push(nodes.get(other)!.y);
  };
  for (const { from, to } of links) {
    add(from, to);
    add(to, from);
  }
  return (id) => mean(heights.get(id) ?? [nodes.get(id)!.y]);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sortByWish<T>(items: T[], wish: (item: T) => number, id: (item: T) => string = String): void {
  const wishes = new Map(items.map((item) => [item, wish(item)]));
  items.sort((a, b) => wishes.get(a)! - wishes.get(b)! || compareIds(id(a), id(b)));
}

function swapNeighbours(lanes: readonly Lane[], cost: (lanes: readonly Lane[]) => number): Lane[] {
  const result = lanes.map(copyLane);
  const lists: unknown[][] = result.flatMap(({ islands }) => [islands, ...islands.flatMap(({ columns }) => columns)]);
  let least = cost(result);
  for (let pass = 0; pass < SWAP_PASSES; pass++) {
    const before = least;
    for (const list of lists) least = swapInside(list, least, () => cost(result));
    if (least === before) break;
  }
  return result;
}

function swapInside(list: unknown[], start: number, cost: () => number): number {
  let least = start;
  for (let index = 0; index + 1 < list.length; index++) {
    for (let other = index + 1; other < list.length; other++) {
      swap(list, index, other);
      const found = cost();
      if (found < least) least = found;
      else swap(list, index, other);
    }
  }
  return least;
}

function swap(list: unknown[], a: number, b: number): void {
  [list[a], list[b]] = [list[b], list[a]];
}
