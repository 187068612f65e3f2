/**
 * What a computation looked at. A mesh is made of parts (the objects of a namespace, the ztunnel of a node, the time) that
 * keep their identity from state to state while nothing in them changes. A result whose parts are all still there holds in
 * the new state too, so one pod's change asks for a few things again and not for all.
 */

/** Anything whose identity stands for its content. */
export type Part = object;

/** Each part once. Most computations read a handful, if any: those are found quicker by going through them than by hashing. */
class Recording {
  parts: Part[] | null = null;
  private known: Set<Part> | null = null;

  add(part: Part): void {
    const { parts } = this;
    if (parts === null) {
      this.parts = [part];
      return;
    }
    if (this.known !== null) {
      if (this.known.has(part)) return;
      this.known.add(part);
    } else {
      // From the end: what was read last is mostly read again.
      for (let i = parts.length - 1; i >= 0; i--) if (parts[i] === part) return;
      if (parts.length === HANDFUL) this.known = new Set(parts).add(part);
    }
    parts.push(part);
  }

  /** What is kept for long is as short as it can be. */
  taken(): readonly Part[] {
    return this.parts === null ? NOTHING : this.parts.slice();
  }
}

const HANDFUL = 32;
const NOTHING: readonly Part[] = [];

let reading: Recording | null = null;

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

/** Runs a computation and tells what it looked at; whoever runs around it has looked at that as well. */
export function recordReads<M, K, V>(
  compute: (mesh: M, key: K) => V,
  mesh: M,
  key: K,
): { value: V; reads: readonly Part[] } {
  const outer = reading;
  const own = new Recording();
  reading = own;
  try {
    const value = compute(mesh, key);
    return { value, reads: own.taken() };
  } finally {
    reading = outer;
    if (own.parts !== null) noteReads(own.parts);
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
