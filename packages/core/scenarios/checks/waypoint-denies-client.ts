import type { Scenario } from '../scenario.ts';
import { expectBlocked, expectDelivered } from '../scenario.ts';
import { CLIENT, CLIENT_ID, firesAndNear, fromPrincipals, guarded, onService, SERVER, WAYPOINT } from './pair.ts';

export const waypointDeniesClient: readonly Scenario[] = firesAndNear(
  'waypoint-denies-client',
  {
    title: 'The policy at the waypoint lists another caller',
    mesh: () =>
      guarded().authorizationPolicy('shop/policy', onService([fromPrincipals('cluster.local/ns/web/sa/other')])),
    asks: [
      expectBlocked(CLIENT, SERVER, 'waypoint', 'waypoint-denies-client', {
        blame: 'configuration',
        waypoint: WAYPOINT,
        notBlame: ['application', 'kubernetes', 'istio'],
      }),
    ],
  },
  {
    title: 'It lists the caller',
    mesh: () => guarded().authorizationPolicy('shop/policy', onService([fromPrincipals(CLIENT_ID)])),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
