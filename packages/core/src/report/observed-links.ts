/** The judgement of links held against what was seen of them: the traffic and its agreement are joined to each link's state. */

import type { Detection } from '../checks/detection.ts';
import { secondsBetween } from '../checks/evidence.ts';
import { linkLists } from '../graph/build-graph.ts';
import { recentCalls } from '../graph/call-tally.ts';
import { isWatched, observedCalls } from '../graph/link-traffic.ts';
import type { MeshLink } from '../graph/mesh-graph.ts';
import { concat } from '../mesh/memory/look-up.ts';
import { type Mesh, perMesh } from '../mesh/mesh.ts';
import type { Verdict } from '../path/hop-kind.ts';
import type { PathQuery } from '../state/path-query.ts';
import { formatAsk } from '../state/path-query.ts';
import { agreementOf, type Compared, outcomeOf } from './agreement.ts';
import type { AgreementKind } from './agreement-kind.ts';
import { isConflict, trafficWords } from './agreement-words.ts';
import { judgeLink, judgeLinks, type LinkJudgement } from './judge-links.ts';
import type { NotChecked } from './path-result.ts';
import { seenKey } from './young.ts';

/** The judgement of every link, in the order of the graph; those that were seen with their traffic. */
export function observedLinks(mesh: Mesh): readonly LinkJudgement[] {
  if (recentCalls(mesh.state.traffic) === null) return judgeLinks(mesh);
  return concat(linkLists(mesh).map((links) => observedList(mesh, links)));
}

const observedList = perMesh((mesh: Mesh, links: readonly MeshLink[]): readonly LinkJudgement[] =>
  links.map((link) => observedLink(mesh, link)),
);

const observedLink = perMesh((mesh: Mesh, link: MeshLink): LinkJudgement => {
  const { query } = link;
  const judgement = judgeLink(mesh, link);
  const { state, findings } = judgement;
  const blockers = findings.filter(({ breaks }) => breaks).map(({ detection }) => detection);
  const compared = comparedWith(mesh, query, state.verdict, blockers, state.waypoint !== '');
  const agreement = agreementOf(compared);
  const { observed } = compared;
  if (agreement === null && observed === null) return judgement;
  const seen = {
    ...state,
    ...(observed ? { traffic: observed.traffic } : {}),
    ...(agreement === null ? {} : { agreement }),
  };
  if (agreement === null || !isConflict(agreement)) return { ...judgement, state: seen };
  const conflict = conflictOf(agreement, query, compared);
  const isBlocked = agreement === 'conflict-blocked-succeeding';
  return {
    ...judgement,
    state: {
      ...seen,
      verdict: conflict.verdict,
      sentence: conflict.sentence,
      causes: isBlocked ? [] : seen.causes,
    },
    findings: isBlocked ? [] : findings,
    gaps: conflict.verdict === 'unknown' ? [conflict.gap] : judgement.gaps,
  };
});

/** What `agreementOf` compares, for one question. */
export function comparedWith(
  mesh: Mesh,
  query: PathQuery,
  verdict: Verdict,
  blockers: readonly Detection[],
  waypoint: boolean,
): Compared {
  const observed = observedCalls(mesh, query, waypoint);
  return {
    verdict,
    blockers,
    blockedFor: blockers[0] && observed ? secondsOf(mesh, blockers[0]) : null,
    observed,
    isWatched: observed !== null || isWatched(mesh, query),
  };
}

/** How long a finding has held: as objects tell, or as it is remembered; null where it held before anybody looked. */
function secondsOf(mesh: Mesh, detection: Detection): number | null {
  const { firstSeen } = mesh.state;
  const since = detection.since ?? (firstSeen ? (firstSeen[seenKey(detection)] ?? mesh.takenAt) : '');
  return since === '' ? null : secondsBetween(since, mesh.takenAt);
}

/** What is said where the configuration and traffic contradict each other: never health, and never a failure of the model's own. */
export function conflictOf(
  agreement: AgreementKind,
  query: PathQuery,
  { observed }: Compared,
): { verdict: Verdict; sentence: string; gap: NotChecked } {
  const ask = formatAsk(query).replace(' -> ', ' to ');
  const seen = observed ? trafficWords(observed.traffic) : '';
  const isPartly = agreement === 'conflict-passes-failing' && observed && outcomeOf(observed, false) === 'partly';
  const sentence =
    agreement === 'conflict-blocked-succeeding'
      ? `Calls from ${ask} arrive: ${seen}. By our reckoning they are blocked, so our model, or what it was given, is wrong.`
      : `Calls from ${ask} fail${isPartly ? ' in part' : ''}: ${seen}. Nothing that was looked at says why, so the cause is outside of what is modelled here, or what was read is out of date.`;
  const why = 'what is computed from the configuration and what is seen of the traffic contradict each other';
  return {
    verdict: isPartly ? 'degraded' : 'unknown',
    sentence,
    gap: { source: 'agreement', scope: null, why, permission: null, decisive: true },
  };
}
