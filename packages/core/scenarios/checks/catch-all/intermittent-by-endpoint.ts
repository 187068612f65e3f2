import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { countLines } from '../counts.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, pair, SERVER, WAYPOINT } from '../pair.ts';

const TWO = { replicas: 2, nodes: ['node-2', 'node-3'] };

const counted = (inside: Mesh, node: string, failed: number, well: number): Mesh =>
  inside.says(
    'ztunnel-metrics',
    `istio-system/ztunnel@${node}`,
    ...countLines({ reporter: 'destination', from: CLIENT, to: 'shop/server', failed, well }),
  );

const host = (address: string, total: number, errors: number) => ({
  address: { envoy_internal_address: { server_listener_name: 'connect_originate', endpoint_id: address } },
  health_status: { eds_health_status: 'HEALTHY' },
  stats: [
    { name: 'rq_total', value: String(total) },
    { name: 'rq_error', value: String(errors) },
    { name: 'rq_success', value: String(total - errors) },
    { name: 'cx_connect_fail', value: '0' },
  ],
});

export const intermittentByEndpoint: readonly Scenario[] = [
  ...firesAndNear(
    'intermittent-by-endpoint',
    {
      title: 'One of two pods breaks half of its connections',
      mesh: () => counted(counted(pair(TWO), 'node-2', 60, 60), 'node-3', 1, 120),
      asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['degraded'] } }],
    },
    {
      title: 'The pod saw a handful of connections only',
      mesh: () => counted(counted(pair(TWO), 'node-2', 2, 1), 'node-3', 1, 120),
      asks: [expectFlows(CLIENT, SERVER)],
    },
  ),
  {
    id: 'intermittent-by-endpoint-waypoint',
    title: 'The waypoint counts the failures of each address',
    bundle: () =>
      guarded({}, TWO)
        .says('waypoint-clusters', WAYPOINT, {
          body: {
            cluster_statuses: [
              {
                name: 'inbound-vip|80|http|server.shop.svc.cluster.local',
                host_statuses: [host('$ip(shop/server):8080', 100, 60), host('$ip(shop/server#1):8080', 100, 0)],
              },
            ],
          },
        })
        .counted(CLIENT, 'shop/server', 5)
        .bundle(),
    asks: [{ from: CLIENT, to: SERVER, expect: { verdict: ['degraded'], cause: 'intermittent-by-endpoint' } }],
    fires: ['intermittent-by-endpoint'],
  },
];
