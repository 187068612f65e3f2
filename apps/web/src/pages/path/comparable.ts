/** Paths worth holding beside another. */
import { formatAsk, formatFrom, formatTo, type MeshReport, type PathResult, type Verdict } from '@hopscope/core';

export interface Comparable {
  /** the question, as it is typed */
  readonly ask: string;
  readonly verdict: Verdict;
}

const MOST = 4;

/** Links to the same target, else from the same caller, whose verdict is another one; what arrives comes first, or what fails where this one arrives. */
export function listComparable(report: MeshReport, { query, verdict }: PathResult): Comparable[] {
  const [from, to] = [formatFrom(query.from), formatTo(query.to)];
  const links = report.graph.links.flatMap((link) => {
    const state = report.links[link.id];
    if (!state || state.verdict === verdict) return [];
    const isSameTarget = formatTo(link.query.to) === to && formatFrom(link.query.from) !== from;
    const isSameCaller = formatFrom(link.query.from) === from && formatTo(link.query.to) !== to;
    if (!isSameTarget && !isSameCaller) return [];
    return [
      {
        ask: formatAsk(link.query),
        verdict: state.verdict,
        rank: (isSameTarget ? 0 : 10) + rankOf(state.verdict, verdict),
      },
    ];
  });
  return links
    .sort((a, b) => a.rank - b.rank || (a.ask < b.ask ? -1 : 1))
    .slice(0, MOST)
    .map(({ ask, verdict: of }) => ({ ask, verdict: of }));
}

const FAILING: readonly Verdict[] = ['blocked', 'varies', 'degraded', 'unknown', 'delivered'];

function rankOf(other: Verdict, own: Verdict): number {
  const order = own === 'delivered' ? FAILING : [...FAILING].reverse();
  return order.indexOf(other);
}
