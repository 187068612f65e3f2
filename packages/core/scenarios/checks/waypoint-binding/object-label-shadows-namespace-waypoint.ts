import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER, WAYPOINT } from '../pair.ts';

export const objectLabelShadowsNamespaceWaypoint: readonly Scenario[] = firesAndNear(
  'object-label-shadows-namespace-waypoint',
  {
    title: 'A Service names a waypoint that does not exist, its namespace one that does',
    mesh: () =>
      pair({ waypoint: 'gone' }).labelNamespace('shop', 'istio.io/use-waypoint', 'waypoint').waypoint(WAYPOINT),
    asks: [expectFlows(CLIENT, SERVER, null)],
    also: ['waypoint-not-found'],
  },
  {
    title: 'The Service takes the waypoint of its namespace',
    mesh: () => pair().labelNamespace('shop', 'istio.io/use-waypoint', 'waypoint').waypoint(WAYPOINT),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
);
