import { compareIds } from './plan.ts';

export interface Arc {
  readonly from: string;
  readonly to: string;
}

/**
 * Depth of each vertex along the calls: callers left of callees. Cycles are broken the same way each time, by an order
 * that takes pure callers first, pure callees last, and else the one that calls most beyond what calls it
 * (Eades, Lin, Smyth 1993); arcs against that order do not count.
 */
export function assignDepths(vertices: readonly string[], arcs: readonly Arc[]): Map<string, number> {
  const order = new Map(orderVertices(vertices, arcs).map((vertex, index) => [vertex, index]));
  const depths = new Map(vertices.map((vertex) => [vertex, 0]));
  const forward = arcs.filter(({ from, to }) => order.get(from)! < order.get(to)!);
  const sorted = forward.sort((a, b) => order.get(a.from)! - order.get(b.from)!);
  for (const { from, to } of sorted) depths.set(to, Math.max(depths.get(to)!, depths.get(from)! + 1));
  return depths;
}

function orderVertices(vertices: readonly string[], arcs: readonly Arc[]): string[] {
  const left = new Set([...vertices].sort(compareIds));
  const head: string[] = [];
  const tail: string[] = [];
  while (left.size > 0) {
    const open = arcs.filter(({ from, to }) => from !== to && left.has(from) && left.has(to));
    const outs = countBy(open, 'from');
    const ins = countBy(open, 'to');
    const sink = [...left].find((vertex) => !outs.has(vertex) && ins.has(vertex));
    const next = sink ?? chooseSource([...left], outs, ins);
    left.delete(next);
    if (sink === undefined) head.push(next);
    else tail.unshift(next);
  }
  return [...head, ...tail];
}

function chooseSource(
  vertices: readonly string[],
  outs: ReadonlyMap<string, number>,
  ins: ReadonlyMap<string, number>,
): string {
  const surplus = (vertex: string) =>
    ins.has(vertex) ? (outs.get(vertex) ?? 0) - ins.get(vertex)! : Number.POSITIVE_INFINITY;
  return vertices.reduce((best, vertex) => (surplus(vertex) > surplus(best) ? vertex : best));
}

function countBy(arcs: readonly Arc[], end: 'from' | 'to'): Map<string, number> {
  const counts = new Map<string, number>();
  for (const arc of arcs) counts.set(arc[end], (counts.get(arc[end]) ?? 0) + 1);
  return counts;
}
