/**
 * What a computation looked at. A mesh is made of parts (the objects of a namespace, the ztunnel of a node, the time) that
 * keep their identity from state to state while nothing in them changes. A result whose parts are all still there holds in
 * the new state too, so one pod's change asks for a few things again and not for all.
 */

/** Anything whose identity stands for its content. */
export type Part = object;

let reading: Set<Part> | null = null;

/** Says that the running computation depends on a part. Every look-up of what may change from state to state does so. */
export function noteRead(part: Part): void {
  if (reading !== null) reading.add(part);
}

/** The same for everything that a remembered result depends on. */
export function noteReads(parts: readonly Part[]): void {
  if (reading === null) return;
  // Counted, not iterated: this runs for every remembered result that is looked at again.
  for (let i = 0; i < parts.length; i++) reading.add(parts[i]!);
}

/** Emptied sets, to be filled again: recordings are many and short. */
const spare: Set<Part>[] = [];

/** Runs a computation and tells what it looked at; whoever runs around it has looked at that as well. */
export function recordReads<M, K, V>(
  compute: (mesh: M, key: K) => V,
  mesh: M,
  key: K,
): { value: V; reads: readonly Part[] } {
  const outer = reading;
  const own = spare.pop() ?? new Set<Part>();
  reading = own;
  try {
    const value = compute(mesh, key);
    return { value, reads: [...own] };
  } finally {
    reading = outer;
    if (outer !== null) for (const part of own) outer.add(part);
    own.clear();
    spare.push(own);
  }
}

/** Runs something whose look-ups are not to be counted, as it says itself what it depends on. */
export function unrecorded<T>(run: () => T): T {
  const outer = reading;
  reading = null;
  try {
    return run();
  } finally {
    reading = outer;
  }
}
