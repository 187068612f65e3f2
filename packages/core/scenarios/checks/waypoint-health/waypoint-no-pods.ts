import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, LONG, SERVER, WAYPOINT } from '../pair.ts';

export const waypointNoPods: readonly Scenario[] = firesAndNear(
  'waypoint-no-pods',
  {
    title: 'The waypoint is scaled to nothing',
    mesh: () => guarded().scale(WAYPOINT, 0),
    asks: [
      expectBlocked(CLIENT, SERVER, 'waypoint', 'waypoint-no-pods', { waypoint: WAYPOINT, notBlame: ['application'] }),
    ],
    silent: ['waypoint-never-ready', 'waypoint-not-found'],
  },
  {
    title: 'One of two waypoint pods is ready',
    mesh: () => guarded().fault(WAYPOINT, { state: 'unready', since: LONG, on: [0] }),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
);
