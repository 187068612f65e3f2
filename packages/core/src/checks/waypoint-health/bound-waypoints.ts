/** Waypoints that attract traffic: Gateways with an address to which something is bound. */

import { type Mesh, perSlice } from '../../mesh/mesh.ts';
import { type WaypointBinding, waypointOfPod, waypointOfService, waypointOfServiceEntry } from '../../mesh/waypoint.ts';
import type { Gateway } from '../../state/gateway-api.ts';
import { nameOf } from '../../state/refs.ts';

/** Every Gateway that a Service, ServiceEntry or pod is bound to (W8-W10), once, by name. */
export const boundWaypoints = perSlice((mesh: Mesh): readonly Gateway[] => {
  const bound = new Map<string, Gateway>();
  const add = (binding: WaypointBinding): void => {
    if (binding.state === 'bound') bound.set(nameOf(binding.gateway), binding.gateway);
  };
  for (const service of mesh.state.services) add(waypointOfService(mesh, service));
  for (const entry of mesh.state.serviceEntries) add(waypointOfServiceEntry(mesh, entry));
  for (const pod of mesh.state.pods) add(waypointOfPod(mesh, pod));
  return [...bound.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
});
