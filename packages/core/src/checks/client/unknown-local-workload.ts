import { hasSidecar, redirectionOf } from '../../mesh/enrolment.ts';
import { inEachNamespace } from '../../mesh/mesh.ts';
import { isWaypointInstance } from '../../mesh/waypoint.ts';
import { workloadIn, ztunnelOn } from '../../mesh/ztunnel.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { hasHeld, reading, remedy } from '../evidence.ts';

/** Catalogue 43 (P2): ztunnel captures a pod that istiod never told it about. */
export const unknownLocalWorkload: Check = {
  id: 'unknown-local-workload',
  number: 43,
  stage: 'client',
  title: 'ztunnel does not know a pod that it captures',
  blame: 'istio',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 2,
  persistence: 5,
  needs: ['Pod', 'ztunnel-config'],
  uses: ['ztunnel-ready', 'Gateway'],
  why: 'ztunnel waits five seconds for the control plane to tell it who a pod is, and then fails each of its connections.',
  notProof: 'The first seconds of a pod, and dumps taken before it was there.',
  cite: 'P2; ztunnel: src/proxy.rs',
  detect: inEachNamespace((mesh, { pods }) => {
    return pods.flatMap((pod) => {
      if (
        redirectionOf(pod) === 'absent' ||
        hasSidecar(pod) ||
        pod.deletedAt !== null ||
        pod.ips.length === 0 ||
        isWaypointInstance(mesh, pod)
      )
        return [];
      const { dump } = ztunnelOn(mesh, pod.node);
      if (
        !dump ||
        workloadIn(dump, pod.namespace, pod.name) ||
        !hasHeld(pod.startedAt ?? pod.createdAt, dump.at ?? mesh.takenAt, 10)
      )
        return [];
      return [
        {
          subject: ref('Pod', pod.namespace, pod.name),
          sentence: `ztunnel on node \`${pod.node}\` captures pod \`${pod.namespace}/${pod.name}\`, but the control plane never told it who that is.`,
          evidence: [
            reading('ztunnel-config', dump.pod, `workloads has no ${pod.namespace}/${pod.name}`, 'one entry', dump.at),
          ],
          objects: [ref('Node', '', pod.node)],
          fix: [
            remedy(
              'Check that istiod runs, sees the pod and reaches this ztunnel.',
              `istioctl ztunnel-config workload --node ${pod.node} | grep ${pod.name}`,
            ),
          ],
        },
      ];
    });
  }),
};
