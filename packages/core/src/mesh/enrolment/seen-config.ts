/** S7, E13: which objects of Istio's configuration the control plane takes note of. */
import type { Labels } from '../../state/metadata.ts';
import type { Mesh } from '../mesh.ts';
import { isDiscovered } from './discovery.ts';

/** S7: an object labelled for another revision is ignored; tags are not resolved. An istiod without a revision takes all. */
export function isForRevision(mesh: Mesh, labels: Labels): boolean {
  const wanted = labels['istio.io/rev'];
  return wanted === undefined || mesh.revision === '' || wanted === mesh.revision;
}

/** S7, E13: an object of Istio's configuration that istiod takes note of: of its revision, in a namespace it looks at. */
export function isSeenConfig(mesh: Mesh, object: { namespace: string; labels: Labels }): boolean {
  return isForRevision(mesh, object.labels) && isDiscovered(mesh, object.namespace);
}
