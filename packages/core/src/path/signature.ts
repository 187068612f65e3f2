/** Pods that cannot differ in outcome are walked once: this is what they must have in common. */
import type { Pod } from '../state/kubernetes.ts';
import { perMesh, perSlice, type Mesh } from '../mesh/mesh.ts';
import { redirectionOf } from '../mesh/enrolment.ts';
import { certificateOf, liveProxyOf, ztunnelOn } from '../mesh/ztunnel.ts';
import { conditionOf } from '../state/metadata.ts';

/** Everything about a pod, its node and its ztunnel that a hop's judgement reads, as one string. */
export const signatureOf = perMesh((mesh: Mesh, pod: Pod): string => {
  const { dump } = ztunnelOn(mesh, pod.node);
  const proxy = dump ? (liveProxyOf(dump, pod)?.state ?? 'none') : '?';
  const certificate = dump ? (certificateOf(mesh, dump, pod)?.state ?? 'none') : '?';
  const containers = pod.containers.map((container) => `${container.waiting}${container.ready}`).join();
  return [
    pod.ready,
    pod.deletedAt !== null,
    redirectionOf(pod),
    pod.hostNetwork,
    proxy,
    certificate,
    containers,
    pod.serviceAccount,
    pod.annotations['ambient.istio.io/bypass-inbound-capture'] ?? '',
    labelsOf(pod),
    nodeSignature(mesh, pod.node),
  ].join('|');
});

/** Labels without those that only number the pods of a StatefulSet. */
const labelsOf = perSlice((pod: Pod): string =>
  Object.entries(pod.labels)
    .filter(([key]) => key !== 'statefulset.kubernetes.io/pod-name' && key !== 'apps.kubernetes.io/pod-index')
    .join(';'),
);

const nodeSignature = perMesh((mesh: Mesh, name: string): string => {
  const ztunnel = ztunnelOn(mesh, name);
  const node = mesh.nodes.get(name);
  return [
    conditionOf(node?.conditions ?? [], 'Ready')?.status,
    conditionOf(node?.conditions ?? [], 'NetworkUnavailable')?.status,
    ztunnel.pods
      .map((pod) => `${pod.ready}${pod.deletedAt !== null}${pod.containers.map((c) => `${c.waiting}${c.restarts}`).join()}`)
      .join(),
    ztunnel.dump !== null,
    ztunnel.readiness?.pending.join() ?? '',
  ].join('~');
});
