/** Our own defect metric as lines for who runs the server: links that we call blocked while their calls arrive. */
import type { MeshReport } from '@hopscope/core';

/** A line for each link that disagrees and did not before, and one for those that agree again; more than a few are counted only. */
export function createDisagreementTeller(tell: (line: string) => void): (report: MeshReport) => void {
  let known: ReadonlySet<string> = new Set();
  return ({ links, counts }) => {
    if (counts.disagreements === 0 && known.size === 0) return;
    const now = Object.entries(links).filter(([, { agreement }]) => agreement === 'conflict-blocked-succeeding');
    const fresh = now.filter(([id]) => !known.has(id));
    for (const [, { sentence }] of fresh.slice(0, MOST)) tell(`Disagreement: ${sentence}`);
    if (fresh.length > MOST)
      tell(`Disagreement: ${fresh.length - MOST} more links are said to be blocked, and calls arrive.`);
    if (now.length === 0) tell('Disagreement: none any more.');
    known = new Set(now.map(([id]) => id));
  };
}

const MOST = 5;
