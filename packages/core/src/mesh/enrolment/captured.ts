/** How many captured pods each node has: what hangs on its ztunnel and its istio-cni agent (Z1, Z7). */
import type { Pod } from '../../state/kubernetes.ts';
import { perSlice } from '../memory/look-up.ts';
import { type Mesh, ofMesh, perMesh } from '../mesh.ts';
import { isRedirected } from './enrolment.ts';

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
export const capturedByNode = ofMesh(
  (mesh: Mesh): ReadonlyMap<string, number> => sum(mesh.chunks.map((names) => capturedInAll(mesh, names))),
);

const capturedInAll = perMesh(
  (mesh: Mesh, names: readonly string[]): ReadonlyMap<string, number> =>
    sum(names.map((namespace) => capturedIn(mesh, namespace))),
);

function sum(parts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const part of parts) for (const [node, count] of part) counts.set(node, (counts.get(node) ?? 0) + count);
  return counts;
}
