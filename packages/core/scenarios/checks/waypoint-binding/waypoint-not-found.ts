import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, pair, SERVER } from '../pair.ts';

export const waypointNotFound: readonly Scenario[] = firesAndNear(
  'waypoint-not-found',
  {
    title: 'The label names a waypoint that does not exist: traffic goes on without it',
    mesh: () => pair({ waypoint: 'ghost' }),
    asks: [expectFlows(CLIENT, SERVER, null)],
    silent: ['waypoint-never-ready'],
  },
  {
    title: 'The Gateways of the namespace may not be listed',
    mesh: () => guarded().unread('Gateway', 'shop', 'gateways is forbidden'),
    silent: ['waypoint-never-ready'],
  },
);
