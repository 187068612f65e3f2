import { captureAssumption } from '../../mesh/enrolment/enrolment.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { servicesOfPod } from '../../mesh/service/selection.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { isUncaptured } from '../client/source-not-captured.ts';
import { evaluation, field, remedy } from '../evidence.ts';

/** Catalogue 128 (E5, P7): the destination should be in the mesh and is not. */
export const destinationNotCaptured: Check = {
  id: 'destination-not-captured',
  number: 128,
  stage: 'destination',
  title: 'The destination is not captured',
  blame: 'istio',
  severity: 'degraded',
  hops: ['outbound-link', 'upstream-link'],
  tier: 0,
  needs: ['Pod', 'Namespace', 'Service'],
  uses: ['ConfigMap', 'Node'],
  why: 'Labels ask for the pod to be in the mesh, and it is not captured: the last part of the way is plain text, and mesh policies do not protect it.',
  notProof: 'Pods that are outside the mesh by choice.',
  cite: 'E5, P7',
  detect: inEachNamespace((mesh, { pods }) =>
    pods
      .filter((pod) => isUncaptured(mesh, pod) && servicesOfPod(mesh, pod).length > 0)
      .map((pod) => finding(mesh, pod)),
  ),
  judge(mesh, trace) {
    const { destination } = trace;
    return destination && isUncaptured(mesh, destination) && trace.caller.kind !== 'kubelet'
      ? finding(mesh, destination)
      : null;
  },
};

function finding(mesh: Mesh, pod: Pod): Found {
  const assumed = captureAssumption(mesh);
  const subject = ref('Pod', pod.namespace, pod.name);
  return {
    subject,
    sentence: `Pod \`${pod.namespace}/${pod.name}\` should be in the mesh and is not captured: the last part of the way is plain text, and mesh policies do not protect it.`,
    evidence: [
      field(subject, 'annotation ambient.istio.io/redirection', 'absent', 'enabled'),
      ...(assumed === null ? [] : [evaluation('E2', assumed)]),
    ],
    certainty: assumed === null ? 'confirmed' : 'likely',
    fix: [
      remedy(
        'Read the log of istio-cni on its node, then let the pod be made anew.',
        `kubectl -n ${pod.namespace} delete pod ${pod.name}`,
      ),
    ],
  };
}
