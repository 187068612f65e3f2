import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { onlyFar } from '../far.ts';
import { connected } from '../networks.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';
import { farPod } from './cross-cluster-port-mismatch.ts';

const WAYPOINT = { waypoint: { destination: 'shop/waypoint.shop.svc.cluster.local', hboneMtlsPort: 15008 } };

/** What the ztunnel of the caller's node says of a gateway whose inner end is a waypoint that nobody told it of. */
const UNEXPECTED =
  '2026-11-20T09:59:50.000000Z\terror\taccess\tconnection complete\tsrc.addr=$ip(web/client):40000 ' +
  'src.workload="$pod(web/client)" src.namespace="web" dst.addr=198.51.100.40:15008 ' +
  'dst.service="server.shop.svc.cluster.local" direction="outbound" bytes_sent=0 bytes_recv=0 duration="3ms" ' +
  'error="io error: identity verification error: peer did not present the expected SAN (spiffe://cluster.local/ns/shop/sa/server)"';

export const waypointInconsistentAcrossClusters: readonly Scenario[] = [
  ...firesAndNear(
    'waypoint-inconsistent-across-clusters',
    {
      title: 'The pod in the other cluster has a waypoint, the one here has none',
      mesh: () => farPod(connected(pair()), { 80: 8080 }, WAYPOINT),
      asks: [expectFlows(CLIENT, SERVER)],
    },
    {
      title: 'Neither has one',
      mesh: () => farPod(connected(pair()), { 80: 8080 }),
      asks: [expectFlows(CLIENT, SERVER)],
    },
  ),
  {
    id: 'waypoint-only-in-other-cluster',
    title: 'Behind the gateway a waypoint answers that this cluster does not know of',
    bundle: () => onlyFar().says('ztunnel-log', 'istio-system/ztunnel@node-1', UNEXPECTED).bundle(),
    asks: [
      expectBlocked(CLIENT, SERVER, 'east-west-gateway', 'waypoint-inconsistent-across-clusters', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes'],
      }),
    ],
    fires: ['waypoint-inconsistent-across-clusters'],
    silent: ['trust-root-differs'],
  },
];
