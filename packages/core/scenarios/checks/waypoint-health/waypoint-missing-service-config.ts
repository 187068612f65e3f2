import { expectBlocked, expectDelivered, type Scenario } from '../../scenario.ts';
import { clusters, inboundVip } from '../envoy-clusters.ts';
import { CLIENT, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

const HOST = 'server.shop.svc.cluster.local';
const POD = { address: '$ip(shop/server):8080' };

export const waypointMissingServiceConfig: readonly Scenario[] = [
  ...firesAndNear(
    'waypoint-missing-service-config',
    {
      title: 'The proxy of the waypoint has nothing for the Service',
      mesh: () =>
        guarded().says('waypoint-clusters', WAYPOINT, clusters(inboundVip('other.shop.svc.cluster.local', 80, [POD]))),
      asks: [
        expectBlocked(CLIENT, SERVER, 'waypoint', 'waypoint-missing-service-config', {
          blame: 'istio',
          notBlame: ['application', 'kubernetes', 'configuration'],
        }),
      ],
    },
    {
      title: 'It knows the Service',
      mesh: () => guarded().says('waypoint-clusters', WAYPOINT, clusters(inboundVip(HOST, 80, [POD]))),
      asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    },
  ),
  {
    id: 'waypoint-asked-for-missing-port',
    title: 'The Service has no such port, which no waypoint can know',
    bundle: () =>
      guarded()
        .says('waypoint-clusters', WAYPOINT, clusters(inboundVip(HOST, 80, [POD])))
        .bundle(),
    asks: [
      {
        from: CLIENT,
        to: 'shop/server:81',
        expect: { verdict: ['blocked'], notCauses: ['waypoint-missing-service-config'] },
      },
    ],
    silent: ['waypoint-missing-service-config'],
  },
];
