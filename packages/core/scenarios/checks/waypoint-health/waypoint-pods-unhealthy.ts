import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, LONG, SERVER, WAYPOINT } from '../pair.ts';

export const waypointPodsUnhealthy: readonly Scenario[] = firesAndNear(
  'waypoint-pods-unhealthy',
  {
    title: 'One of two waypoint pods crashes',
    mesh: () => guarded().fault(WAYPOINT, { state: 'crash', since: LONG, on: [0] }),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
    silent: ['waypoint-no-pods'],
  },
  {
    title: 'Both are ready',
    mesh: () => guarded(),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
