/** What the checks on rules for hosts outside share: which ServiceEntries are served by ztunnel alone (R1, X2). */
import { matchesHost } from '../../mesh/address.ts';
import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { waypointOfServiceEntry } from '../../mesh/waypoint.ts';
import type { ServiceEntry } from '../../state/istio.ts';

/** Entries outside the mesh of which it is known that no waypoint serves them. */
const withoutWaypoint = ofMesh((mesh: Mesh): readonly ServiceEntry[] =>
  mesh.state.serviceEntries.filter((entry) => {
    if (entry.location !== 'MESH_EXTERNAL') return false;
    const { state } = waypointOfServiceEntry(mesh, entry);
    return state !== 'bound' && state !== 'unknown';
  }),
);

/** The first of them that a rule for such hosts is about. */
export function entryWithoutWaypoint(mesh: Mesh, hosts: readonly string[]): ServiceEntry | undefined {
  return withoutWaypoint(mesh).find((entry) =>
    entry.hosts.some((host) => hosts.some((pattern) => pattern !== '*' && matchesHost(pattern, host))),
  );
}
