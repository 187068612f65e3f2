import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, pair, SERVER, WAYPOINT } from '../pair.ts';
import { to } from '../routes.ts';

const RULES = [{ path: '/', to: [to('server')] }];

export const routeResolvedwaypointsMessage: readonly Scenario[] = [
  ...firesAndNear(
    'route-resolvedwaypoints-message',
    {
      title: 'The status of a route is True, and its message says that nobody applies it',
      mesh: () => pair().meshRoute('shop/server', RULES),
      asks: [expectFlows(CLIENT, SERVER, null)],
    },
    {
      title: 'The Service is labelled, and the message says so',
      mesh: () => guarded().meshRoute('shop/server', RULES),
      asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    },
  ),
  {
    id: 'route-message-outside-the-mesh',
    title: 'Pods outside the mesh have no waypoint to miss',
    bundle: () => pair({ capture: 'absent', labels: {} }).meshRoute('shop/server', RULES).bundle(),
    asks: [],
    silent: ['route-resolvedwaypoints-message'],
  },
];
