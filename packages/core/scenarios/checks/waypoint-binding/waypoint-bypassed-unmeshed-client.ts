import type { Scenario } from '../../scenario.ts';
import { expectFlows, firesAndNear, OUTSIDER, onService, SERVER, WAYPOINT, withOutsider } from '../pair.ts';

export const waypointBypassedUnmeshedClient: readonly Scenario[] = firesAndNear(
  'waypoint-bypassed-unmeshed-client',
  {
    title: 'A caller outside the mesh calls a Service with a waypoint and a policy there',
    mesh: () =>
      withOutsider({ waypoint: 'waypoint' })
        .waypoint(WAYPOINT)
        .authorizationPolicy('shop/policy', onService([{}])),
    asks: [expectFlows(OUTSIDER, SERVER, null)],
  },
  {
    title: 'The pods accept encrypted calls only',
    mesh: () =>
      withOutsider({ waypoint: 'waypoint' })
        .waypoint(WAYPOINT)
        .authorizationPolicy('shop/policy', onService([{}]))
        .peerAuthentication('shop/default', 'STRICT'),
    asks: [{ from: OUTSIDER, to: SERVER, expect: { verdict: ['blocked'], cause: 'strict-mtls-rejects-plaintext' } }],
  },
);
