/** Why the destination ztunnel refuses: one code for each refusal, so that look-alikes cannot both be named (A6-A11, M2). */

import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import type { HeldPolicy } from '../../mesh/policy/admission.ts';
import { isConvertedMtls } from '../../mesh/policy/mtls.ts';
import { decideRbac, policyMatches, type RbacDecision } from '../../mesh/policy/rbac.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { AuthorizationPolicy } from '../../state/istio.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import type { SuggestedChange } from '../change.ts';
import type { Found } from '../check.ts';
import { evaluation, field, hasHeld, remedy } from '../evidence.ts';

export type RefusalCode =
  | 'strict-mtls-rejects-plaintext'
  | 'l7-deny-broader'
  | 'ztunnel-explicit-deny'
  | 'allow-nothing-policy'
  | 'l7-allow-at-ztunnel'
  | 'policy-port-semantics'
  | 'policy-needs-identity-but-plaintext'
  | 'waypoint-identity-not-allowed'
  | 'gateway-backend-policy'
  | 'ztunnel-default-deny';

export interface PolicyRefusal {
  code: RefusalCode;
  /** the deciding policy; of several ALLOW policies the first by name */
  policy: HeldPolicy;
  others: readonly HeldPolicy[];
  /** identity that arrived, '' = none */
  identity: string;
}

/** The refusal on a trace; null where the call is admitted or never judged. */
export function refusalOn(trace: WalkTrace): PolicyRefusal | null {
  const { admitted } = trace;
  // Whether a waypoint stands between decides whose identity arrives: while that is unknown, nobody is accused.
  if (!admitted || admitted.decision.allowed || (trace.binding.state === 'unknown' && !trace.skipped)) return null;
  const { decision, seen } = admitted;
  // What is written would admit it: then the policies that ztunnel has are the matter, not those that are written.
  if (decideRbac(admitted.admission.policies, seen).allowed) return null;
  if (decision.because === 'denied') {
    const policy = decision.by as HeldPolicy;
    return { code: deniedCode(trace, policy), policy, others: [], identity: seen.identity };
  }
  const considered = [...(decision.considered as HeldPolicy[])].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const offByPort = matchingServicePort(trace, considered);
  if (offByPort)
    return {
      code: 'policy-port-semantics',
      policy: offByPort,
      others: considered.filter((policy) => policy !== offByPort),
      identity: seen.identity,
    };
  return {
    code: notAllowedCode(trace, considered),
    policy: considered[0]!,
    others: considered.slice(1),
    identity: seen.identity,
  };
}

/** A9: the policy that would match if ztunnel compared the Service's port and not the pod's. */
export function matchingServicePort(trace: WalkTrace, policies: readonly HeldPolicy[]): HeldPolicy | undefined {
  const { admitted, backend, backendPort } = trace;
  if (!admitted || !backend || backendPort === admitted.seen.destinationPort) return undefined;
  const byServicePort = { ...admitted.seen, destinationPort: backendPort };
  return policies.find((policy) => policyMatches(policy, byServicePort) && !policyMatches(policy, admitted.seen));
}

function deniedCode(trace: WalkTrace, policy: HeldPolicy): RefusalCode {
  if (isConvertedMtls(policy)) return 'strict-mtls-rejects-plaintext';
  const matching = policy.converted.find(
    (rule) => rule.clauses && policyMatches({ rules: [rule.clauses] }, trace.admitted!.seen),
  );
  return matching?.widened ? 'l7-deny-broader' : 'ztunnel-explicit-deny';
}

function notAllowedCode(trace: WalkTrace, considered: readonly HeldPolicy[]): RefusalCode {
  if (considered.every((policy) => policy.converted.length === 0)) return 'allow-nothing-policy';
  if (
    considered.every((policy) => policy.rules.length === 0) &&
    considered.some((policy) => policy.converted.some((rule) => rule.hasL7))
  )
    return 'l7-allow-at-ztunnel';
  if (trace.admitted!.seen.identity === '' && considered.some(asksForIdentity))
    return 'policy-needs-identity-but-plaintext';
  if (trace.waypoint) return 'waypoint-identity-not-allowed';
  return trace.caller.kind === 'gateway' ? 'gateway-backend-policy' : 'ztunnel-default-deny';
}

function asksForIdentity(policy: HeldPolicy): boolean {
  return policy.rules.some((rule) =>
    rule.some((clause) =>
      clause.some((match) => match.principals.length + match.namespaces.length + match.serviceAccounts.length > 0),
    ),
  );
}

/** The ALLOW policies that refuse an identity and would admit another: none is empty or stripped of its rules. */
export function refusedForIdentity(decision: RbacDecision): readonly HeldPolicy[] {
  if (decision.allowed || decision.because === 'denied') return [];
  const considered = decision.considered as readonly HeldPolicy[];
  if (!considered.some((policy) => policy.rules.length > 0)) return [];
  return [...considered].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** The object behind a held policy: the one somebody wrote, or the PeerAuthentication that was converted. */
export function subjectOf(trace: WalkTrace, policy: HeldPolicy): Ref {
  const decided = trace.admitted?.admission.mtls.decidedBy;
  if (isConvertedMtls(policy) && decided) return ref('PeerAuthentication', decided.namespace, decided.name);
  return ref('AuthorizationPolicy', policy.namespace, policy.name);
}

/** What all refusals share: the policy, who arrived, whom the rules list. */
export function refusalFinding(
  mesh: Mesh,
  trace: WalkTrace,
  refusal: PolicyRefusal,
  sentence: string,
  repair: { text: string; changes?: readonly SuggestedChange[] },
): Found {
  const subject = subjectOf(trace, refusal.policy);
  const pod = trace.destination!;
  const who = refusal.identity === '' ? 'no identity (plain text)' : refusal.identity;
  return {
    subject,
    sentence,
    ...(isYoung(mesh, refusal.policy) ? { certainty: 'likely' as const } : {}),
    evidence: [
      evaluation(
        'A9',
        `caller seen by ztunnel: ${who}, port ${trace.admitted!.seen.destinationPort}`,
        'an ALLOW rule that matches, and no DENY',
        ref('Pod', pod.namespace, pod.name),
      ),
      field(subject, 'spec', listed(refusal), refusal.identity || 'plain text allowed'),
    ],
    objects: [
      ref('Pod', pod.namespace, pod.name),
      ...refusal.others.map((policy) => ref('AuthorizationPolicy', policy.namespace, policy.name)),
    ],
    fix: [
      remedy(
        repair.text,
        `kubectl -n ${subject.namespace} get ${subject.kind.toLowerCase()} ${subject.name} -o yaml`,
        ...(repair.changes ?? []),
      ),
    ],
  };
}

/** Policies that were just made and may not have reached every ztunnel yet. */
export const youngPolicies = ofMesh(
  (mesh: Mesh): ReadonlySet<AuthorizationPolicy> =>
    new Set(
      mesh.state.authorizationPolicies.filter(
        (policy) => !hasHeld(policy.editedAt ?? policy.createdAt, mesh.takenAt, 30),
      ),
    ),
);

const isYoung = (mesh: Mesh, { object }: HeldPolicy): boolean => object !== null && youngPolicies(mesh).has(object);

/** Whom the rules admit, in short. */
export function listed(refusal: PolicyRefusal): string {
  const matches = [refusal.policy, ...refusal.others].flatMap((policy) => policy.rules.flatMap((rule) => rule.flat()));
  const names = matches.flatMap((match) =>
    [...match.principals, ...match.serviceAccounts, ...match.namespaces].map((pattern) =>
      pattern.kind === 'Presence' ? '*' : pattern.value,
    ),
  );
  const ports = matches.flatMap((match) => match.destinationPorts.map((port) => `port ${port}`));
  const all = [...new Set([...names, ...ports, ...matches.flatMap((match) => match.sourceIps)])];
  return all.length === 0
    ? `${refusal.policy.action.toUpperCase()}, no rule that matches`
    : `${refusal.policy.action.toUpperCase()} ${all.slice(0, 4).join(', ')}${all.length > 4 ? ', …' : ''}`;
}
