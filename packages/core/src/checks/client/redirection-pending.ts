import { redirectionOf } from '../../mesh/enrolment/enrolment.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, hasHeld, remedy } from '../evidence.ts';

/** Catalogue 35 (E4): redirected to a ztunnel that has not accepted the pod: a black hole. */
export const redirectionPending: Check = {
  id: 'redirection-pending',
  number: 35,
  stage: 'client',
  title: 'A pod is redirected, but ztunnel has not accepted it',
  blame: 'istio',
  severity: 'broken',
  hops: ['client'],
  tier: 0,
  persistence: 15,
  needs: ['Pod'],
  explains: ['endpoints-not-ready'],
  why: 'istio-cni has set up the redirection, but ztunnel did not take the pod over: everything it sends and receives by TCP goes nowhere.',
  notProof: 'The first seconds of a pod.',
  cite: 'E4; istio: cni/pkg/nodeagent/informers.go',
  detect: inEachNamespace((mesh, { pods }) => {
    return pods
      .filter((pod) => redirectionOf(pod) === 'pending' && isLeftPending(mesh, pod))
      .map((pod) => {
        const subject = ref('Pod', pod.namespace, pod.name);
        return {
          subject,
          sentence: `Pod \`${pod.namespace}/${pod.name}\` is redirected to ztunnel, but ztunnel on node \`${pod.node}\` has not accepted it: all its TCP traffic is blocked.`,
          evidence: [field(subject, 'annotation ambient.istio.io/redirection', 'pending', 'enabled', pod.startedAt)],
          objects: [ref('Node', '', pod.node)],
          since: pod.startedAt,
          fix: [
            remedy(
              'Mend ztunnel and istio-cni on that node; the pod is then taken over within seconds.',
              `kubectl get pods -A -o wide --field-selector spec.nodeName=${pod.node} | grep -E 'ztunnel|istio-cni'`,
            ),
          ],
        };
      });
  }),
};

/** Pending for longer than a pod takes to start. */
export const isLeftPending = (mesh: Mesh, pod: Pod): boolean =>
  pod.deletedAt === null && hasHeld(pod.startedAt ?? pod.createdAt, mesh.takenAt, 15);
