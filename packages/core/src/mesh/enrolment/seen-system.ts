/** What a viewer who may not look into a namespace does not see: absence there proves nothing. */

import { isReadable } from '../../state/source-status.ts';
import { gapOf, type Mesh } from '../mesh.ts';

/** Z1: pods may be looked for everywhere, so that a missing ztunnel or CNI agent is really missing. */
export function arePodsSeenEverywhere(mesh: Mesh): boolean {
  if (gapOf(mesh, 'Pod') !== null) return false;
  for (const status of mesh.sources.get('Pod')?.values() ?? []) if (!isReadable(status)) return false;
  return (
    mesh.pods.ztunnels.nodes.length > 0 ||
    mesh.pods.cniAgents.nodes.length > 0 ||
    isNamespaceSeen(mesh, mesh.rootNamespace)
  );
}

/** Something of the namespace is there, or itself. */
export const isNamespaceSeen = (mesh: Mesh, namespace: string): boolean =>
  mesh.namespaces.has(namespace) || mesh.shards.has(namespace);
