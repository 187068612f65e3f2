/** What the checks on HTTP rules at ztunnel share (A5-A7). */
import { isRedirected, shouldCapture } from '../../mesh/enrolment/enrolment.ts';
import { type Mesh, perMesh } from '../../mesh/mesh.ts';
import { appliesToWorkload } from '../../mesh/policy/policy.ts';
import type { AuthorizationPolicy } from '../../state/istio.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Found } from '../check.ts';
import { field, remedy } from '../evidence.ts';
import { movedToService } from './move-to-service.ts';

/** The policy holds for pods that are in the mesh and are meant to be; a capture left over from before is on its way out. */
export const hasMeshedPods = perMesh((mesh: Mesh, policy: AuthorizationPolicy): boolean => {
  const namespaces = policy.namespace === mesh.rootNamespace ? mesh.shards.keys() : [policy.namespace];
  for (const namespace of namespaces) {
    const pods = mesh.pods.byNamespace.get(namespace) ?? [];
    if (pods.some((pod) => holdsFor(mesh, policy, pod))) return true;
  }
  return false;
});

const holdsFor = (mesh: Mesh, policy: AuthorizationPolicy, pod: Pod): boolean =>
  isRedirected(pod) && appliesToWorkload(mesh, policy, pod) && shouldCapture(mesh, pod).captured;

/** A finding on the policy as a whole: all of its rules, or some. */
export function httpFinding(mesh: Mesh, policy: AuthorizationPolicy, affected: number, sentence: string): Found {
  const subject = ref('AuthorizationPolicy', policy.namespace, policy.name);
  const all = affected === policy.rules.length;
  const observed = all ? 'every rule has HTTP fields' : `${affected} of ${policy.rules.length} rules have HTTP fields`;
  return {
    subject,
    // What is left of the policy works; what is lost may never be missed.
    ...(all ? {} : { severity: 'latent' as const }),
    sentence,
    evidence: [field(subject, 'spec.rules', observed, 'targetRefs to a waypoint or Service')],
    fix: [
      remedy(
        'Add a waypoint and bind the policy to it with targetRefs.',
        `istioctl waypoint apply -n ${policy.namespace} --enroll-namespace`,
        ...movedToService(mesh, policy),
      ),
    ],
  };
}

/** `1 of the 2 rules of policy shop/p uses` or `2 of … use`, for sentences. */
export const rulesOf = (policy: AuthorizationPolicy, affected: number, verb: [one: string, more: string]): string =>
  `${affected} of the ${policy.rules.length} rules of policy \`${nameOf(policy)}\` ${affected === 1 ? verb[0] : verb[1]}`;
