/** E13: namespaces that istiod looks at. */
import { type Mesh, perMesh } from '../mesh.ts';
import { matchesSelector } from '../service/selector.ts';

/** E13: every namespace unless MeshConfig.discoverySelectors is set; then those that any of them selects. */
export const isDiscovered = perMesh((mesh: Mesh, namespace: string): boolean => {
  const selectors = mesh.state.meshConfig?.discoverySelectors ?? null;
  const labels = mesh.namespaces.get(namespace)?.labels;
  // A namespace whose labels were not read is not said to be hidden.
  return selectors === null || labels === undefined || selectors.some((selector) => matchesSelector(selector, labels));
});
