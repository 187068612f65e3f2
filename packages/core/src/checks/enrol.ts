/** A namespace is taken into the mesh by its label (E2). */
import { DATAPLANE_MODE, wouldAskWith } from '../mesh/enrolment/enrolment.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Pod } from '../state/kubernetes.ts';
import { ref } from '../state/refs.ts';
import { relabelled, type SuggestedChange } from './change.ts';

/** The label of the namespace of these pods; none where it would not take all of them in. */
export function enrolled(mesh: Mesh, pods: readonly Pod[]): SuggestedChange[] {
  const name = pods[0]?.namespace ?? '';
  const namespace = mesh.namespaces.get(name);
  if (!namespace || !pods.every((pod) => wouldAskWith(mesh, pod))) return [];
  return [relabelled(ref('Namespace', '', name), namespace.labels, DATAPLANE_MODE, 'ambient')];
}
