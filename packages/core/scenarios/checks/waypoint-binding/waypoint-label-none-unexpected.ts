import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, onService, pair, SERVER, WAYPOINT } from '../pair.ts';

export const waypointLabelNoneUnexpected: readonly Scenario[] = firesAndNear(
  'waypoint-label-none-unexpected',
  {
    title: 'A Service opts out of waypoints, and a policy waits there for it',
    mesh: () =>
      pair({ waypoint: 'none' })
        .labelNamespace('shop', 'istio.io/use-waypoint', 'waypoint')
        .waypoint(WAYPOINT)
        .authorizationPolicy('shop/policy', onService([{}])),
    asks: [expectFlows(CLIENT, SERVER, null)],
    also: ['targetref-policy-not-bound'],
  },
  {
    title: 'A Service opts out of waypoints, and nothing waits there for it',
    mesh: () =>
      pair({ waypoint: 'none' }).labelNamespace('shop', 'istio.io/use-waypoint', 'waypoint').waypoint(WAYPOINT),
    asks: [expectFlows(CLIENT, SERVER, null)],
  },
);
