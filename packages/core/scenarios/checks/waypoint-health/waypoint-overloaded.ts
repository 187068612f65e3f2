import type { Mesh } from '../../mesh/mesh.ts';
import { expectDelivered, type Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

const LABELS = [
  'reporter="waypoint"',
  'source_workload="client"',
  'source_workload_namespace="web"',
  'destination_workload="server"',
  'destination_workload_namespace="shop"',
  'destination_service="server.shop.svc.cluster.local"',
  'destination_service_name="server"',
  'destination_service_namespace="shop"',
  'request_protocol="http"',
].join(',');

const requests = (code: number, flags: string, value: number): string =>
  `istio_requests_total{${LABELS},response_code="${code}",response_flags="${flags}"} ${value}`;

const counting = (away: number): Mesh =>
  guarded().says(
    'waypoint-metrics',
    WAYPOINT,
    '# TYPE istio_requests_total counter',
    requests(200, '-', 5000),
    requests(503, 'UO', away),
  );

export const waypointOverloaded: readonly Scenario[] = firesAndNear(
  'waypoint-overloaded',
  {
    title: 'The waypoint turned away one request in ten',
    mesh: () => counting(500),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
  {
    title: 'It turned away a few of thousands, long ago',
    mesh: () => counting(9),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
