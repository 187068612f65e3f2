import { hasSidecar } from '../../mesh/enrolment/enrolment.ts';
import { inEachNamespace } from '../../mesh/mesh.ts';
import { ztunnelOn } from '../../mesh/ztunnel/ztunnel.ts';
import { hasLostRedirection } from '../../path/caller.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, hasHeld, reading, remedy } from '../evidence.ts';

/** Catalogue 37 (E6): the annotation says enabled, and ztunnel serves no such pod. */
export const captureAnnotationStale: Check = {
  id: 'capture-annotation-stale',
  number: 37,
  stage: 'client',
  title: 'A pod claims to be in the mesh, but ztunnel does not serve it',
  blame: 'istio',
  severity: 'broken',
  hops: ['destination-ztunnel', 'client'],
  tier: 2,
  needs: ['Pod', 'ztunnel-config'],
  uses: ['ztunnel-ready'],
  explains: ['strict-mtls-rejects-plaintext', 'policy-needs-identity-but-plaintext', 'hbone-refused'],
  why: 'Callers are told to use the encrypted port, but nobody listens on it inside this pod. What it sends itself leaves in plain text. Often after the node restarted.',
  notProof: 'A dump older than the pod, a pod that just started, a dump of a release that does not list its pods.',
  cite: 'E6; istio/istio#60882, #55968, #56652',
  detect: inEachNamespace((mesh, { pods }) => {
    return pods
      .filter(
        (pod) =>
          pod.deletedAt === null &&
          pod.phase === 'Running' &&
          !hasSidecar(pod) &&
          hasLostRedirection(mesh, pod) &&
          hasHeld(pod.startedAt, mesh.takenAt, 60),
      )
      .map((pod) => {
        const subject = ref('Pod', pod.namespace, pod.name);
        const dump = ztunnelOn(mesh, pod.node).dump;
        return {
          subject,
          sentence: `Pod \`${pod.namespace}/${pod.name}\` claims to be in the mesh, but ztunnel on node \`${pod.node}\` does not serve it: callers find nobody on port 15008, and what it sends leaves in plain text.`,
          evidence: [
            field(subject, 'annotation ambient.istio.io/redirection', 'enabled'),
            reading(
              'ztunnel-config',
              dump?.pod ?? '',
              `workloadState has no entry for ${pod.uid}`,
              'Up',
              dump?.at ?? null,
            ),
          ],
          objects: [ref('Node', '', pod.node)],
          fix: [
            remedy(
              'Save the istio-cni log of the node, then let the pod be made anew.',
              `kubectl -n ${pod.namespace} delete pod ${pod.name}`,
            ),
          ],
        };
      });
  }),
  onPath: (_mesh, trace, hop, found) => {
    if (hop.kind === 'destination-ztunnel') return found.subject.name === trace.destination?.name ? 'broken' : null;
    const refused = trace.admitted !== null && !trace.admitted.decision.allowed && trace.admitted.seen.identity === '';
    return refused ? 'broken' : 'degraded';
  },
};
