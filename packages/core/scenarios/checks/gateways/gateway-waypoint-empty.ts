import type { Scenario } from '../../scenario.ts';
import { behindGateway, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

export const gatewayWaypointEmpty: readonly Scenario[] = firesAndNear(
  'gateway-waypoint-empty',
  {
    title: 'What comes in must pass a waypoint without pods',
    mesh: () =>
      behindGateway(guarded({}, { service: { labels: { 'istio.io/ingress-use-waypoint': 'true' } } })).scale(
        WAYPOINT,
        0,
      ),
    asks: [
      {
        from: 'gateway:edge/public',
        to: SERVER,
        expect: { verdict: ['blocked'], hop: 'waypoint', blame: 'istio', waypoint: WAYPOINT },
      },
    ],
    also: ['waypoint-no-pods'],
  },
  {
    title: 'Without the label the gateway goes past it',
    mesh: () => behindGateway(guarded()).scale(WAYPOINT, 0),
    asks: [expectFlows('gateway:edge/public', SERVER, null)],
  },
);
