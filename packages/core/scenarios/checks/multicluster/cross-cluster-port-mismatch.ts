import type { Mesh } from '../../mesh/mesh.ts';
import { type DumpBody, editDump, named } from '../../mesh/touches.ts';
import type { Scenario } from '../../scenario.ts';
import { connected } from '../networks.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

/** The Service has a pod in another cluster of the same network, which listens for these ports of it. */
export const farPod = (inside: Mesh, ports: Record<string, number>, more: Record<string, unknown> = {}): Mesh =>
  editDump(inside, null, ({ workloads, services }: DumpBody) => {
    const uid = 'west//Pod/shop/server-far';
    const near = named(workloads, 'shop', 'server');
    workloads.push({
      ...near,
      uid,
      name: 'server-far',
      workloadIps: ['10.99.0.7'],
      clusterId: 'west',
      node: 'far-1',
      ...more,
    });
    const service = named(services, 'shop', 'server');
    const endpoints = service['endpoints'] as Record<string, unknown>;
    endpoints[uid] = { workloadUid: uid, port: ports, status: 'Healthy' };
  });

export const crossClusterPortMismatch: readonly Scenario[] = firesAndNear(
  'cross-cluster-port-mismatch',
  {
    title: 'The Service listens on port 80 here and on 8080 in the other cluster',
    mesh: () => farPod(connected(), { 8080: 8080 }),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'The port is the same and leads to another port of the pods there',
    mesh: () => farPod(connected(pair()), { 80: 9090 }),
    asks: [expectFlows(CLIENT, SERVER)],
  },
);
