import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER, WAYPOINT } from '../pair.ts';

const LABELLED = { labels: { 'istio.io/use-waypoint': 'waypoint' } };

export const podWaypointLabelIneffective: readonly Scenario[] = firesAndNear(
  'pod-waypoint-label-ineffective',
  {
    title: 'Pods ask for a waypoint that takes calls to services only',
    mesh: () => pair(LABELLED).waypoint(WAYPOINT),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'Pods ask for a waypoint that takes calls to pods',
    mesh: () => pair(LABELLED).waypoint(WAYPOINT, { for: 'workload' }),
    asks: [expectDelivered(CLIENT, SERVER, null)],
  },
);
