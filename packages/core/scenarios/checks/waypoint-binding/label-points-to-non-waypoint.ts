import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, guarded, pair, SERVER, WAYPOINT } from '../pair.ts';

export const labelPointsToNonWaypoint: readonly Scenario[] = firesAndNear(
  'label-points-to-non-waypoint',
  {
    title: 'The label names the ingress gateway',
    mesh: () => pair({ waypoint: 'public' }).gateway('shop/public'),
    asks: [
      expectBlocked(CLIENT, SERVER, 'waypoint', 'label-points-to-non-waypoint', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes', 'istio'],
      }),
    ],
  },
  {
    title: 'A gateway of another class that speaks HBONE',
    mesh: () => guarded({ className: 'istio' }),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
