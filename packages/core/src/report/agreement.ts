/**
 * What the configuration says held against what was seen. A conflict is a state of its own: either way something that we
 * believe is wrong, and neither health nor failure is claimed.
 */
import type { Detection } from '../checks/detection.ts';
import type { ObservedCalls } from '../graph/link-traffic.ts';
import type { Verdict } from '../path/hop-kind.ts';
import type { AgreementKind } from './agreement-kind.ts';
import { kindsOfCause } from './cause-kinds.ts';
import { type FlagKind, kindOfFlag } from './flag-kinds.ts';

/** What is compared. */
export interface Compared {
  /** by the configuration and what components say, without what was counted of these calls */
  verdict: Verdict;
  /** what stops it, the first first */
  blockers: readonly Detection[];
  /** seconds since the first of them holds; null where it held before anybody looked */
  blockedFor: number | null;
  /** null: nothing was seen */
  observed: ObservedCalls | null;
  /** somebody looked who would have seen them */
  isWatched: boolean;
}

/** Fewer calls may be chance: a pod that was just going, a caller that hung up. */
const ENOUGH = 3;
/** Share of failures below which a path works, and from which it fails in part. */
const FEW = 0.1;
/** Seconds that news take to every proxy. */
const SETTLED = 60;

/** Null where the two cannot be held against each other: too few calls, of several ports, a mixture that may be anything. */
export function agreementOf(compared: Compared): AgreementKind | null {
  const { verdict, observed, isWatched } = compared;
  if (!observed) return isWatched ? UNSEEN[verdict] : null;
  if (verdict === 'unknown') return 'observation-only';
  if (observed.traffic.anyPort) return null;
  const outcome = outcomeOf(observed, verdict === 'blocked');
  if (outcome === 'unclear') return null;
  if (verdict === 'blocked') return whereBlocked(compared, observed, outcome);
  if (verdict === 'varies') return outcome === 'partly' ? 'confirmed' : null;
  if (outcome === 'succeeding') return 'confirmed';
  if (outcome === 'partly' && verdict === 'degraded') return 'confirmed';
  return 'conflict-passes-failing';
}

const UNSEEN: Readonly<Record<Verdict, AgreementKind | null>> = {
  delivered: 'no-traffic',
  degraded: 'no-traffic',
  varies: 'no-traffic',
  blocked: 'would-be-blocked',
  unknown: null,
};

export type Outcome = 'succeeding' | 'failing' | 'partly' | 'unclear';

/**
 * How the calls went. A flag that stands for anything is no failure of the path where bytes came back: connections that
 * break in mid-stream have it too. Requests answered with 403 are failures where a policy is said to stop them.
 */
export function outcomeOf(observed: ObservedCalls, isBlocked: boolean): Outcome {
  const { well, isEndToEnd, answered, by } = observed;
  const failed = observed.failed + (isBlocked ? observed.refused : 0);
  if (well === 0) {
    if (failed < ENOUGH) return 'unclear';
    return answered && by.every((flag) => kindOfFlag(flag) === 'anything') ? 'unclear' : 'failing';
  }
  if (!isEndToEnd || well < ENOUGH) return 'unclear';
  const share = failed / (failed + well);
  if (share < FEW) return 'succeeding';
  const isSure = failed >= ENOUGH && by.some((flag) => kindOfFlag(flag) !== 'anything');
  return isSure ? 'partly' : 'unclear';
}

function whereBlocked(
  { blockers, blockedFor }: Compared,
  observed: ObservedCalls,
  outcome: Outcome,
): AgreementKind | null {
  const [first] = blockers;
  if (outcome === 'failing') {
    const expected = new Set(blockers.flatMap((blocker) => kindsOfCause(blocker)));
    return observed.by.every((flag) => expected.has(kindOfFlag(flag))) ? 'blocked-confirmed' : 'blocked-twice';
  }
  if (outcome !== 'succeeding' || !first || !observed.isSameCaller) return null;
  // What went well before it was blocked, or before the proxies knew, contradicts nothing.
  const isSince = blockedFor === null || blockedFor >= observed.traffic.seconds + SETTLED;
  return isSince ? 'conflict-blocked-succeeding' : null;
}

/** The kinds of flags seen that no blocker would cause. */
export function otherKinds({ blockers }: Pick<Compared, 'blockers'>, observed: ObservedCalls): FlagKind[] {
  const expected = new Set(blockers.flatMap((blocker) => kindsOfCause(blocker)));
  return [...new Set(observed.by.map(kindOfFlag))].filter((kind) => !expected.has(kind));
}
