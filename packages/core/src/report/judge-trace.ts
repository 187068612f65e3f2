/** Joins facts and checks: the state of every hop of one trace, and its verdict. */

import { type Check, causeKey, completed, type Found, weakened } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import type { Gap, Mesh } from '../mesh/mesh.ts';
import type { WalkHop, WalkTrace } from '../path/facts.ts';
import { asDecisive } from '../path/hop-gaps.ts';
import type { HopKind, HopState, Severity, Verdict } from '../path/hop-kind.ts';
import type { MeshFindings } from './mesh-findings.ts';
import { explainsAnywhere, explainsOnTrace } from './root-cause.ts';
import { seenFailing } from './seen-failing.ts';
import { silentStopOf } from './silent-stop.ts';
import { gapOfYoung } from './young.ts';

/** One finding on one hop, with what it means for this trace. */
export interface HopFinding {
  detection: Detection;
  severity: Severity;
  /** another blocking finding explains it: a symptom */
  explained: boolean;
  /** it has not held long enough to count */
  young: boolean;
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
export function judgeTrace(
  mesh: Mesh,
  findings: MeshFindings,
  trace: WalkTrace,
  asked: 'link' | 'once' = 'once',
): JudgedTrace {
  const hops = trace.hops.map((hop): JudgedHop => ({ hop, findings: [], state: 'pass' }));
  for (const entry of hops) addOfObjects(mesh, findings, trace, entry);
  addOfTrace(mesh, findings, trace, hops);
  if (hops.some((entry) => entry.findings.length > 0)) weigh(mesh, findings, hops, asked);
  for (const entry of hops) {
    const stop = entry.findings.some(isStop) ? null : silentStopOf(mesh, findings, trace, entry.hop);
    if (stop) addGap(entry, stop);
  }
  addSeenFailing(mesh, trace, hops);
  return withStates(trace, hops);
}

/** Which of the findings count, and which only follow from others. */
function weigh(mesh: Mesh, findings: MeshFindings, hops: readonly JudgedHop[], asked: 'link' | 'once'): void {
  markYoung(findings, hops, asked);
  markExplained(mesh, findings, hops);
  for (const entry of hops) {
    addRootCauses(mesh, findings, entry);
    entry.findings.sort(byHarm);
  }
}

/** Where nothing was found to stop it, what was written of it failing is not passed over. */
function addSeenFailing(mesh: Mesh, trace: WalkTrace, hops: readonly JudgedHop[]): void {
  if (hops.some(({ findings }) => findings.some(isStop))) return;
  const seen = seenFailing(mesh, trace);
  const at = seen && (hops.find(({ hop }) => hop.kind === seen.hop) ?? hops.at(-1));
  if (at) addGap(at, seen.gap);
}

const isStop = (finding: HopFinding): boolean => finding.severity === 'broken';

function addGap(entry: JudgedHop, gap: Gap): void {
  entry.hop = { ...entry.hop, gaps: [...entry.hop.gaps, asDecisive(gap)] };
}

/** A check that fails judges nothing and takes no other down: what it covers stays unknown, with its message. */
function addOfTrace(mesh: Mesh, findings: MeshFindings, trace: WalkTrace, hops: readonly JudgedHop[]): void {
  // Every check sees every trace, and hardly one finds anything: nothing is allocated for those that do not.
  for (const { check, judge, lastResort } of findings.judgingOn(trace.hops)) {
    if (lastResort && hops.some((entry) => entry.findings.some(isStop))) continue;
    try {
      const found = judge(mesh, trace);
      if (found) place(check, found, hops);
    } catch (error) {
      for (const entry of hops) if (covers(check, entry)) addGap(entry, failureOf(check, error));
    }
  }
}

const covers = (check: Check, { hop }: JudgedHop): boolean => check.hops.includes(hop.kind);

/** Puts what a check found on its hop, unless it is there already. */
function place(check: Check, found: Found & { hop?: HopKind }, hops: readonly JudgedHop[]): void {
  const at =
    (found.hop && hops.find(({ hop }) => hop.kind === found.hop)) ?? hops.find((entry) => covers(check, entry));
  const detection = completed(check, found);
  if (!at || at.findings.some((other) => causeKey(other.detection) === causeKey(detection))) return;
  const certainty = weakened(detection.certainty, at.hop.inferred ?? []);
  at.findings.push({
    detection: { ...detection, certainty },
    severity: detection.severity,
    explained: false,
    young: false,
    number: check.number,
  });
}

function failureOf(check: Check, error: unknown): Gap {
  const why = `the check ${check.id} failed: ${error instanceof Error ? error.message : String(error)}`;
  return { source: check.id, scope: null, why, permission: null };
}

const RANK: Record<Severity, number> = { broken: 0, degraded: 1, latent: 2 };
const byHarm = (a: HopFinding, b: HopFinding): number =>
  Number(a.explained || a.young) - Number(b.explained || b.young) ||
  RANK[a.severity] - RANK[b.severity] ||
  a.number - b.number ||
  causeKey(a.detection).localeCompare(causeKey(b.detection));

function addOfObjects(mesh: Mesh, findings: MeshFindings, trace: WalkTrace, entry: JudgedHop): void {
  for (const object of entry.hop.objects)
    for (const detection of findings.on(object)) addOfObject(mesh, findings, trace, entry, detection);
}

/** What was found on an object that the hop stands on, as far as it matters there. */
function addOfObject(
  mesh: Mesh,
  findings: MeshFindings,
  trace: WalkTrace,
  entry: JudgedHop,
  detection: Detection,
): void {
  const check = findings.checks.get(detection.check);
  if (!check || check.judge || !covers(check, entry)) return;
  try {
    const severity = check.onPath ? check.onPath(mesh, trace, entry.hop, detection) : detection.severity;
    if (severity) entry.findings.push({ detection, severity, explained: false, young: false, number: check.number });
  } catch (error) {
    addGap(entry, failureOf(check, error));
  }
}

/** What has just begun stops nothing yet, and lets nothing pass either. */
function markYoung(findings: MeshFindings, hops: readonly JudgedHop[], asked: 'link' | 'once'): void {
  for (const entry of hops) {
    for (const finding of entry.findings) {
      finding.young = findings.isYoung({ ...finding.detection, severity: finding.severity }, asked);
      if (finding.young && isStop(finding))
        addGap(entry, gapOfYoung(finding.detection, findings.checks.get(finding.detection.check)));
    }
  }
}

/** A blocking finding takes the symptoms it explains off the list of causes, wherever on the trace they show. */
function markExplained(mesh: Mesh, findings: MeshFindings, hops: readonly JudgedHop[]): void {
  const explains = (cause: Detection, symptom: Detection): boolean =>
    explainsOnTrace(mesh, findings.checks, cause, symptom);
  const all = hops.flatMap((entry) => entry.findings);
  for (const cause of all) {
    if (cause.severity !== 'broken' || cause.explained) continue;
    for (const finding of all)
      if (finding !== cause && !(cause.young && !finding.young) && explains(cause.detection, finding.detection))
        finding.explained = true;
  }
}

/** A sick control plane or node that explains what blocks here blocks here, also where it is no stop for others. */
function addRootCauses(mesh: Mesh, findings: MeshFindings, entry: JudgedHop): void {
  const blocking = entry.findings.filter((finding) => isStop(finding) && !finding.explained && !finding.young);
  for (const symptom of blocking) {
    const cause = findings
      .dependenciesOf(symptom.detection.check)
      .find((one) => explainsAnywhere(mesh, findings.checks, one, symptom.detection) && !findings.isYoung(one, 'link'));
    if (!cause) continue;
    symptom.explained = true;
    const known = entry.findings.find(({ detection }) => causeKey(detection) === causeKey(cause));
    if (known) Object.assign(known, { severity: 'broken', explained: false });
    else entry.findings.push(asRootCause(findings, cause));
  }
}

function asRootCause(findings: MeshFindings, detection: Detection): HopFinding {
  const number = findings.checks.get(detection.check)?.number ?? 0;
  return { detection, severity: 'broken', explained: false, young: false, number };
}

function withStates(trace: WalkTrace, hops: JudgedHop[]): JudgedTrace {
  if (hops.every(isClean)) return { trace, hops, verdict: 'delivered', expected: 'delivered', firstBlock: -1 };
  const own = hops.map(ownState);
  const firstBlock = own.indexOf('block');
  for (const [i, entry] of hops.entries())
    entry.state = firstBlock >= 0 && i > firstBlock ? afterBlock(entry, own[i]!) : own[i]!;
  const isDegraded = own.includes('warn');
  const hasBegun = hops.some(({ findings }) => findings.some((finding) => finding.young && isStop(finding)));
  const unstopped: Verdict = isDegraded ? 'degraded' : 'delivered';
  const expected: Verdict = firstBlock >= 0 ? 'blocked' : hasBegun ? 'unknown' : unstopped;
  const verdict: Verdict = firstBlock >= 0 ? 'blocked' : own.includes('unknown') ? 'unknown' : expected;
  return { trace, hops, verdict, expected, firstBlock };
}

const isClean = ({ hop, findings }: JudgedHop): boolean => findings.length === 0 && hop.gaps.length === 0;

function ownState(entry: JudgedHop): HopState {
  const has = (severity: Severity): boolean =>
    entry.findings.some((finding) => !finding.explained && !finding.young && finding.severity === severity);
  if (has('broken')) return 'block';
  if (entry.hop.gaps.some((gap) => gap.decisive)) return 'unknown';
  return has('degraded') ? 'warn' : 'pass';
}

function afterBlock(entry: { findings: HopFinding[] }, own: HopState): HopState {
  if (own === 'block') return 'would-block';
  if (own === 'unknown') return 'unknown';
  return entry.findings.some((finding) => finding.explained) ? 'not-reached' : 'would-pass';
}
