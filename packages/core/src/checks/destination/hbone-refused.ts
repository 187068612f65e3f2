import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import { hboneRefusals, summed } from '../../mesh/told/connection-log.ts';
import { liveProxyOf, ztunnelOn } from '../../mesh/ztunnel/ztunnel.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, hasHeld, reading, remedy } from '../evidence.ts';

/** Catalogue 134 (P7, E6): port 15008 of a pod that is in the mesh, and nobody listens there. */
export const hboneRefused: Check = {
  id: 'hbone-refused',
  number: 134,
  stage: 'destination',
  title: 'A pod of the mesh refuses mesh traffic',
  blame: 'istio',
  severity: 'broken',
  hops: ['destination-ztunnel'],
  tier: 3,
  needs: ['Pod', 'ztunnel-log'],
  uses: ['ztunnel-config', 'ztunnel-ready'],
  why: 'Inside a pod of the mesh ztunnel listens on port 15008. Where the callers’ ztunnels are refused there, nothing listens: the pod is only believed to be captured.',
  notProof:
    'Time-outs, which point at the network; a single refusal; refusals from before the ztunnel of the node started; calls that went well afterwards.',
  cite: 'P7, E6; ztunnel: src/proxy/outbound.rs',
  detect: inEachNamespace((mesh, { pods }) =>
    mesh.logs.size === 0 ? [] : pods.flatMap((pod) => findingOf(mesh, pod) ?? []),
  ),
};

function findingOf(mesh: Mesh, pod: Pod): Found | null {
  if (!isRedirected(pod) || pod.deletedAt !== null) return null;
  const told = hboneRefusals(mesh, pod);
  if (told.length === 0) return null;
  const { times, lastAt, pod: teller } = summed(told);
  if (hasRestarted(mesh, pod.node, lastAt)) return null;
  const subject = ref('Pod', pod.namespace, pod.name);
  const { dump } = ztunnelOn(mesh, pod.node);
  const isUnserved = dump?.hasProxies === true && liveProxyOf(dump, pod) === undefined;
  return {
    subject,
    // A ztunnel that serves it may do so in a network that is gone; or something that is no NetworkPolicy rejects.
    certainty: isUnserved ? 'confirmed' : 'likely',
    sentence: `Nothing listens for mesh traffic in pod \`${nameOf(pod)}\`, although it is marked as part of the mesh: ${times} connections to port 15008 were refused.`,
    evidence: [
      reading('ztunnel-log', teller, `${times} connections to ${pod.ips[0]}:15008 refused`, 'none', lastAt, 3),
      field(subject, 'metadata.annotations ambient.istio.io/redirection', 'enabled'),
    ],
    objects: [ref('Node', '', pod.node)],
    fix: [
      remedy('Make the pod anew, so that it is captured again.', `kubectl -n ${pod.namespace} delete pod ${pod.name}`),
      remedy(
        'Check that ztunnel on its node runs and serves it.',
        `istioctl ztunnel-config connections --node ${pod.node}`,
      ),
    ],
  };
}

/** The ztunnel of the node came up after the last refusal, or is just coming up. */
function hasRestarted(mesh: Mesh, node: string, lastAt: string | null): boolean {
  return (mesh.pods.ztunnels.get(node) ?? []).some((ztunnel) => {
    const started = ztunnel.containers.find(({ init }) => !init)?.startedAt ?? ztunnel.startedAt;
    const isAfter = started !== null && lastAt !== null && Date.parse(started) > Date.parse(lastAt);
    return isAfter || (started !== null && !hasHeld(started, mesh.takenAt, 60));
  });
}
