/** What stands where and who calls whom, as numbers: the form in which a large mesh is laid out and sent to a worker. */
import { compareIds, type LayoutLink, type LayoutNode } from './plan.ts';

export interface Structure {
  /** ids of nodes, sorted; their position is the node's number everywhere else */
  readonly ids: readonly string[];
  /** names of islands, sorted */
  readonly groups: readonly string[];
  /** number of the island, by node */
  readonly groupOf: Int32Array;
  /** numbers of caller and callee, by link */
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Numbers for nodes and links; links with an end that is not among the nodes are left out. */
export function buildStructure(nodes: readonly LayoutNode[], links: readonly LayoutLink[]): Structure {
  const sorted = [...nodes].sort((a, b) => compareIds(a.id, b.id));
  const ids = sorted.map(({ id }) => id);
  const groups = [...new Set(sorted.map(({ group }) => group))].sort(compareIds);
  const numberOf = numbersOf(ids);
  const numberOfGroup = numbersOf(groups);
  const drawable = links.filter(({ from, to }) => numberOf.has(from) && numberOf.has(to));
  return {
    ids,
    groups,
    groupOf: Int32Array.from(sorted, ({ group }) => numberOfGroup.get(group)!),
    from: Int32Array.from(drawable, ({ from }) => numberOf.get(from)!),
    to: Int32Array.from(drawable, ({ to }) => numberOf.get(to)!),
  };
}

/** Position by value. */
export function numbersOf(values: readonly string[]): Map<string, number> {
  return new Map(values.map((value, index) => [value, index]));
}

/** Lists of numbers by number: those of key `k` are `items[start[k]]` to `items[start[k + 1] - 1]`. */
export interface Buckets {
  readonly start: Int32Array;
  readonly items: Int32Array;
}

/** Sorts positions into buckets by their key, in the order they come. */
export function bucketsOf(keys: Int32Array, count: number): Buckets {
  const start = new Int32Array(count + 1);
  for (const key of keys) start[key + 1]!++;
  for (let key = 0; key < count; key++) start[key + 1]! += start[key]!;
  const next = start.slice(0, count);
  const items = new Int32Array(keys.length);
  keys.forEach((key, position) => {
    items[next[key]!++] = position;
  });
  return { start, items };
}

/** Positions in one bucket. */
export function bucketAt({ start, items }: Buckets, key: number): Int32Array {
  return items.subarray(start[key]!, start[key + 1]!);
}
