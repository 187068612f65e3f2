import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER, WAYPOINT } from '../pair.ts';

export const waypointTrafficTypeMismatch: readonly Scenario[] = firesAndNear(
  'waypoint-traffic-type-mismatch',
  {
    title: 'The waypoint takes workload traffic only',
    mesh: () => guarded({ for: 'workload' }),
    asks: [expectFlows(CLIENT, SERVER, null)],
  },
  {
    title: 'The waypoint takes all traffic',
    mesh: () => guarded({ for: 'all' }),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
