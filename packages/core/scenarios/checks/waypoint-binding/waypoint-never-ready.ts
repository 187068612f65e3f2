import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER } from '../pair.ts';

export const waypointNeverReady: readonly Scenario[] = firesAndNear(
  'waypoint-never-ready',
  {
    title: 'The waypoint’s proxy never started: traffic goes on without it',
    mesh: () => guarded({ state: 'never-ready', since: 600 }),
    asks: [expectFlows(CLIENT, SERVER, null)],
    silent: ['waypoint-no-pods', 'waypoint-not-found'],
  },
  {
    title: 'The waypoint was made twenty seconds ago',
    mesh: () => guarded({ state: 'never-ready', since: 20 }),
  },
);
