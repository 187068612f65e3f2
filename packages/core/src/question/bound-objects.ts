/** What is bound to a waypoint: Services, ServiceEntries, workloads, and why some of their traffic never uses it. */

import { groupBy } from '../mesh/memory/look-up.ts';
import { type Mesh, onlyOfMesh } from '../mesh/mesh.ts';
import { vipsOf } from '../mesh/service/published-services.ts';
import { labelsOfEntry } from '../mesh/service/selection.ts';
import {
  trafficTypeOf,
  type WaypointBinding,
  waypointOfEntry,
  waypointOfPod,
  waypointOfService,
  waypointOfServiceEntry,
} from '../mesh/waypoint/waypoint.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { Pod, Service } from '../state/kubernetes.ts';
import { nameOf, type Ref, ref } from '../state/refs.ts';

/** One object and the level of the label that binds it. */
export interface Bound {
  object: Ref;
  level: 'object' | 'namespace';
  /** W14: bound by its labels, and yet no caller's traffic to it uses the waypoint; '' = it does */
  unused: string;
}

type Found = Bound & { gateway: string };

/** W8-W10: everything that is bound to anything. */
const allBound = onlyOfMesh((mesh: Mesh): ReadonlyMap<string, readonly Found[]> => {
  const { state } = mesh;
  const found: (Found | null)[] = [
    ...mesh.services
      .all()
      .map((service) =>
        foundBy(
          waypointOfService(mesh, service),
          ref('Service', service.namespace, service.name),
          unusedService(service),
        ),
      ),
    ...state.serviceEntries.map((entry) => {
      const isReachable = entry.hosts.some((host) => vipsOf(entry, host).length > 0);
      const unused = isReachable ? '' : 'it has no address, so callers dial what its name resolves to';
      return foundBy(waypointOfServiceEntry(mesh, entry), ref('ServiceEntry', entry.namespace, entry.name), unused);
    }),
    ...workloadsOf(mesh),
    ...state.workloadEntries.map((entry) =>
      foundBy(
        waypointOfEntry(mesh, { namespace: entry.namespace, labels: labelsOfEntry(entry) }),
        ref('WorkloadEntry', entry.namespace, entry.name),
        '',
      ),
    ),
  ];
  return groupBy(
    found.filter((one) => one !== null),
    ({ gateway }) => gateway,
  );
});

/** Those of one Gateway. */
export function boundTo(mesh: Mesh, gateway: Gateway): readonly Bound[] {
  return allBound(mesh).get(nameOf(gateway)) ?? [];
}

function foundBy(binding: WaypointBinding, object: Ref, unused: string): Found | null {
  return binding.state === 'bound' ? { gateway: nameOf(binding.gateway), object, level: binding.level, unused } : null;
}

/** W14, D7: bound, and never used. */
function unusedService({ headless, type, ports }: Service): string {
  if (type === 'ExternalName') return 'it is another name for a host outside';
  if (headless) return 'it is headless, so callers reach its pods by their own addresses';
  return ports.every(({ protocol }) => protocol === 'UDP') ? 'it has UDP ports only' : '';
}

/** W10: pods bound by themselves, one entry a workload. */
function workloadsOf(mesh: Mesh): (Found | null)[] {
  const isPossible = mesh.state.gateways.some((gateway) => ['workload', 'all'].includes(trafficTypeOf(mesh, gateway)));
  if (!isPossible) return [];
  const first = new Map<string, Pod>();
  for (const pod of mesh.pods.all()) {
    const key = `${pod.namespace}/${pod.workload.kind}/${pod.workload.name}`;
    if (!first.has(key) && waypointOfPod(mesh, pod).state === 'bound') first.set(key, pod);
  }
  return [...first.values()].map((pod) =>
    foundBy(waypointOfPod(mesh, pod), ref(pod.workload.kind, pod.namespace, pod.workload.name), ''),
  );
}
