/** explain: one question, one sentence, and everything behind it. */
import { tracePath } from '../path/walk.ts';
import { formatAsk, formatTo, type PathQuery } from '../path/query.ts';
import { isObserved } from '../graph/observed.ts';
import type { Walk } from '../path/facts.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { ref } from '../state/refs.ts';
import type { Verdict } from '../path/hop-kind.ts';
import { claimsOf } from './claims.ts';
import { judgeTrace, type JudgedHop, type JudgedTrace } from './judge-trace.ts';
import { meshFindings } from './mesh-findings.ts';
import { mergeTraces, type OutcomeGroup } from './merge-traces.ts';
import { meshOf } from './meshes.ts';
import type { Cause, Hop, HopCheck, NotChecked, PathResult, Trace } from './path-result.ts';
import { refusedResult } from './refused.ts';
import { sentenceOf } from './sentence.ts';

/** Answers a path query over a state. Pure and deterministic; the state's index and findings are shared between calls. */
export function explain(state: MeshState, query: PathQuery): PathResult {
  return explainIn(meshOf(state), query);
}

/** The same over an index. */
export function explainIn(mesh: Mesh, query: PathQuery): PathResult {
  const walk = tracePath(mesh, query);
  if (walk.refusal) return refusedResult(mesh, walk.query, walk.refusal);
  return resultOf(mesh, walk);
}

function resultOf(mesh: Mesh, walk: Walk): PathResult {
  const findings = meshFindings(mesh);
  const judged = walk.traces.map((trace) => judgeTrace(mesh, findings, trace));
  const groups = mergeTraces(judged);
  const verdict = overall(groups, (trace) => trace.verdict);
  const expected = overall(groups, (trace) => trace.expected);
  const blocked = groups.filter((group) => group.trace.firstBlock >= 0);
  const causes = blocked.flatMap((group) => causesOf(group.trace, 'broken'));
  const risks = dedupe(groups.flatMap((group) => [...causesOf(group.trace, 'degraded'), ...causesOf(group.trace, 'latent')]));
  const firstBlocker = causes[0] ?? null;
  const lead = firstBlocker ?? (verdict === 'degraded' ? (risks.find((risk) => risk.detection.severity === 'degraded') ?? null) : null);
  const notChecked = gapsOf(groups);
  const stop = groups[0]?.trace.trace.waypoint;
  const base = {
    query: walk.query,
    ask: formatAsk(walk.query),
    verdict,
    expected,
    basis: isObserved(mesh, judged.map((entry) => entry.trace)) ? ('observed' as const) : ('configuration' as const),
    blame: verdict === 'delivered' || verdict === 'unknown' ? null : (lead?.detection.blame ?? null),
    certainty: lead?.detection.certainty ?? null,
    firstBlocker,
    alsoBlocking: dedupe(causes.slice(1)).filter((cause) => !firstBlocker || keyOf(cause) !== keyOf(firstBlocker)),
    risks,
    traces: groups.map((group) => traceOf(mesh, group)),
    notChecked,
    waypoint: stop ? ref('Gateway', stop.gateway.namespace, stop.gateway.name) : null,
    asOf: mesh.state.takenAt,
  };
  return { ...base, sentence: sentenceOf({ ...base, caller: groups[0]?.trace.trace.caller.name ?? '', target: formatTo(walk.query.to), lead, failing: failingShare(groups) }) };
}

/** R11: behind a waypoint a dead endpoint is retried on another, so part-failures there degrade and do not vary. */
function overall(groups: readonly OutcomeGroup[], of: (trace: JudgedTrace) => Verdict): Verdict {
  const verdicts = new Set(groups.map((group) => of(group.trace)));
  if (verdicts.size === 1) return [...verdicts][0]!;
  if (verdicts.has('blocked')) {
    const failing = groups.filter((group) => of(group.trace) === 'blocked');
    const retried = failing.every(({ trace }) => trace.trace.waypoint !== null && trace.firstBlock > trace.hops.findIndex(({ hop }) => hop.kind === 'waypoint'));
    return retried && !verdicts.has('unknown') ? 'degraded' : 'varies';
  }
  if (verdicts.has('unknown')) return 'unknown';
  return 'degraded';
}

function failingShare(groups: readonly OutcomeGroup[]): number {
  return groups.filter((group) => group.trace.verdict === 'blocked').reduce((sum, group) => sum + group.weight, 0);
}

function causesOf(judged: JudgedTrace, severity: 'broken' | 'degraded' | 'latent'): Cause[] {
  return judged.hops.flatMap((entry, i) =>
    entry.findings
      .filter((finding) => finding.severity === severity && !finding.explained)
      .map((finding) => ({
        detection: { ...finding.detection, severity },
        hopKind: entry.hop.kind,
        hopSeq: i + 1,
        hopCount: judged.hops.length,
        hopTitle: entry.hop.title,
      })),
  );
}

const keyOf = (cause: Cause): string => `${cause.detection.check} ${JSON.stringify(cause.detection.subject)}`;

function dedupe(causes: readonly Cause[]): Cause[] {
  const seen = new Map<string, Cause>();
  for (const cause of causes) if (!seen.has(keyOf(cause))) seen.set(keyOf(cause), cause);
  return [...seen.values()];
}

function gapsOf(groups: readonly OutcomeGroup[]): NotChecked[] {
  const seen = new Map<string, NotChecked>();
  for (const { trace } of groups) {
    for (const { hop } of trace.hops) for (const gap of hop.gaps) seen.set(`${gap.source}|${gap.scope}`, gap);
  }
  return [...seen.values()];
}

function traceOf(mesh: Mesh, group: OutcomeGroup): Trace {
  const { trace } = group;
  return { label: group.label, weight: group.weight, verdict: trace.verdict, hops: trace.hops.map((entry, i) => hopOf(mesh, trace, entry, i)) };
}

function hopOf(mesh: Mesh, judged: JudgedTrace, entry: JudgedHop, index: number): Hop {
  const { hop } = entry;
  const results = { broken: 'block', degraded: 'warn', latent: 'note' } as const;
  const found: HopCheck[] = entry.findings.map((finding) => ({
    code: finding.detection.check,
    result: finding.explained ? 'note' : results[finding.severity],
    sentence: finding.detection.sentence,
    proof: finding.explained ? 'explained by the cause above' : '',
    detection: { ...finding.detection, severity: finding.severity },
  }));
  const unread: HopCheck[] = hop.gaps.map((gap) => ({ code: gap.source, result: 'unknown', sentence: `Not looked at: ${gap.why}.`, proof: '', detection: null }));
  return {
    seq: index + 1,
    kind: hop.kind,
    state: entry.state,
    title: hop.title,
    detail: hop.detail,
    protocol: hop.protocol,
    subject: hop.subject,
    objects: hop.objects,
    checks: [...claimsOf(mesh, judged.trace, entry), ...found, ...unread],
    notChecked: hop.gaps,
  };
}
