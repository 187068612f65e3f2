/** What was not read of a hop. Mostly nothing is missing, for each of thousands of links: no list is made for that. */
import type { Gap } from '../mesh/mesh.ts';
import type { WalkHop } from './facts.ts';

type Gaps = WalkHop['gaps'];

export const NO_GAPS: Gaps = [];

/** A gap without which the hop cannot be judged. */
export const decisive = (gap: Gap | null): Gaps => (gap ? [asDecisive(gap)] : NO_GAPS);

export const asDecisive = ({ source, scope, why, permission }: Gap): Gaps[number] => ({
  source,
  scope,
  why,
  permission,
  decisive: true,
});

/** One list of several. */
export function joined(...lists: Gaps[]): Gaps {
  let all = NO_GAPS;
  for (const list of lists) if (list.length > 0) all = all.length === 0 ? list : [...all, ...list];
  return all;
}

/** Each gap once; the last one said of a source and scope. */
export function unique(gaps: Gaps): Gaps {
  if (gaps.length < 2) return gaps;
  return [...new Map(gaps.map((gap) => [`${gap.source}|${gap.scope}`, gap])).values()];
}
