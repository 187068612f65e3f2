import { expect, test } from 'vitest';
import { stateOf } from '../../../scenarios/asking.ts';
import { clusters, inboundVip } from '../../../scenarios/checks/envoy-clusters.ts';
import { guarded, WAYPOINT } from '../../../scenarios/checks/pair.ts';
import { indexMesh } from '../mesh.ts';
import { knownAtWaypoint } from './waypoint-view.ts';

const HOST = 'server.shop.svc.cluster.local';
const made = guarded({ replicas: 1 });
const waypointOf = (state: ReturnType<typeof stateOf>) => state.pods.find((pod) => pod.workload.name === 'waypoint')!;

test('R9: a waypoint has a cluster for each port of a service that it was told of', () => {
  const state = stateOf(
    made.says('waypoint-clusters', WAYPOINT, clusters(inboundVip(HOST, 80, [{ address: '10.0.0.9:8080' }]))).bundle(),
  );
  const known = (host: string, port: number) => knownAtWaypoint(indexMesh(state), waypointOf(state), host, port);
  expect(known(HOST, 80)?.map(({ hosts }) => hosts.map(({ address }) => address))).toEqual([['10.0.0.9:8080']]);
  expect(known(HOST, 81)).toEqual([]);
  expect(known('other.shop.svc.cluster.local', 80)).toEqual([]);
});

test('R9: an answer that was not read, or cut short, tells nothing', () => {
  const bare = stateOf(guarded({ replicas: 1 }).bundle());
  expect(knownAtWaypoint(indexMesh(bare), waypointOf(bare), HOST, 80)).toBeNull();
  const pod = `shop/${waypointOf(bare).name}`;
  const cut = { ...bare, envoyClusters: [{ pod, at: null, clusters: [], omitted: 3 }] };
  expect(knownAtWaypoint(indexMesh(cut), waypointOf(bare), HOST, 80)).toBeNull();
});
