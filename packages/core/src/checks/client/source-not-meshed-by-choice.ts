import { hasSidecar, redirectionOf, shouldCapture } from '../../mesh/enrolment/enrolment.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 38 (E1-E3, P19): outside the mesh because somebody wants it so. */
export const sourceNotMeshedByChoice: Check = {
  id: 'source-not-meshed-by-choice',
  number: 38,
  stage: 'client',
  title: 'The caller is outside the mesh',
  blame: 'configuration',
  severity: 'latent',
  hops: ['client'],
  tier: 0,
  needs: ['Pod', 'Namespace'],
  uses: ['ConfigMap', 'Node'],
  why: 'Host-network pods, pods that opted out and pods of namespaces without the label send plain text, have no identity and never meet a waypoint.',
  notProof:
    'It is a legal choice: it becomes a cause only where the destination asks for an identity, and then the policy is named.',
  cite: 'E1-E3, P19',
  judge(mesh, trace) {
    const { pod, kind } = trace.caller;
    if (!pod || kind !== 'unmeshed' || hasSidecar(pod) || redirectionOf(pod) !== 'absent') return null;
    const wish = shouldCapture(mesh, pod);
    if (wish.captured) return null;
    const subject = ref('Pod', pod.namespace, pod.name);
    return {
      subject,
      sentence: `The caller is outside the mesh, because ${wish.why}: its traffic is plain text, has no identity and skips waypoints.`,
      evidence: [field(subject, wish.rule, wish.evidence)],
      fix: pod.hostNetwork
        ? []
        : [
            remedy(
              'Take its namespace into the mesh.',
              `kubectl label namespace ${pod.namespace} istio.io/dataplane-mode=ambient`,
            ),
          ],
    };
  },
};
