import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import {
  behindGateway,
  CLIENT,
  expectFlows,
  firesAndNear,
  guarded,
  onService,
  SERVER,
  toOperation,
  WAYPOINT,
} from '../pair.ts';

const NO_ADMIN = onService([toOperation({ paths: ['/admin*'] })], 'DENY');

export const waypointBypassedIngress: readonly Scenario[] = firesAndNear(
  'waypoint-bypassed-ingress',
  {
    title: 'The gateway goes round the waypoint whose rules are meant for it',
    mesh: () => behindGateway(guarded()).authorizationPolicy('shop/no-admin', NO_ADMIN),
    asks: [expectFlows('gateway:edge/public', SERVER, null), expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
  {
    title: 'The Service sends ingress traffic through the waypoint',
    mesh: () =>
      behindGateway(
        guarded({}, { service: { labels: { 'istio.io/ingress-use-waypoint': 'true' } } }),
      ).authorizationPolicy('shop/no-admin', NO_ADMIN),
    asks: [expectDelivered('gateway:edge/public', SERVER, WAYPOINT)],
  },
);
