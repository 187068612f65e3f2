import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import {
  CLIENT,
  CLIENT_ID,
  firesAndNear,
  fromPrincipals,
  guarded,
  onServer,
  SERVER,
  WAYPOINT,
  WAYPOINT_ID,
} from '../pair.ts';

export const waypointIdentityNotAllowed: readonly Scenario[] = firesAndNear(
  'waypoint-identity-not-allowed',
  {
    title: 'The policy lists the caller, and the waypoint calls',
    mesh: () => guarded().authorizationPolicy('shop/policy', onServer([fromPrincipals(CLIENT_ID)])),
    asks: [
      expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'waypoint-identity-not-allowed', {
        blame: 'configuration',
        waypoint: WAYPOINT,
        notCauses: ['ztunnel-default-deny'],
        notBlame: ['application', 'kubernetes', 'istio'],
      }),
    ],
  },
  {
    title: 'The policy lists the waypoint',
    mesh: () => guarded().authorizationPolicy('shop/policy', onServer([fromPrincipals(WAYPOINT_ID)])),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
