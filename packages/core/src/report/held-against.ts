/** The answer to one question held against what was seen of such calls. */
import type { Detection } from '../checks/detection.ts';
import type { ObservedCalls } from '../graph/link-traffic.ts';
import { secondsWatched } from '../graph/link-traffic.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { nameOf } from '../state/refs.ts';
import { isReadable } from '../state/source-status.ts';
import { agreementOf, otherKinds } from './agreement.ts';
import type { AgreementKind } from './agreement-kind.ts';
import { agreementSentence, isConflict } from './agreement-words.ts';
import { FLAG_WORDS, kindOfFlag } from './flag-kinds.ts';
import type { PathJudgement } from './judge-path.ts';
import { comparedWith, conflictOf } from './observed-links.ts';
import type { Agreement } from './path-result.ts';

/** The judgement with traffic and agreement; of a conflict neither health nor failure is claimed. */
export function heldAgainst(mesh: Mesh, judgement: PathJudgement): PathJudgement {
  const { query, refusal, verdict, firstBlocker, alsoBlocking, waypoint } = judgement;
  if (refusal) return judgement;
  const blockers = [...(firstBlocker ? [firstBlocker] : []), ...alsoBlocking].map(({ detection }) => detection);
  const compared = comparedWith(mesh, query, verdict, blockers, waypoint !== null);
  const kind = agreementOf(compared);
  const { observed } = compared;
  const seen: PathJudgement = observed ? { ...judgement, basis: 'observed', traffic: observed.traffic } : judgement;
  if (kind === null) return seen;
  const agreement = tell(mesh, judgement, kind, blockers, observed);
  if (!isConflict(kind)) return { ...seen, agreement };
  const { verdict: held, sentence, gap } = conflictOf(kind, query, compared);
  return { ...seen, agreement, verdict: held, sentence, blame: null, notChecked: [gap, ...judgement.notChecked] };
}

function tell(
  mesh: Mesh,
  judgement: PathJudgement,
  kind: AgreementKind,
  blockers: readonly Detection[],
  observed: ObservedCalls | null,
): Agreement {
  const sentence = agreementSentence(kind, secondsWatched(mesh), observed?.traffic);
  const suspects = suspectsOf(judgement, kind, blockers, observed);
  return { kind, sentence, suspects, inputs: isConflict(kind) ? inputsOf(mesh, judgement) : [] };
}

const MOST = 6;

/** What the flags stand for; then what was found on the way and was not thought to stop anything. */
function suspectsOf(
  { risks }: PathJudgement,
  kind: AgreementKind,
  blockers: readonly Detection[],
  observed: ObservedCalls | null,
): string[] {
  if (!observed) return [];
  if (kind === 'blocked-twice')
    return otherKinds({ blockers }, observed).map((other) =>
      wordsOf(observed.by.filter((flag) => kindOfFlag(flag) === other)),
    );
  if (kind === 'conflict-blocked-succeeding')
    return blockers
      .slice(0, MOST)
      .map(({ check, sentence }) => `This is not so, or not any more (${check}): ${sentence}`);
  if (kind !== 'conflict-passes-failing') return [];
  const flags = observed.by.slice(0, MOST).map((flag) => wordsOf([flag]));
  return [...flags, ...risks.slice(0, MOST).map(({ detection }) => detection.sentence)];
}

const wordsOf = (flags: readonly string[]): string => `${flags.join(', ')}: ${FLAG_WORDS[kindOfFlag(flags[0] ?? '')]}.`;

/** The readings that the answer rests on, the oldest first. */
function inputsOf(mesh: Mesh, { groups }: PathJudgement): Agreement['inputs'] {
  const pods = new Set(
    groups
      .flatMap(({ trace: { trace } }) => [
        ...[trace.caller.node, trace.destination?.node ?? ''].flatMap((node) => mesh.pods.ztunnels.get(node) ?? []),
        ...(trace.waypoint?.pods ?? []),
        ...mesh.pods.istiods,
      ])
      .map(nameOf),
  );
  return mesh.state.sources
    .flatMap((status) =>
      status.at !== null && isReadable(status) && (status.scope === null ? status.tier === 4 : pods.has(status.scope))
        ? [{ source: status.source, scope: status.scope, at: status.at }]
        : [],
    )
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, MOST);
}
