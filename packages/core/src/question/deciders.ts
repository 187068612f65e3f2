/** Who settles a call: the policy and rule that admits or refuses it, or the failure that stops it. */
import type { HeldPolicy } from '../mesh/policy/admission.ts';
import { isConvertedMtls } from '../mesh/policy/mtls.ts';
import { policyMatches } from '../mesh/policy/rbac.ts';
import { decideAtWaypoint } from '../mesh/waypoint/waypoint-policy.ts';
import type { WalkTrace } from '../path/facts.ts';
import type { PathJudgement } from '../report/judge-path.ts';
import type { HopFinding, JudgedTrace } from '../report/judge-trace.ts';
import type { AuthorizationPolicy } from '../state/istio.ts';
import type { HttpPart, PathQuery } from '../state/path-query.ts';
import { ref } from '../state/refs.ts';
import type { Decider } from './reach-answer.ts';

/** In walking order, each once. Empty where nothing on the way asks who calls, or the question could not be walked. */
export function decidersOf(judgement: PathJudgement): Decider[] {
  const { groups, query, refusal, firstBlocker } = judgement;
  if (refusal) {
    const detection = firstBlocker?.detection;
    return detection
      ? [{ hop: refusal.hop, effect: 'stops', object: detection.subject, rule: null, check: detection.check }]
      : [];
  }
  const all = groups.flatMap(({ trace }) =>
    trace.verdict === 'blocked' ? (stopperOf(trace, query.http) ?? []) : admittersOf(trace.trace, query.http),
  );
  return [...new Map(all.map((decider) => [JSON.stringify(decider), decider])).values()];
}

/** The finding that stops the trace. What is wrong with the caller itself names no object: each caller has its own. */
function stopperOf(judged: JudgedTrace, http: PathQuery['http']): Decider | null {
  const entry = judged.hops[judged.firstBlock];
  const found = entry?.findings.find(
    (finding) => finding.severity === 'broken' && !finding.explained && !finding.young,
  );
  if (!entry || !found) return null;
  const { kind } = entry.hop;
  const { check, subject } = found.detection;
  const isOwn = kind === 'client' || kind === 'source-ztunnel';
  return {
    hop: kind,
    effect: isRefusal(found) ? 'refuses' : 'stops',
    object: isOwn ? null : subject,
    rule: kind === 'waypoint' ? refusingRule(judged.trace, http) : deniedRule(judged.trace),
    check,
  };
}

const POLICIES: ReadonlySet<string> = new Set(['AuthorizationPolicy', 'PeerAuthentication', 'NetworkPolicy']);
const isRefusal = (finding: HopFinding): boolean => POLICIES.has(finding.detection.subject.kind);

function deniedRule({ admitted }: WalkTrace): number | null {
  if (!admitted || admitted.decision.allowed || admitted.decision.because !== 'denied') return null;
  return ruleAtZtunnel(admitted.decision.by as HeldPolicy, admitted.seen);
}

function refusingRule(trace: WalkTrace, http: HttpPart | null): number | null {
  const decision = trace.waypoint?.decision;
  return decision?.allowed === false && decision.because === 'denied' ? ruleAtWaypoint(trace, decision.by, http) : null;
}

/** A12, A9: the policies that let a call pass, first the waypoint's, then the destination ztunnel's. */
function admittersOf(trace: WalkTrace, http: HttpPart | null): Decider[] {
  return [waypointDecider(trace, http), ztunnelDecider(trace)].filter((decider) => decider !== null);
}

function waypointDecider(trace: WalkTrace, http: HttpPart | null): Decider | null {
  const decision = trace.waypoint?.decision;
  if (!decision || decision.allowed === false) return null;
  if (decision.by === null) return { hop: 'waypoint', effect: 'open', object: null, rule: null, check: '' };
  return {
    hop: 'waypoint',
    effect: decision.allowed === true ? 'admits' : 'depends',
    object: ref('AuthorizationPolicy', decision.by.namespace, decision.by.name),
    rule: ruleAtWaypoint(trace, decision.by, http),
    check: '',
  };
}

function ztunnelDecider({ admitted }: WalkTrace): Decider | null {
  if (!admitted?.decision.allowed) return null;
  const by = admitted.decision.by as HeldPolicy | null;
  const base = { hop: 'destination-ztunnel' as const, check: '' };
  // A13, M2: what istiod made by itself has no object to open.
  if (by === null || by.object === null || isConvertedMtls(by))
    return { ...base, effect: by === null ? 'open' : 'admits', object: null, rule: null };
  const object = ref('AuthorizationPolicy', by.namespace, by.name);
  return { ...base, effect: 'admits', object, rule: ruleAtZtunnel(by, admitted.seen) };
}

/** A6, A9: the rule as it was written, by what ztunnel kept of it. */
function ruleAtZtunnel(policy: HeldPolicy, seen: Parameters<typeof policyMatches>[1]): number | null {
  const at = policy.converted.findIndex(({ clauses }) => clauses && policyMatches({ rules: [clauses] }, seen));
  return at < 0 ? null : at + 1;
}

/** A12: the first rule that matches, else the first that may: asked of the waypoint's own decision, one rule at a time. */
function ruleAtWaypoint(trace: WalkTrace, policy: AuthorizationPolicy, http: HttpPart | null): number | null {
  const { caller, port, waypoint } = trace;
  const { identity, ip: sourceIp } = caller;
  const request = { identity, sourceIp, port, http, tcp: waypoint?.tcp === true, tokens: tokenPlaces(waypoint) };
  const truths = policy.rules.map(
    (rule) => decideAtWaypoint([{ ...policy, action: 'DENY', rules: [rule] }], request).allowed,
  );
  const sure = truths.indexOf(false);
  const at = sure < 0 ? truths.indexOf('undecided') : sure;
  return at < 0 ? null : at + 1;
}

/** R8: where tokens are looked for there, as the walk asks too. */
function tokenPlaces(waypoint: WalkTrace['waypoint']): boolean | 'elsewhere' {
  const { policies, refused } = waypoint?.tokens ?? { policies: [], refused: null };
  return refused || policies.some(({ readsOtherPlaces }) => readsOtherPlaces) ? 'elsewhere' : policies.length > 0;
}
