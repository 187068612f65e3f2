/** What the checks on rules for hosts outside share: which ServiceEntries are served by ztunnel alone (R1, X2). */
import { matchesHost } from '../../mesh/address/address.ts';
import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { waypointOfServiceEntry } from '../../mesh/waypoint/waypoint.ts';
import type { ServiceEntry } from '../../state/istio.ts';
import { nameOf } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';

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

/** Findings on such entries: of a mesh with captured callers, and of the trace of one to the entry that a finding names. */
export function foundOnEntries(findings: (mesh: Mesh) => readonly Found[]): Required<Pick<Check, 'detect' | 'judge'>> {
  return {
    detect(mesh) {
      const found = findings(mesh);
      return found.length > 0 && mesh.pods.all().some(isRedirected) ? [...found] : [];
    },
    judge(mesh, { target, caller, waypoint }) {
      if (target.kind !== 'service-entry' || waypoint || caller.kind !== 'ambient') return null;
      const isNamed = ({ objects = [] }: Found): boolean =>
        objects.some(({ kind, ...object }) => kind === 'ServiceEntry' && nameOf(object) === nameOf(target.entry));
      return findings(mesh).find(isNamed) ?? null;
    },
  };
}
