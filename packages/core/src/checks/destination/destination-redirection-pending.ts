import { redirectionOf } from '../../mesh/enrolment/enrolment.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { isLeftPending } from '../client/redirection-pending.ts';
import { field, remedy } from '../evidence.ts';

/** Catalogue 129 (E4, N3): who calls a pod that ztunnel has not accepted meets nobody, however ready the pod looks. */
export const destinationRedirectionPending: Check = {
  id: 'destination-redirection-pending',
  number: 129,
  stage: 'destination',
  title: 'The destination is redirected, but ztunnel has not accepted it',
  blame: 'istio',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 0,
  needs: ['Pod'],
  uses: ['Gateway'],
  explains: ['endpoints-not-ready'],
  why: 'istio-cni has set up the redirection of the pod that is called, but ztunnel did not take it over. Health probes go past ztunnel, so the pod may look ready while every other connection hangs or is refused.',
  notProof: 'The first seconds of a pod; health probes of its own node, which pass.',
  cite: 'E4, N3',
  persistence: 15,
  judge(mesh, { destination, receivedBy, caller }) {
    if (!destination || !receivedBy || redirectionOf(destination) !== 'pending' || caller.kind === 'kubelet')
      return null;
    return isLeftPending(mesh, destination) ? finding(destination) : null;
  },
};

function finding(pod: Pod): Found {
  const subject = ref('Pod', pod.namespace, pod.name);
  const looks = pod.ready ? 'looks ready' : 'is not ready';
  return {
    subject,
    sentence: `Pod \`${pod.namespace}/${pod.name}\` ${looks}, but ztunnel on node \`${pod.node}\` has not accepted it: connections to it hang or are refused.`,
    evidence: [
      field(subject, 'annotation ambient.istio.io/redirection', 'pending', 'enabled', pod.startedAt),
      field(subject, 'status.conditions Ready', pod.ready ? 'True' : 'False'),
    ],
    objects: [ref('Node', '', pod.node)],
    since: pod.startedAt,
    fix: [
      remedy(
        'Mend ztunnel and istio-cni on that node; the pod is then taken over within seconds.',
        `kubectl get pods -A -o wide --field-selector spec.nodeName=${pod.node} | grep -E 'ztunnel|istio-cni'`,
      ),
    ],
  };
}
