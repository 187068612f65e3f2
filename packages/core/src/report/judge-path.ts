/** The judgement of one question: verdict, causes and sentence, without the hops that only a reader of the path needs. */

import type { Mesh } from '../mesh/mesh.ts';
import type { Refusal } from '../path/facts.ts';
import type { HopState, Severity, Verdict } from '../path/hop-kind.ts';
import { isObserved } from '../path/observed.ts';
import { tracePath } from '../path/walk.ts';
import { formatTo, type PathQuery } from '../state/path-query.ts';
import { ref } from '../state/refs.ts';
import { type HopFinding, type JudgedTrace, judgeTrace } from './judge-trace.ts';
import { mergeTraces, type OutcomeGroup } from './merge-traces.ts';
import { meshFindings } from './mesh-findings.ts';
import type { Cause, NotChecked, PathResult } from './path-result.ts';
import { judgeRefusal } from './refused.ts';
import { wordsOfAnswer } from './route-claims.ts';
import { sentenceOf } from './sentence.ts';

export interface PathJudgement extends Omit<PathResult, 'traces' | 'asOf' | 'ask'> {
  /** alternatives by outcome, failing ones first; empty where the question could not be walked */
  groups: readonly OutcomeGroup[];
  /** every trace that was walked */
  judged: readonly JudgedTrace[];
  refusal: Refusal | null;
}

/** Judges a question over an index; `link` where it is asked of every state anew (see `young.ts`). */
export function judgePath(mesh: Mesh, query: PathQuery, asked: 'link' | 'once' = 'once'): PathJudgement {
  const walk = tracePath(mesh, query);
  if (walk.refusal) return judgeRefusal(mesh, query, walk.refusal, asked);
  const findings = meshFindings(mesh);
  const judged = maskRetried(walk.traces.map((trace) => judgeTrace(mesh, findings, trace, asked)));
  const groups = mergeTraces(judged);
  const verdict = overall(groups, (trace) => trace.verdict);
  const { causes, risks, settling } = foundIn(groups.filter(hasFindings));
  const firstBlocker = causes[0] ?? null;
  const lead =
    firstBlocker ??
    (verdict === 'degraded' ? (risks.find((risk) => risk.detection.severity === 'degraded') ?? null) : null);
  const first = groups[0]?.trace.trace;
  const waypoint = first?.waypoint?.gateway ?? null;
  const expected = overall(groups, (trace) => trace.expected);
  const notChecked = gapsOf(groups);
  const sentence = sentenceOf({
    verdict,
    expected,
    caller: first?.caller.name ?? '',
    target: formatTo(query.to),
    lead,
    waypoint,
    notChecked,
    failing: failingShare(groups),
    answered: answerWords(groups),
  });
  // Written out: every link comes through here.
  const judgement: PathJudgement = {
    query,
    verdict,
    expected,
    basis: isObserved(mesh, walk.traces) ? 'observed' : 'configuration',
    blame: verdict === 'delivered' || verdict === 'unknown' ? null : (lead?.detection.blame ?? null),
    certainty: lead?.detection.certainty ?? (restsOnInferred(groups) ? 'likely' : null),
    firstBlocker,
    alsoBlocking: dedupe(causes.slice(1)).filter((cause) => !firstBlocker || keyOf(cause) !== keyOf(firstBlocker)),
    risks,
    notChecked,
    waypoint: waypoint && ref('Gateway', waypoint.namespace, waypoint.name),
    sentence,
    groups,
    judged,
    refusal: null,
  };
  if (settling.length > 0) judgement.settling = settling;
  return judgement;
}

interface FoundOnWay {
  causes: Cause[];
  risks: Cause[];
  settling: Cause[];
}

function foundIn(groups: readonly OutcomeGroup[]): FoundOnWay {
  if (groups.length === 0) return { causes: [], risks: [], settling: [] };
  const weaker = groups.flatMap(({ trace }) => [...causesOf(trace, 'degraded'), ...causesOf(trace, 'latent')]);
  const young = groups.flatMap(({ trace }) => causesIn(trace, (finding) => finding.young && !finding.explained));
  return {
    causes: groups.filter(isBlocked).flatMap(({ trace }) => causesOf(trace, 'broken')),
    risks: dedupe(weaker),
    settling: dedupe(young),
  };
}

/** R11: an HTTP request that a waypoint or gateway cannot deliver is tried again on another endpoint: one dead endpoint degrades. */
function maskRetried(judged: JudgedTrace[]): JudgedTrace[] {
  if (judged.every((trace) => trace.firstBlock < 0)) return judged;
  return judged.map((trace) => {
    const isMasked =
      isRetried(trace) &&
      judged.some((other) => other.firstBlock < 0 && other.verdict !== 'unknown' && isSameWay(trace, other));
    return isMasked ? asMasked(trace) : trace;
  });
}

/** The block is behind a proxy that tries again: HTTP, and no rule that forbids it. */
function isRetried({ trace, hops, firstBlock }: JudgedTrace): boolean {
  if (firstBlock < 0 || trace.endsAt !== null) return false;
  const { waypoint } = trace;
  const taken = waypoint ? waypoint.route : trace.gatewayRoute;
  const proxyAt = hops.findIndex(({ hop }) => hop.kind === (waypoint ? 'waypoint' : 'gateway'));
  return proxyAt >= 0 && firstBlock > proxyAt && !waypoint?.tcp && taken?.rule?.retries !== 0;
}

/** Retries stay with the caller, the proxy and the backend that was chosen. */
const isSameWay = ({ trace: a }: JudgedTrace, { trace: b }: JudgedTrace): boolean =>
  a.caller === b.caller && a.backend === b.backend && a.backendPort === b.backendPort;

/** What stops this endpoint weakens the path, and stops no request. */
function asMasked(trace: JudgedTrace): JudgedTrace {
  const hops = trace.hops.map((entry) => ({
    ...entry,
    state: MASKED[entry.state] ?? entry.state,
    findings: entry.findings.map((finding) =>
      finding.severity === 'broken' ? { ...finding, severity: 'degraded' as const } : finding,
    ),
  }));
  return { ...trace, hops, verdict: 'degraded', expected: 'degraded', firstBlock: -1 };
}

/** What a proxy answers to every request asked about; '' where some go on. */
function answerWords(groups: readonly OutcomeGroup[]): string {
  const words = groups.map(({ trace }) => wordsOfAnswer(trace.trace));
  return words.every((word) => word !== '') ? (words[0] ?? '') : '';
}

const MASKED: Partial<Record<HopState, HopState>> = {
  block: 'warn',
  'would-block': 'warn',
  'would-pass': 'pass',
  'not-reached': 'pass',
};

/** Something that passes does so by a rule that is only inferred: what nothing was found against is then likely, not sure. */
const restsOnInferred = (groups: readonly OutcomeGroup[]): boolean =>
  groups.some(({ trace }) => trace.hops.some(({ hop }) => hop.inferred !== undefined && hop.inferred.length > 0));

const hasFindings = ({ trace }: OutcomeGroup): boolean => trace.hops.some(({ findings }) => findings.length > 0);

const isBlocked = (group: OutcomeGroup): boolean => group.trace.verdict === 'blocked';

function overall(groups: readonly OutcomeGroup[], of: (trace: JudgedTrace) => Verdict): Verdict {
  if (groups.length === 1) return of(groups[0]!.trace);
  const verdicts = new Set(groups.map((group) => of(group.trace)));
  if (verdicts.size === 1) return [...verdicts][0]!;
  if (verdicts.has('blocked')) return 'varies';
  return verdicts.has('unknown') ? 'unknown' : 'degraded';
}

/** 0 where nobody knows how many requests take a way. */
function failingShare(groups: readonly OutcomeGroup[]): number {
  if (groups.some((group) => group.when !== '')) return 0;
  return groups.filter(isBlocked).reduce((sum, group) => sum + group.weight, 0);
}

const causesOf = (judged: JudgedTrace, severity: Severity): Cause[] =>
  causesIn(judged, (finding) => finding.severity === severity && !finding.explained && !finding.young);

function causesIn(judged: JudgedTrace, wants: (finding: HopFinding) => boolean): Cause[] {
  return judged.hops.flatMap((entry, i) =>
    entry.findings.filter(wants).map(({ detection, severity }) => ({
      detection: detection.severity === severity ? detection : { ...detection, severity },
      hopKind: entry.hop.kind,
      hopSeq: i + 1,
      hopCount: judged.hops.length,
      hopTitle: entry.hop.title,
    })),
  );
}

const keyOf = ({ detection }: Cause): string =>
  `${detection.check} ${detection.subject.kind} ${detection.subject.namespace}/${detection.subject.name}`;

function dedupe(causes: Cause[]): Cause[] {
  if (causes.length < 2) return causes;
  const seen = new Map<string, Cause>();
  for (const cause of causes) if (!seen.has(keyOf(cause))) seen.set(keyOf(cause), cause);
  return [...seen.values()];
}

function gapsOf(groups: readonly OutcomeGroup[]): NotChecked[] {
  let seen: Map<string, NotChecked> | null = null;
  for (const { trace } of groups) {
    for (const { hop } of trace.hops) {
      for (const gap of hop.gaps) {
        seen ??= new Map();
        seen.set(`${gap.source}|${gap.scope}`, gap);
      }
    }
  }
  return seen === null ? [] : [...seen.values()];
}
