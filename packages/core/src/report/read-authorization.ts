/** The AuthorizationPolicies that a trace meets, rule by rule: at the destination's ztunnel (A4-A11), at a waypoint or gateway (A12). */

import { isSeenConfig } from '../mesh/enrolment/seen-config.ts';
import { type Mesh, perMesh } from '../mesh/mesh.ts';
import type { HeldPolicy } from '../mesh/policy/admission.ts';
import type { Asked, Clause } from '../mesh/policy/asked.ts';
import { isConvertedMtls } from '../mesh/policy/mtls.ts';
import { convertPolicy, policiesForNamespace, reachesZtunnel, selectsWorkload } from '../mesh/policy/policy.ts';
import { askedByMatch, type RbacDecision, type SeenConnection } from '../mesh/policy/rbac.ts';
import { clausesOf, isLeftOut, type SeenRequest, type WaypointDecision } from '../mesh/waypoint/waypoint-policy.ts';
import type { Admitted, AskedProxy, WalkTrace } from '../path/facts.ts';
import type { AuthorizationPolicy } from '../state/istio.ts';
import type { ZtunnelMatch, ZtunnelPolicy } from '../state/readings.ts';
import { nameOf, type Ref, ref } from '../state/refs.ts';
import type { PolicyRound } from './policy-reading.ts';
import { type Outcome, policyRound, type ToldPolicy, type ToldRule } from './policy-round.ts';

/** What ztunnel asked of the connection that it took in; null where no policy is there to tell of. */
export function roundAtZtunnel(mesh: Mesh, trace: WalkTrace, title: string): PolicyRound | null {
  const { admitted, destination } = trace;
  if (!admitted || !destination) return null;
  const held = admitted.policies.map((policy) => heldPolicy(trace, admitted, policy));
  const idle = idlePolicies(mesh, destination).map(({ policy, why }) => ({
    ...heldPolicy(trace, admitted, asHeld(mesh, policy)),
    action: policy.action,
    idle: why,
  }));
  return policyRound(title, [...held, ...idle], outcomeOf(trace, admitted.decision));
}

const asHeld = (mesh: Mesh, policy: AuthorizationPolicy): HeldPolicy => ({
  ...convertPolicy(mesh, policy),
  object: policy,
});

function outcomeOf(trace: WalkTrace, decision: RbacDecision): Outcome {
  if (decision.allowed) return { allowed: true, by: decision.by && nameIn(trace, decision.by), isUnlisted: false };
  const isUnlisted = decision.because === 'not-allowed';
  return { allowed: false, by: decision.because === 'denied' ? nameIn(trace, decision.by) : null, isUnlisted };
}

function heldPolicy(trace: WalkTrace, { seen }: Admitted, policy: ZtunnelPolicy): ToldPolicy {
  const { object, converted } = policy as Partial<HeldPolicy>;
  const rules =
    object && converted ? converted.map((rule, i) => writtenRule(rule, i, seen)) : policy.rules.map(keptRule(seen));
  return {
    object: object ? ref('AuthorizationPolicy', policy.namespace, policy.name) : writtenAs(trace, policy),
    name: nameIn(trace, policy),
    action: policy.action.toUpperCase(),
    idle: policy.dryRun ? 'it is a dry run, which is only logged' : '',
    rules,
  };
}

/** STRICT mTLS goes by the PeerAuthentication that asks for it. */
function nameIn(trace: WalkTrace, policy: ZtunnelPolicy): string {
  if (!isConvertedMtls(policy)) return nameOf(policy);
  const written = writtenAs(trace, policy);
  return written ? `PeerAuthentication ${nameOf(written)}` : 'STRICT mTLS';
}

/** M2: what somebody wrote as a PeerAuthentication; null for what istiod adds by itself. */
function writtenAs({ admitted }: WalkTrace, policy: ZtunnelPolicy): Ref | null {
  const decided = admitted?.admission.mtls.decidedBy;
  return decided && isConvertedMtls(policy) ? ref('PeerAuthentication', decided.namespace, decided.name) : null;
}

const keptRule =
  (seen: SeenConnection) =>
  (rule: ZtunnelPolicy['rules'][number], i: number): ToldRule => ({
    number: i + 1,
    clauses: rule.map((clause) => clauseOf(clause, seen)),
    note: '',
  });

/** A5-A7: a rule as it is written, by what ztunnel keeps of it. */
function writtenRule(rule: HeldPolicy['converted'][number], i: number, seen: SeenConnection): ToldRule {
  const number = i + 1;
  if (rule.clauses === null) return { number, clauses: null, note: 'it has HTTP fields, which ztunnel cannot check' };
  const note = rule.hasL7 ? 'its HTTP fields are left out, which ztunnel cannot check' : '';
  return { number, clauses: rule.clauses.map((clause) => clauseOf(clause, seen)), note };
}

function clauseOf(matches: readonly ZtunnelMatch[], seen: SeenConnection): Clause {
  const alternatives = matches.map((match) => {
    const asked = askedByMatch(match, seen);
    return asked.length > 0 ? asked : NOTHING_LEFT;
  });
  const isTo = alternatives.some((asked) => asked.some(({ field }) => field === 'ports' || field === 'destination.ip'));
  return { part: isTo ? 'to' : 'from', alternatives };
}

/** A7: a match of which nothing is left never matches. */
const NOTHING_LEFT: readonly Asked[] = [{ field: 'http', wants: ['fields'], not: [], has: '', truth: false }];

interface Idle {
  policy: AuthorizationPolicy;
  why: string;
}

/** A1, A4: policies that mean the workload, and that its ztunnel never gets. */
const idlePolicies = perMesh((mesh: Mesh, pod: NonNullable<WalkTrace['destination']>): readonly Idle[] =>
  policiesForNamespace(mesh, pod.namespace)
    .filter((policy) => policy.targetRefs.length === 0 && !reachesZtunnel(mesh, policy))
    .filter((policy) => selectsWorkload(mesh, policy, pod))
    .map((policy) => ({ policy, why: whyIdle(mesh, policy) })),
);

function whyIdle(mesh: Mesh, policy: AuthorizationPolicy): string {
  if (!isSeenConfig(mesh, policy)) return 'it is for another revision of Istio';
  if (policy.action !== 'ALLOW' && policy.action !== 'DENY') return `ztunnel does not know action ${policy.action}`;
  return 'it is a dry run, which ztunnel is not set up to evaluate';
}

/** What a waypoint or gateway asked of the request; null where it holds no policy. */
export function roundAtProxy(title: string, decision: WaypointDecision | null, asked: AskedProxy): PolicyRound | null {
  if (!decision) return null;
  const isUnlisted = decision.allowed === false && decision.because === 'not-allowed';
  const by = decision.by && !isUnlisted ? nameOf(decision.by) : null;
  const told = asked.policies.map((policy) => writtenPolicy(policy, asked.request));
  return policyRound(title, told, { allowed: decision.allowed, by, isUnlisted });
}

const writtenPolicy = (policy: AuthorizationPolicy, request: SeenRequest): ToldPolicy => ({
  object: ref('AuthorizationPolicy', policy.namespace, policy.name),
  name: nameOf(policy),
  action: policy.action,
  idle: policy.dryRun ? 'it is a dry run, which is only logged' : '',
  rules: policy.rules.map((rule, i) =>
    isLeftOut(rule, request, policy)
      ? { number: i + 1, clauses: null, note: 'it has HTTP fields, and the port carries none' }
      : { number: i + 1, clauses: clausesOf(rule, request, policy), note: '' },
  ),
});
