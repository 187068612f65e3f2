import { expectBlocked, expectDelivered, type Scenario } from '../../scenario.ts';
import { clusters, inboundVip } from '../envoy-clusters.ts';
import { CLIENT, firesAndNear, guarded, LONG, SERVER, WAYPOINT } from '../pair.ts';

const HOST = 'server.shop.svc.cluster.local';
const FIRST = '$ip(shop/server):8080';
const SECOND = '$ip(shop/server#1):8080';

export const waypointNoHealthyUpstream: readonly Scenario[] = [
  ...firesAndNear(
    'waypoint-no-healthy-upstream',
    {
      title: 'The proxy of the waypoint has taken out all pods for their errors',
      mesh: () =>
        guarded({}, { replicas: 2 }).says(
          'waypoint-clusters',
          WAYPOINT,
          clusters(
            inboundVip(HOST, 80, [
              { address: FIRST, ejected: true },
              { address: SECOND, ejected: true },
            ]),
          ),
        ),
      asks: [
        expectBlocked(CLIENT, SERVER, 'upstream-link', 'waypoint-no-healthy-upstream', {
          blame: 'configuration',
          notBlame: ['kubernetes', 'istio'],
        }),
      ],
    },
    {
      title: 'One of two pods was taken out',
      mesh: () =>
        guarded({}, { replicas: 2 }).says(
          'waypoint-clusters',
          WAYPOINT,
          clusters(inboundVip(HOST, 80, [{ address: FIRST, ejected: true }, { address: SECOND }])),
        ),
      asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    },
  ),
  {
    id: 'waypoint-without-ready-pods',
    title: 'Kubernetes has no ready pod either: that is the cause',
    bundle: () =>
      guarded()
        .fault('shop/server', { state: 'unready', since: LONG })
        .says('waypoint-clusters', WAYPOINT, clusters(inboundVip(HOST, 80, [])))
        .bundle(),
    asks: [
      expectBlocked(CLIENT, SERVER, 'upstream-link', 'endpoints-not-ready', {
        blame: 'application',
        notBlame: ['istio', 'configuration'],
      }),
    ],
    fires: ['endpoints-not-ready'],
  },
  {
    id: 'waypoint-not-told-of-pods',
    title: 'The waypoint was not told of pods that are ready',
    bundle: () =>
      guarded()
        .says('waypoint-clusters', WAYPOINT, clusters(inboundVip(HOST, 80, [])))
        .bundle(),
    asks: [
      expectBlocked(CLIENT, SERVER, 'upstream-link', 'waypoint-no-healthy-upstream', {
        blame: 'istio',
        notBlame: ['application'],
      }),
    ],
    fires: ['waypoint-no-healthy-upstream'],
  },
];
