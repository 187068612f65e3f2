import { perSlice } from '../../mesh/look-up.ts';
import { gapOf, type Mesh } from '../../mesh/mesh.ts';
import { waypointOfService } from '../../mesh/waypoint.ts';
import type { AuthorizationPolicy } from '../../state/istio.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, evaluation, remedy } from '../evidence.ts';

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
  uses: ['Namespace', 'GatewayClass'],
  why: 'A policy with targetRefs is enforced by waypoints and gateways only. When its target does not exist, or is a Service without a waypoint, nobody enforces it.',
  notProof:
    'Targets that are gateways or bound Services. Our own evaluation decides, the condition is shown beside it.',
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
  const broken = policy.targetRefs.map((target) => whyUnbound(mesh, policy, target)).find((why) => why !== null);
  if (!broken) return [];
  const subject = ref('AuthorizationPolicy', policy.namespace, policy.name);
  const condition = conditionOf(policy.conditions, 'WaypointAccepted');
  return [
    {
      subject,
      sentence: `Policy \`${nameOf(policy)}\` is attached to ${broken.what}, so it is not enforced anywhere.`,
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

function whyUnbound(
  mesh: Mesh,
  policy: AuthorizationPolicy,
  target: AuthorizationPolicy['targetRefs'][number],
): { what: string; object: ReturnType<typeof ref> | null } | null {
  const key = `${policy.namespace}/${target.name}`;
  if (target.kind === 'Gateway')
    return mesh.gateways.has(key) || gapOf(mesh, 'Gateway', policy.namespace)
      ? null
      : { what: `gateway \`${key}\`, which does not exist`, object: null };
  if (target.kind !== 'Service') return null;
  const service = mesh.services.byName.get(key);
  if (!service)
    return gapOf(mesh, 'Service', policy.namespace)
      ? null
      : { what: `Service \`${key}\`, which does not exist`, object: null };
  const binding = waypointOfService(mesh, service);
  return binding.state === 'bound' || binding.state === 'unknown'
    ? null
    : { what: `Service \`${key}\`, which has no waypoint`, object: ref('Service', service.namespace, service.name) };
}
