import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, guarded, SERVER } from '../pair.ts';

export const waypointBypassedHeadless: readonly Scenario[] = firesAndNear(
  'waypoint-bypassed-headless',
  {
    title: 'A headless Service is bound to a waypoint no client uses',
    mesh: () => guarded({}, { service: { headless: true } }),
    asks: [expectFlows(CLIENT, SERVER, null)],
  },
  {
    title: 'The waypoint takes workload traffic too',
    mesh: () =>
      guarded({ for: 'all' }, { service: { headless: true }, labels: { 'istio.io/use-waypoint': 'waypoint' } }),
  },
);
