/** How many captured pods each node has: what hangs on its ztunnel and its istio-cni agent (Z1, Z7). */
import type { Pod } from '../state/kubernetes.ts';
import { isRedirected } from './enrolment.ts';
import { perSlice } from './look-up.ts';
import { type Mesh, ofMesh, perMesh } from './mesh.ts';

const capturedIn = perMesh(
  (mesh: Mesh, namespace: string): ReadonlyMap<string, number> =>
    countByNode(mesh.pods.byNamespace.get(namespace) ?? []),
);

const countByNode = perSlice((pods: readonly Pod[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const pod of pods) if (isRedirected(pod)) counts.set(pod.node, (counts.get(pod.node) ?? 0) + 1);
  return counts;
});

/** By node, '' for those that have none yet; nodes without captured pods are not there. */
export const capturedByNode = ofMesh((mesh: Mesh): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const namespace of mesh.shards.keys())
    for (const [node, count] of capturedIn(mesh, namespace)) counts.set(node, (counts.get(node) ?? 0) + count);
  return counts;
});
