/** The one sentence of a path, made to be pasted. */

import type { Verdict } from '../path/hop-kind.ts';
import type { Cause, NotChecked } from './path-result.ts';

/** What the sentence is made of. */
export interface SentenceParts {
  verdict: Verdict;
  expected: Verdict;
  caller: string;
  target: string;
  lead: Cause | null;
  waypoint: { namespace: string; name: string } | null;
  notChecked: readonly NotChecked[];
  /** share of the requests that fail, 0..1 */
  failing: number;
  /** what a proxy answers by itself, to complete `… answers …`; '' where requests go on */
  answered: string;
}

/** Plain words first; object names in backticks come with the finding's own sentence. */
export function sentenceOf(parts: SentenceParts): string {
  const { caller, target, lead } = parts;
  const because = lead ? lead.detection.sentence : '';
  switch (parts.verdict) {
    case 'blocked':
      return `${caller} cannot reach ${target}: ${because}`;
    case 'varies':
      return `${share(parts.failing)} calls from ${caller} to ${target} fail: ${because}`;
    case 'degraded':
      return `${caller} reaches ${target}, but not as intended: ${because}`;
    case 'delivered':
      if (parts.answered !== '') return `The call from ${caller} to ${target} goes no further: ${parts.answered}.`;
      return `${caller} reaches ${target}${parts.waypoint ? ` through waypoint ${parts.waypoint.namespace}/${parts.waypoint.name}` : ''}.`;
    default:
      return unknownSentence(parts);
  }
}

function share(failing: number): string {
  const percent = Math.round(failing * 100);
  return percent >= 100 || percent <= 0 ? 'Some' : `About ${percent} % of`;
}

function unknownSentence({ caller, target, notChecked, expected }: SentenceParts): string {
  const gap = notChecked.find((entry) => entry.decisive);
  const why = gap ? `because ${gap.why}` : 'because not everything on the way could be looked at';
  const hint = expected === 'delivered' || expected === 'degraded' ? ' Nothing in the configuration stops it.' : '';
  return `Whether ${caller} reaches ${target} is unknown, ${why}.${hint}`;
}
