/** How deep in the calls something stands, for graphs of any size and with cycles. */

/** Arcs between numbers; `weight` is how much each counts. */
export interface Arcs {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  readonly weight?: ArrayLike<number>;
}

const SWEEPS = 60;

/**
 * A level for each of `count` vertices, callers before callees: the levels at which every arc is as close to one step as
 * all of them together allow (MacKay, Johnson, Sansom 2020: trophic levels). No order of breaking cycles has a say.
 * The least level is 0; what has no arcs stands there.
 */
export function callLevels(count: number, { from, to, weight }: Arcs): Float64Array {
  const level = new Float64Array(count);
  const pull = new Float64Array(count);
  const load = new Float64Array(count);
  // A call of oneself pulls nowhere.
  const arcs = Array.from({ length: from.length }, (_, arc) => arc).filter((arc) => from[arc] !== to[arc]);
  for (const arc of arcs) {
    const [a, b, w] = [from[arc]!, to[arc]!, weight?.[arc] ?? 1];
    load[a]! += w;
    load[b]! += w;
    pull[a]! -= w;
    pull[b]! += w;
  }
  const sum = new Float64Array(count);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    sum.set(pull);
    for (const arc of arcs) {
      const [a, b, w] = [from[arc]!, to[arc]!, weight?.[arc] ?? 1];
      sum[a]! += w * level[b]!;
      sum[b]! += w * level[a]!;
    }
    // Half of the way at a time: a graph of two sides would else swing for ever.
    for (let i = 0; i < count; i++) if (load[i]! > 0) level[i]! += (sum[i]! / load[i]! - level[i]!) / 2;
  }
  const least = level.reduce((low, value, i) => (load[i]! > 0 ? Math.min(low, value) : low), Number.POSITIVE_INFINITY);
  return level.map((value, i) => (load[i]! > 0 ? value - least : 0));
}
