import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

const opened = (value: number): string =>
  `istio_tcp_connections_opened_total{${[
    'reporter="destination"',
    'source_workload="client"',
    'source_workload_namespace="web"',
    'destination_workload="server"',
    'destination_workload_namespace="shop"',
    'destination_service="server.shop.svc.cluster.local"',
    'destination_service_name="server"',
    'destination_service_namespace="shop"',
    'request_protocol="tcp"',
    'response_flags="-"',
    'connection_security_policy="mutual_tls"',
  ].join(',')}} ${value}`;

/** Two pods that speak gRPC, on two nodes whose ztunnels counted so many connections. */
const counting = (first: number, second: number): Mesh =>
  pair({ replicas: 2, nodes: ['node-2', 'node-3'], ports: [{ port: 80, target: 8080, name: 'grpc' }] })
    .says('ztunnel-metrics', 'istio-system/ztunnel@node-2', opened(first))
    .says('ztunnel-metrics', 'istio-system/ztunnel@node-3', opened(second));

export const longLivedConnectionImbalance: readonly Scenario[] = firesAndNear(
  'long-lived-connection-imbalance',
  {
    title: 'Of two pods that speak gRPC one has nearly all connections',
    mesh: () => counting(96, 4),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'Both have their share',
    mesh: () => counting(52, 44),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
