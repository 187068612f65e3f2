import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { isSeenConfig } from '../../mesh/enrolment/seen-config.ts';
import { perSlice } from '../../mesh/memory/look-up.ts';
import { type Mesh, perMesh } from '../../mesh/mesh.ts';
import { selectsWorkload } from '../../mesh/policy/policy.ts';
import { ztunnelStatusOf } from '../../mesh/policy/policy-status.ts';
import type { AuthorizationPolicy } from '../../state/istio.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, evaluation, field, remedy } from '../evidence.ts';

/** Catalogue 119 (A4): ztunnel knows ALLOW and DENY only; istiod does not even send it the rest. */
export const policyActionUnsupported: Check = {
  id: 'policy-action-unsupported',
  number: 119,
  stage: 'policy',
  title: 'A policy has an action that ztunnel does not support',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'Pod'],
  uses: ['Namespace', 'ConfigMap', 'Deployment'],
  why: 'ztunnel enforces ALLOW and DENY. A policy with action CUSTOM or AUDIT that has no target reference is not sent to it, so nothing enforces it for pods in the mesh.',
  notProof:
    'Policies with targetRefs, and those that select only pods with sidecars or gateways, which know every action. A dry run is meant to have no effect: that it is not even logged is a remark.',
  cite: 'A4, ST3; analyze IST0171',
  detect: (mesh) => unsupported(mesh.state.authorizationPolicies).flatMap((policy) => finding(mesh, policy) ?? []),
  judge(mesh, { destination, receivedBy }) {
    const policies = unsupported(mesh.state.authorizationPolicies);
    if (policies.length === 0 || !destination || !receivedBy) return null;
    const held = policies.filter((policy) => selectsWorkload(mesh, policy, destination));
    return held.flatMap((policy) => finding(mesh, policy) ?? [])[0] ?? null;
  },
};

/** Those that may be refused; few meshes have any. */
const unsupported = perSlice((policies: readonly AuthorizationPolicy[]) =>
  policies.filter(
    ({ action, dryRun, targetRefs }) =>
      targetRefs.length === 0 && (dryRun || (action !== 'ALLOW' && action !== 'DENY')),
  ),
);

const finding = perMesh((mesh: Mesh, policy: AuthorizationPolicy): Found | null => {
  if (!isSeenConfig(mesh, policy) || !hasCapturedPods(mesh, policy)) return null;
  const status = ztunnelStatusOf(mesh, policy);
  if (!status || status.accepted) return null;
  const subject = ref('AuthorizationPolicy', policy.namespace, policy.name);
  const condition = conditionOf(policy.conditions, 'ZtunnelAccepted');
  const what = policy.dryRun ? 'dry runs' : `action ${policy.action}`;
  return {
    subject,
    ...(policy.dryRun ? { severity: 'latent' as const } : {}),
    sentence: policy.dryRun
      ? `Policy \`${nameOf(policy)}\` is a dry run, which ztunnel is not set up to evaluate: it is ignored and nothing is logged.`
      : `ztunnel does not support action \`${policy.action}\`: policy \`${nameOf(policy)}\` is ignored for the pods in the mesh that it selects.`,
    evidence: [
      policy.dryRun
        ? field(subject, 'annotation istio.io/dry-run', 'true')
        : field(subject, 'spec.action', policy.action, 'ALLOW or DENY, or targetRefs to a waypoint'),
      evaluation('A4', `ztunnel never gets policies with ${what}`, '', subject),
      ...(condition ? [conditionEvidence(subject, condition)] : []),
    ],
    fix: [
      policy.dryRun
        ? remedy(
            'Let istiod send dry runs to ztunnel, or try the policy at a waypoint.',
            `kubectl -n ${mesh.rootNamespace} set env deploy/istiod AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY=true`,
          )
        : remedy(
            'Attach it to a waypoint with targetRefs, which knows every action.',
            `kubectl -n ${policy.namespace} edit authorizationpolicy ${policy.name}`,
          ),
    ],
  };
});

function hasCapturedPods(mesh: Mesh, policy: AuthorizationPolicy): boolean {
  const namespaces = policy.namespace === mesh.rootNamespace ? mesh.shards.keys() : [policy.namespace];
  for (const namespace of namespaces) {
    const pods = mesh.pods.byNamespace.get(namespace) ?? [];
    if (pods.some((pod) => isRedirected(pod) && selectsWorkload(mesh, policy, pod))) return true;
  }
  return false;
}
