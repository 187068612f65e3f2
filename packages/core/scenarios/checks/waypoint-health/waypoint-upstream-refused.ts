import { accessLines, requestLines } from '../../mesh/log-lines.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

const failed = requestLines({
  from: CLIENT,
  to: 'shop/server',
  port: 8080,
  service: 'shop/server',
  servicePort: 80,
  code: 503,
  flags: 'UF',
  details: 'upstream_reset_before_response_started{remote_connection_failure}',
  times: 5,
});

export const waypointUpstreamRefused: readonly Scenario[] = firesAndNear(
  'waypoint-upstream-refused',
  {
    title: 'The pod’s ztunnel turns the waypoint away, and no policy that is known here says so',
    mesh: () =>
      guarded()
        .says('waypoint-log', WAYPOINT, ...failed)
        .says(
          'ztunnel-log',
          'istio-system/ztunnel@node-2',
          ...accessLines({
            direction: 'inbound',
            from: WAYPOINT,
            to: 'shop/server',
            port: 8080,
            error: 'connection closed due to policy rejection: allow policies exist, but none allowed',
            times: 5,
          }),
        ),
    asks: [
      expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'waypoint-upstream-refused', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes'],
        waypoint: WAYPOINT,
      }),
    ],
  },
  {
    title: 'The flag alone does not tell who refused',
    mesh: () =>
      guarded()
        .says('waypoint-log', WAYPOINT, ...failed)
        .says(
          'ztunnel-log',
          'istio-system/ztunnel@node-2',
          ...accessLines({ direction: 'inbound', from: WAYPOINT, to: 'shop/server', port: 8080, times: 3 }),
        ),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
