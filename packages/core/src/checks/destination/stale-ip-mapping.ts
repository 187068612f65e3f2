import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { staleArrivals, summed } from '../../mesh/told/connection-log.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, hasHeld, reading, remedy } from '../evidence.ts';

/** Catalogue 135 (P10): callers know an address under the name of a pod that no longer has it. */
export const staleIpMapping: Check = {
  id: 'stale-ip-mapping',
  number: 135,
  stage: 'destination',
  title: 'Traffic is sent to an address that now belongs to another pod',
  blame: 'istio',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 3,
  needs: ['Pod', 'ztunnel-log'],
  explains: ['waypoint-upstream-refused'],
  why: 'ztunnel refuses connections that ask for another address than the one they arrived at. It happens where the caller’s ztunnel still knows an address under the name of a pod that is gone.',
  notProof:
    'One or two such refusals, which come with every change of pods; a pod that has had its address for less than a minute.',
  cite: 'P10; ztunnel: src/proxy/inbound.rs',
  detect: inEachNamespace((mesh, { pods }) =>
    mesh.logs.size === 0 ? [] : pods.flatMap((pod) => findingOf(mesh, pod) ?? []),
  ),
};

function findingOf(mesh: Mesh, pod: Pod): Found | null {
  if (pod.hostNetwork || pod.deletedAt !== null || !hasHeld(pod.startedAt ?? pod.createdAt, mesh.takenAt, 60))
    return null;
  const told = staleArrivals(mesh, pod);
  if (told.length === 0) return null;
  const { times, lastAt, pod: teller } = summed(told);
  const { expected, got } = told[0]!.fact;
  const subject = ref('Pod', pod.namespace, pod.name);
  return {
    subject,
    sentence: `Traffic for another pod arrives at \`${nameOf(pod)}\`: its callers use old information about address \`${pod.ips[0]}\`, and ${times} connections were refused.`,
    evidence: [
      reading(
        'ztunnel-log',
        teller,
        `ip mismatch: ${expected} and ${got}, ${times} times`,
        'the same address',
        lastAt,
        3,
      ),
      field(subject, 'status.podIPs', pod.ips.join(', ')),
    ],
    objects: [ref('Node', '', pod.node)],
    fix: [
      remedy(
        'Compare what the callers’ ztunnels know with the pods there are; it usually heals itself once istiod reaches them.',
        `istioctl ztunnel-config workload | grep ${pod.ips[0]}`,
      ),
    ],
  };
}
