/** Which ztunnel takes in what a pod sends and receives. */
import { type Mesh, perMesh } from '../mesh/mesh.ts';
import { liveProxyOf, ztunnelOn } from '../mesh/ztunnel/ztunnel.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { ServedBy } from './facts.ts';

/** E6, Z1: the ztunnel of the pod's node, and what it says of the pod; the same object whoever asks. */
export const servedBy = perMesh((mesh: Mesh, pod: Pod): ServedBy => {
  const ztunnel = ztunnelOn(mesh, pod.node);
  const proxy = ztunnel.dump ? liveProxyOf(ztunnel.dump, pod) : undefined;
  return {
    pod,
    ztunnel,
    node: mesh.nodes.get(pod.node),
    proxy,
    missing: ztunnel.dump?.hasProxies === true && proxy === undefined,
  };
});
