/** Joins facts and checks: the state of every hop of one trace, and its verdict. */

import { type Check, causeKey, completed, weakened } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import type { Gap, Mesh } from '../mesh/mesh.ts';
import type { WalkHop, WalkTrace } from '../path/facts.ts';
import type { HopState, Severity, Verdict } from '../path/hop-kind.ts';
import type { MeshFindings } from './mesh-findings.ts';
import { silentStopOf } from './silent-stop.ts';

/** One finding on one hop, with what it means for this trace. */
export interface HopFinding {
  detection: Detection;
  severity: Severity;
  /** another blocking finding explains it: a symptom */
  explained: boolean;
  number: number;
}

export interface JudgedHop {
  hop: WalkHop;
  state: HopState;
  findings: HopFinding[];
}

export interface JudgedTrace {
  trace: WalkTrace;
  hops: JudgedHop[];
  verdict: Verdict;
  /** the verdict if everything unread were well */
  expected: Verdict;
  /** index of the first blocking hop; -1 = none */
  firstBlock: number;
}

/** Judges one trace. */
export function judgeTrace(mesh: Mesh, findings: MeshFindings, trace: WalkTrace): JudgedTrace {
  const hops: Draft[] = trace.hops.map((hop) => ({ hop, findings: [] }));
  for (const entry of hops) addOfObjects(mesh, findings, trace, entry);
  for (const check of findings.judging) addOfTrace(mesh, check, trace, hops);
  markExplained(findings, hops);
  for (const entry of hops) {
    entry.findings.sort(byHarm);
    const stop = entry.findings.some(isStop) ? null : silentStopOf(mesh, findings, trace, entry.hop);
    if (stop) addGap(entry, stop);
  }
  return withStates(trace, hops);
}

const isStop = (finding: HopFinding): boolean => finding.severity === 'broken';

function addGap(entry: Draft, gap: Gap): void {
  entry.hop = { ...entry.hop, gaps: [...entry.hop.gaps, { ...gap, decisive: true }] };
}

interface Draft {
  hop: WalkHop;
  findings: HopFinding[];
}

function addOfTrace(mesh: Mesh, check: Check, trace: WalkTrace, hops: readonly Draft[]): void {
  const covers = ({ hop }: Draft): boolean => check.hops.includes(hop.kind);
  if (check.lastResort && hops.some((entry) => entry.findings.some(isStop))) return;
  const found = attempt(check, hops, covers, () => check.judge?.(mesh, trace) ?? null);
  if (!found) return;
  const at = (found.hop && hops.find(({ hop }) => hop.kind === found.hop)) ?? hops.find(covers);
  const detection = completed(check, found);
  if (!at || at.findings.some((other) => causeKey(other.detection) === causeKey(detection))) return;
  const certainty = weakened(detection.certainty, at.hop.inferred ?? []);
  at.findings.push({
    detection: { ...detection, certainty },
    severity: detection.severity,
    explained: false,
    number: check.number,
  });
}

/** A check that fails judges nothing and takes no other down: what it covers stays unknown, with its message. */
function attempt<T>(check: Check, hops: readonly Draft[], covers: (entry: Draft) => boolean, judge: () => T): T | null {
  try {
    return judge();
  } catch (error) {
    const why = `the check ${check.id} failed: ${error instanceof Error ? error.message : String(error)}`;
    for (const entry of hops.filter(covers)) addGap(entry, { source: check.id, scope: null, why, permission: null });
    return null;
  }
}

const RANK: Record<Severity, number> = { broken: 0, degraded: 1, latent: 2 };
const byHarm = (a: HopFinding, b: HopFinding): number =>
  Number(a.explained) - Number(b.explained) ||
  RANK[a.severity] - RANK[b.severity] ||
  a.number - b.number ||
  causeKey(a.detection).localeCompare(causeKey(b.detection));

function addOfObjects(mesh: Mesh, findings: MeshFindings, trace: WalkTrace, entry: Draft): void {
  const { hop } = entry;
  for (const object of hop.objects) {
    for (const detection of findings.on(object)) {
      const check = findings.checks.get(detection.check);
      if (!check || check.judge || !check.hops.includes(hop.kind)) continue;
      const judge = (): Severity | null =>
        check.onPath ? check.onPath(mesh, trace, hop, detection) : detection.severity;
      const severity = attempt(check, [entry], () => true, judge);
      if (severity) entry.findings.push({ detection, severity, explained: false, number: check.number });
    }
  }
}

/** A blocking finding takes the symptoms it explains off the list of causes, wherever on the trace they show. */
function markExplained(findings: MeshFindings, hops: readonly Draft[]): void {
  const all = hops.flatMap((entry) => entry.findings);
  for (const cause of all) {
    if (cause.severity !== 'broken' || cause.explained) continue;
    const symptoms = findings.checks.get(cause.detection.check)?.explains ?? [];
    for (const finding of all)
      if (finding !== cause && symptoms.includes(finding.detection.check)) finding.explained = true;
  }
}

function withStates(trace: WalkTrace, entries: readonly Draft[]): JudgedTrace {
  const own = entries.map(ownState);
  const firstBlock = own.indexOf('block');
  const hops = entries.map((entry, i) => ({
    ...entry,
    state: firstBlock >= 0 && i > firstBlock ? afterBlock(entry, own[i]!) : own[i]!,
  }));
  const isDegraded = own.includes('warn');
  const expected: Verdict = firstBlock >= 0 ? 'blocked' : isDegraded ? 'degraded' : 'delivered';
  const verdict: Verdict = firstBlock >= 0 ? 'blocked' : own.includes('unknown') ? 'unknown' : expected;
  return { trace, hops, verdict, expected, firstBlock };
}

function ownState(entry: Draft): HopState {
  const open = entry.findings.filter((finding) => !finding.explained);
  if (open.some((finding) => finding.severity === 'broken')) return 'block';
  if (entry.hop.gaps.some((gap) => gap.decisive)) return 'unknown';
  return open.some((finding) => finding.severity === 'degraded') ? 'warn' : 'pass';
}

function afterBlock(entry: { findings: HopFinding[] }, own: HopState): HopState {
  if (own === 'block') return 'would-block';
  if (own === 'unknown') return 'unknown';
  return entry.findings.some((finding) => finding.explained) ? 'not-reached' : 'would-pass';
}
