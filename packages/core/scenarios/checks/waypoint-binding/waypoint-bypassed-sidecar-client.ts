import type { Scenario } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, onService, pair, SERVER, WAYPOINT } from '../pair.ts';

export const waypointBypassedSidecarClient: readonly Scenario[] = firesAndNear(
  'waypoint-bypassed-sidecar-client',
  {
    title: 'A caller with a sidecar calls a Service with a waypoint and a policy there',
    mesh: () =>
      pair({ waypoint: 'waypoint' }, { sidecar: true })
        .waypoint(WAYPOINT)
        .authorizationPolicy('shop/policy', onService([{}])),
    asks: [expectFlows(CLIENT, SERVER, null)],
  },
  {
    title: 'A caller with a sidecar calls a Service without a waypoint',
    mesh: () => pair({}, { sidecar: true }),
    asks: [expectFlows(CLIENT, SERVER, null)],
  },
);
