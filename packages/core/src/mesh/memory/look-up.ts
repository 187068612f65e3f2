/** Indexes over lists, remembered as long as the list is. */

/** A Map of which only single entries are looked up. */
export interface Lookup<V> {
  get(key: string): V | undefined;
  has(key: string): boolean;
}

/**
 * Remembers the value computed for a list or object as long as somebody holds it. Not for a `Mesh`: what is computed from
 * one may be taken over to the next, for which `perMesh` and `ofMesh` know what it rests on.
 */
export function perSlice<S extends object, V>(
  compute: (slice: S) => V,
): S extends { readonly memory: unknown } ? never : (slice: S) => V {
  const known = new WeakMap<S, V>();
  const recall = (slice: S): V => {
    let value = known.get(slice);
    if (value === undefined) {
      value = compute(slice);
      known.set(slice, value);
    }
    return value;
  };
  return recall as S extends { readonly memory: unknown } ? never : (slice: S) => V;
}

/** All items of all lists; many short lists are quicker joined than flattened. */
export function concat<T>(lists: readonly (readonly T[])[]): T[] {
  const all: T[] = [];
  for (const list of lists) for (const item of list) all.push(item);
  return all;
}

/** Lists by key, in the order given. */
export function groupBy<T, K extends string | number>(list: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
