import { isSeenConfig } from '../../mesh/enrolment/seen-config.ts';
import { perSlice } from '../../mesh/memory/look-up.ts';
import { gapOf, type Mesh } from '../../mesh/mesh.ts';
import { type WaypointBinding, waypointOfService, waypointOfServiceEntry } from '../../mesh/waypoint/waypoint.ts';
import type { AuthorizationPolicy, TargetRef } from '../../state/istio.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, type Ref, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, evaluation, hasHeld, remedy } from '../evidence.ts';

/** Catalogue 117 (A2, ST3): a policy for a waypoint that is not there: enforced nowhere. */
export const targetrefPolicyNotBound: Check = {
  id: 'targetref-policy-not-bound',
  number: 117,
  stage: 'policy',
  title: 'A policy is enforced nowhere',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['resolution', 'waypoint'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'Gateway', 'Service'],
  uses: ['Namespace', 'GatewayClass', 'ServiceEntry', 'ConfigMap'],
  why: 'A policy with targetRefs is enforced by waypoints and gateways only. When its target does not exist, is a Service or ServiceEntry without a waypoint, or a class that makes none, nobody enforces it.',
  notProof:
    'Targets that are gateways or bound Services, and policies of the last minute. Of several targets those that are bound hold. Our own evaluation decides, the condition is shown beside it.',
  cite: 'A2, ST3; analyze IST0171',
  detect: (mesh) => mesh.state.authorizationPolicies.flatMap((policy) => findings(mesh, policy)),
  judge(mesh, trace) {
    const { service } = trace;
    if (!service || trace.waypoint) return null;
    const policies = policiesByService(mesh.state.authorizationPolicies).get(nameOf(service)) ?? [];
    return policies.flatMap((policy) => findings(mesh, policy)).find((found) => concerns(found, service)) ?? null;
  },
};

const concerns = (found: Found, service: { namespace: string; name: string }): boolean =>
  found.objects?.some((o) => o.kind === 'Service' && o.namespace === service.namespace && o.name === service.name) ??
  false;

/** Policies by the Services they target; a target is of the policy's own namespace (A2). */
const policiesByService = perSlice((policies: readonly AuthorizationPolicy[]) => {
  const groups = new Map<string, AuthorizationPolicy[]>();
  for (const policy of policies) {
    for (const target of policy.targetRefs) {
      if (target.kind !== 'Service') continue;
      const key = `${policy.namespace}/${target.name}`;
      groups.set(key, [...(groups.get(key) ?? []), policy]);
    }
  }
  return groups;
});

function findings(mesh: Mesh, policy: AuthorizationPolicy): Found[] {
  const whys = policy.targetRefs.map((target) => whyUnbound(mesh, policy, target));
  const broken = whys.find((why) => why !== null);
  // A target that is made after its policy is bound within moments.
  if (!broken || !isSeenConfig(mesh, policy) || !hasHeld(policy.editedAt ?? policy.createdAt, mesh.takenAt, 60))
    return [];
  const subject = ref('AuthorizationPolicy', policy.namespace, policy.name);
  const condition = conditionOf(policy.conditions, 'WaypointAccepted');
  const where = whys.every((why) => why !== null) ? 'anywhere' : 'there';
  return [
    {
      subject,
      sentence: `Policy \`${nameOf(policy)}\` is attached to ${broken.what}, so it is not enforced ${where}.`,
      evidence: [
        evaluation('A2', broken.what, 'a waypoint or gateway that enforces it', subject),
        ...(condition ? [conditionEvidence(subject, condition)] : []),
      ],
      objects: broken.object ? [broken.object] : [],
      fix: [
        remedy(
          'Give the target a waypoint, or correct its name.',
          `kubectl -n ${policy.namespace} get authorizationpolicy ${policy.name} -o yaml`,
        ),
      ],
    },
  ];
}

interface Unbound {
  what: string;
  object: Ref | null;
}

function whyUnbound(mesh: Mesh, { namespace }: AuthorizationPolicy, { kind, name }: TargetRef): Unbound | null {
  const key = `${namespace}/${name}`;
  switch (kind) {
    case 'Gateway':
      return mesh.gateways.has(key) ? null : missing(mesh, kind, namespace, `gateway \`${key}\``);
    case 'Service': {
      const service = mesh.services.byName.get(key);
      if (!service) return missing(mesh, kind, namespace, `Service \`${key}\``);
      return withoutWaypoint(waypointOfService(mesh, service), kind, namespace, name);
    }
    case 'ServiceEntry': {
      const entry = mesh.state.serviceEntries.find((one) => one.namespace === namespace && one.name === name);
      if (!entry) return missing(mesh, kind, namespace, `ServiceEntry \`${key}\``);
      return withoutWaypoint(waypointOfServiceEntry(mesh, entry), kind, namespace, name);
    }
    case 'GatewayClass':
      return whyClass(mesh, namespace, name);
    default:
      return null;
  }
}

const missing = (mesh: Mesh, kind: string, namespace: string | null, what: string): Unbound | null =>
  gapOf(mesh, kind, namespace) ? null : { what: `${what}, which does not exist`, object: null };

const withoutWaypoint = ({ state }: WaypointBinding, kind: string, namespace: string, name: string): Unbound | null =>
  state === 'bound' || state === 'unknown'
    ? null
    : { what: `${kind} \`${namespace}/${name}\`, which has no waypoint`, object: ref(kind, namespace, name) };

/** ST3: a class is a target of the root namespace only, and one that makes waypoints. */
function whyClass(mesh: Mesh, namespace: string, name: string): Unbound | null {
  if (namespace !== mesh.rootNamespace)
    return { what: `class \`${name}\`, which only policies of the root namespace may be`, object: null };
  const found = mesh.gatewayClasses.get(name);
  if (!found) return missing(mesh, 'GatewayClass', null, `class \`${name}\``);
  return found.controller === 'istio.io/mesh-controller'
    ? null
    : { what: `class \`${name}\`, which makes no waypoints`, object: ref('GatewayClass', '', name) };
}
