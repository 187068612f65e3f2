/** How many captured pods each node has: what hangs on its ztunnel and its istio-cni agent (Z1, Z7). */
import type { Pod } from '../../state/kubernetes.ts';
import { perSlice } from '../memory/look-up.ts';
import { noteRead } from '../memory/reads.ts';
import { isSameList } from '../memory/shards.ts';
import { type Mesh, onlyOfMesh } from '../mesh.ts';
import { isRedirected } from './enrolment.ts';

type Counts = ReadonlyMap<string, number>;

/** By node, '' for those that have none yet; nodes without captured pods are not there. */
export function capturedByNode(mesh: Mesh): Counts {
  const parts = countedIn(mesh);
  noteRead(parts);
  return sumOf(parts);
}

/** Of each namespace. Most of what changes about pods changes no count, so this is a part of its own. */
const countedIn = onlyOfMesh((mesh: Mesh): readonly Counts[] => {
  const parts = [...mesh.shards].map(([namespace, { pods }]) =>
    mesh.memory.keep(`captured in ${namespace}`, countByNode(pods), isSame),
  );
  return mesh.memory.keep('captured', parts, isSameList);
});

const countByNode = perSlice((pods: readonly Pod[]): Counts => {
  const counts = new Map<string, number>();
  for (const pod of pods) if (isRedirected(pod)) counts.set(pod.node, (counts.get(pod.node) ?? 0) + 1);
  return counts;
});

function isSame(a: Counts, b: Counts): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [node, count] of b) if (a.get(node) !== count) return false;
  return true;
}

const sumOf = perSlice((parts: readonly Counts[]): Counts => {
  const counts = new Map<string, number>();
  for (const part of parts) for (const [node, count] of part) counts.set(node, (counts.get(node) ?? 0) + count);
  return counts;
});
