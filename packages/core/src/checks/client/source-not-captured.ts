import {
  bypassesInbound,
  captureAssumption,
  publishedProtocol,
  redirectionOf,
  shouldCapture,
} from '../../mesh/enrolment/enrolment.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, field, hasHeld, remedy } from '../evidence.ts';

/** Catalogue 36 (E1, E4): labelled for the mesh, and not captured. */
export const sourceNotCaptured: Check = {
  id: 'source-not-captured',
  number: 36,
  stage: 'client',
  title: 'A pod should be in the mesh, but is not captured',
  blame: 'istio',
  severity: 'degraded',
  hops: ['client'],
  tier: 0,
  needs: ['Pod', 'Namespace'],
  uses: ['ConfigMap', 'Node'],
  explains: ['strict-mtls-rejects-plaintext', 'policy-needs-identity-but-plaintext', 'destination-not-captured'],
  why: 'Labels ask for the pod to be captured and istio-cni did not do it. It sends plain text without an identity, and callers reach it past the mesh.',
  notProof:
    'Pods that use the network of their node, have a sidecar, opted out, finished, or became ready or were labelled less than a minute ago; selectors and excluded namespaces of istio-cni are honoured.',
  cite: 'E1, E4',
  detect: inEachNamespace((mesh, { pods }) =>
    pods.filter((pod) => isUncaptured(mesh, pod)).map((pod) => finding(mesh, pod)),
  ),
  judge(mesh, trace) {
    const { pod } = trace.caller;
    if (!pod || !isUncaptured(mesh, pod)) return null;
    return { ...finding(mesh, pod), severity: isRefusedWithoutIdentity(trace) ? 'broken' : 'degraded' };
  },
};

/** Without identity it is refused where one is asked for: then this is what stops the call. */
export const isRefusedWithoutIdentity = ({ admitted }: WalkTrace): boolean =>
  admitted !== null && !admitted.decision.allowed && admitted.seen.identity === '';

/** The pod's labels ask for capture, and it has been up for a minute without it. */
export function isUncaptured(mesh: Mesh, pod: Pod): boolean {
  if (
    redirectionOf(pod) !== 'absent' ||
    !pod.ready ||
    pod.deletedAt !== null ||
    bypassesInbound(pod) ||
    publishedProtocol(pod) === 'HBONE'
  )
    return false;
  // E7: who was labelled a moment ago is captured in a moment.
  const asked = [pod.labelledAt, mesh.namespaces.get(pod.namespace)?.labelledAt ?? null];
  return (
    shouldCapture(mesh, pod).captured &&
    [conditionOf(pod.conditions, 'Ready')?.since ?? pod.startedAt, ...asked].every((since) =>
      hasHeld(since, mesh.takenAt, 60),
    )
  );
}

function finding(mesh: Mesh, pod: Pod): Found {
  const subject = ref('Pod', pod.namespace, pod.name);
  const wish = shouldCapture(mesh, pod);
  const assumed = captureAssumption(mesh);
  return {
    subject,
    sentence: `Pod \`${pod.namespace}/${pod.name}\` should be in the mesh, but its traffic is not captured: it sends plain text without an identity.`,
    evidence: [
      field(subject, 'annotation ambient.istio.io/redirection', 'absent', 'enabled'),
      field(subject, wish.rule, wish.evidence),
      ...(assumed === null ? [] : [evaluation(wish.rule, assumed)]),
    ],
    certainty: assumed === null ? 'confirmed' : 'likely',
    objects: [ref('Node', '', pod.node)],
    fix: [
      remedy(
        'Read the log of istio-cni on its node, then let the pod be made anew.',
        `kubectl -n ${pod.namespace} delete pod ${pod.name}`,
      ),
    ],
  };
}
