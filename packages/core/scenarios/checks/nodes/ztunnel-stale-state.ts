import type { Mesh } from '../../mesh/mesh.ts';
import { type DumpBody, editDump, named } from '../../mesh/touches.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, pair, SERVER, WAYPOINT } from '../pair.ts';

/** The address of the callee's pod is that of its predecessor. */
function oldAddress({ workloads }: DumpBody): void {
  named(workloads, 'shop', 'server')['workloadIps'] = ['10.20.250.250'];
}

/** The Service has no endpoint yet. */
function noEndpoint({ services }: DumpBody): void {
  named(services, 'shop', 'server')['endpoints'] = {};
}

/** The waypoint that the Service is bound to is not known yet. */
function noWaypoint({ services }: DumpBody): void {
  delete named(services, 'shop', 'server')['waypoint'];
}

/** The callee's pods are ten seconds old. */
function young(mesh: Mesh): Mesh {
  mesh.workload('shop/server').createdAgo = 10;
  return mesh;
}

export const ztunnelStaleState: readonly Scenario[] = [
  ...firesAndNear(
    'ztunnel-stale-state',
    {
      title: "The ztunnel of the caller's node has an old address of the callee; the others have the right one",
      mesh: () => editDump(pair(), 'node-1', oldAddress),
      asks: [
        expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'ztunnel-stale-state', {
          blame: 'istio',
          notBlame: ['application', 'kubernetes', 'configuration'],
        }),
      ],
    },
    {
      title: 'All ztunnels say the same: then it is not the ztunnel that is wrong',
      mesh: () => editDump(pair(), null, oldAddress),
    },
  ),
  {
    id: 'ztunnel-stale-waypoint',
    title: "The ztunnel of the caller's node does not know of the waypoint: its rules are not applied",
    bundle: () => editDump(guarded(), 'node-1', noWaypoint).bundle(),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
    fires: ['ztunnel-stale-state'],
  },
  {
    id: 'ztunnel-stale-moment',
    title: 'The callee became ready ten seconds ago',
    bundle: () => editDump(young(pair()), 'node-1', oldAddress).bundle(),
    asks: [],
    silent: ['ztunnel-stale-state'],
  },
  {
    id: 'ztunnel-stale-endpoint',
    title: "The ztunnel of the caller's node has not heard that the Service has a pod again",
    bundle: () => editDump(pair(), 'node-1', noEndpoint).bundle(),
    asks: [
      expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'ztunnel-stale-state', {
        blame: 'istio',
        notBlame: ['application', 'kubernetes', 'configuration'],
      }),
    ],
    fires: ['ztunnel-stale-state'],
  },
];
