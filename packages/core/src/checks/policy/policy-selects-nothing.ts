import { isFinished } from '../../mesh/memory/pod-addresses.ts';
import { gapOf, type Mesh } from '../../mesh/mesh.ts';
import { matchesLabels } from '../../mesh/service/selector.ts';
import type { AuthorizationPolicy } from '../../state/istio.ts';
import type { Labels } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 120 (A3): a policy whose selector finds no workload. */
export const policySelectsNothing: Check = {
  id: 'policy-selects-nothing',
  number: 120,
  stage: 'policy',
  title: 'A policy applies to no workload',
  blame: 'configuration',
  severity: 'degraded',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['AuthorizationPolicy', 'Pod', 'Deployment'],
  uses: ['Namespace', 'ConfigMap', 'StatefulSet', 'DaemonSet'],
  why: 'A selector that matches no labels protects nothing, and the status still says accepted. A selector written as {} selects nothing at ztunnel, although it looks like everything.',
  notProof:
    'Workloads that are scaled to zero; policies with targetRefs, which have no selector; pods that may not be listed.',
  cite: 'A3; analyze IST0127; Kiali KIA0004',
  detect: (mesh) => mesh.state.authorizationPolicies.flatMap((policy) => findingOf(mesh, policy)),
};

function findingOf(mesh: Mesh, policy: AuthorizationPolicy): Found[] {
  if (policy.targetRefs.length > 0 || hasSubject(mesh, policy)) return [];
  const subject = ref('AuthorizationPolicy', policy.namespace, policy.name);
  const { selector } = policy;
  const written = selector === null ? 'none: every pod of the namespace' : JSON.stringify(selector);
  return [
    {
      subject,
      // A namespace without pods may get some, and then the policy holds for them.
      severity: selector === null || policy.selectsAll ? 'latent' : 'degraded',
      sentence: `Policy \`${nameOf(policy)}\` applies to no workload.`,
      evidence: [field(subject, 'spec.selector', written, 'labels of a workload')],
      fix: [
        remedy(
          'Correct the labels, or leave the selector out for the whole namespace.',
          `kubectl -n ${policy.namespace} get pods --show-labels`,
        ),
      ],
    },
  ];
}

/** A pod that it holds for, or a workload that would have such pods; also where that cannot be known. */
function hasSubject(mesh: Mesh, policy: AuthorizationPolicy): boolean {
  const isMeshWide = policy.namespace === mesh.rootNamespace;
  if (isMeshWide && (policy.selector === null || policy.selectsAll)) return true;
  if (gapOf(mesh, 'Pod', isMeshWide ? null : policy.namespace) !== null) return true;
  const pods = isMeshWide ? mesh.pods.all() : (mesh.pods.byNamespace.get(policy.namespace) ?? []);
  const controllers = isMeshWide ? mesh.controllers.all() : (mesh.controllers.byNamespace.get(policy.namespace) ?? []);
  return (
    pods.some((pod) => !isFinished(pod) && selects(policy, pod.labels)) ||
    controllers.some((controller) => controller.desired === 0 && selects(policy, controller.template))
  );
}

function selects({ selector, selectsAll }: AuthorizationPolicy, labels: Labels): boolean {
  if (selector === null || selectsAll) return true;
  return Object.keys(selector).length > 0 && matchesLabels(selector, labels);
}
