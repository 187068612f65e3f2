import { expect, test } from 'vitest';
import { stateOf } from '../../../scenarios/asking.ts';
import { guarded } from '../../../scenarios/checks/pair.ts';
import { accessLines, earlyDenyLines } from '../../../scenarios/mesh/log-lines.ts';
import { indexMesh } from '../mesh.ts';
import { factsFrom, factsOf } from './component-logs.ts';
import { samplesOf, sumOf } from './component-metrics.ts';
import { clustersOf } from './envoy-clusters.ts';

const CLUSTER = 'inbound-vip|80|http|server.shop.svc.cluster.local';

const mesh = indexMesh(
  stateOf(
    guarded()
      .says(
        'ztunnel-log',
        'istio-system/ztunnel@node-1',
        ...accessLines({
          direction: 'outbound',
          from: 'web/client',
          to: 'shop/waypoint',
          port: 80,
          service: 'shop/server',
          servicePort: 80,
          times: 3,
        }),
        ...earlyDenyLines({
          direction: 'outbound',
          from: 'web/client',
          to: '$vip(shop/server):80',
          error: 'no healthy upstream: $vip(shop/server):80',
        }),
      )
      .says(
        'ztunnel-metrics',
        'istio-system/ztunnel@node-1',
        'istio_xds_connection_terminations_total{reason="ConnectionError"} 4',
        'istio_xds_connection_terminations_total{reason="Reconnect"} 2',
      )
      .says(
        'waypoint-clusters',
        'shop/waypoint',
        `${CLUSTER}::envoy://connect_originate/$ip(shop/server):8080::health_flags::/failed_outlier_check`,
      )
      .says('istiod-version', 'istio-system/istiod', '1.30.1-abcdef0-Clean')
      .says('cni-ready', 'istio-system/istio-cni-node@node-1', 'ok')
      .says('istiod-ambientz', 'istio-system/istiod', { body: { workloads: [], services: [], policies: [] } })
      .bundle(),
  ),
);
const ztunnel = [...mesh.logs.keys()][0]!;
const client = mesh.logs.get(ztunnel)!.facts[0]!.from;

test('a log is found by its pod, its facts by kind and by caller', () => {
  expect(factsOf(mesh, ztunnel, 'connected')).toMatchObject([
    { count: 3, service: 'server.shop.svc.cluster.local', to: { port: 15008 } },
  ]);
  expect(factsOf(mesh, ztunnel, 'connected', 'no-healthy-upstream')).toHaveLength(2);
  expect(factsOf(mesh, ztunnel, 'denied')).toEqual([]);
  expect(factsOf(mesh, 'istio-system/other', 'connected')).toEqual([]);
  expect(factsFrom(mesh, ztunnel, client.ip)).toHaveLength(2);
  expect(factsFrom(mesh, ztunnel, '10.9.9.9')).toEqual([]);
});

test('samples are found by name and added up by labels', () => {
  const name = 'istio_xds_connection_terminations_total';
  expect(samplesOf(mesh, ztunnel, name)).toHaveLength(2);
  expect(sumOf(mesh, ztunnel, name)).toBe(6);
  expect(sumOf(mesh, ztunnel, name, { reason: 'ConnectionError' })).toBe(4);
  expect(sumOf(mesh, ztunnel, 'process_open_fds')).toBeNull();
});

test('clusters are found by host and port; other answers by their pod', () => {
  const waypoint = [...mesh.envoyClusters.keys()][0]!;
  expect(clustersOf(mesh, waypoint, 'server.shop.svc.cluster.local', 80)).toMatchObject([
    { protocol: 'http', hosts: [{ ejected: true, healthy: false, tunnelled: true }] },
  ]);
  expect(clustersOf(mesh, waypoint, 'server.shop.svc.cluster.local', 81)).toEqual([]);
  expect(clustersOf(mesh, 'shop/other', 'server.shop.svc.cluster.local', 80)).toBeNull();
  expect([...mesh.versions.values()].map(({ version }) => version)).toEqual(['1.30.1', '1.30.1']);
  expect([...mesh.cniReadiness.values()].map(({ ready }) => ready)).toEqual([true]);
  expect(mesh.ambientViews.size).toBe(2);
});
