/** Waypoints that attract traffic: Gateways with an address to which something is bound. */

import { inEachNamespace, type Mesh, ofMesh } from '../../mesh/mesh.ts';
import {
  type WaypointBinding,
  waypointOfPod,
  waypointOfService,
  waypointOfServiceEntry,
} from '../../mesh/waypoint/waypoint.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import { nameOf } from '../../state/refs.ts';

/** Every Gateway that a Service, ServiceEntry or pod is bound to (W8-W10), once, by name. */
export const boundWaypoints = ofMesh((mesh: Mesh): readonly Gateway[] => {
  const bound = new Map<string, Gateway>();
  const add = (binding: WaypointBinding): void => {
    if (binding.state === 'bound') bound.set(nameOf(binding.gateway), binding.gateway);
  };
  for (const binding of boundInNamespaces(mesh)) add(binding);
  for (const entry of mesh.state.serviceEntries) add(waypointOfServiceEntry(mesh, entry));
  return [...bound.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
});

/** The bindings of one namespace, each Gateway once. */
const boundInNamespaces = inEachNamespace((mesh, { services, pods }) => {
  const bound = new Map<string, WaypointBinding>();
  const add = (binding: WaypointBinding): void => {
    if (binding.state === 'bound') bound.set(nameOf(binding.gateway), binding);
  };
  for (const service of services) add(waypointOfService(mesh, service));
  for (const pod of pods) add(waypointOfPod(mesh, pod));
  return [...bound.values()];
});
