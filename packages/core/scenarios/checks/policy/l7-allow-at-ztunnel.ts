import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import {
  CLIENT,
  expectFlows,
  firesAndNear,
  guarded,
  onServer,
  onService,
  pair,
  SERVER,
  toOperation,
  WAYPOINT,
} from '../pair.ts';

/** The Service has a waypoint, and the policy is at its pods. */
const besideWaypoint: Scenario = {
  id: 'l7-allow-beside-waypoint',
  title: 'A policy with HTTP rules selects the pods behind a waypoint, where ztunnel enforces it',
  bundle: () =>
    guarded()
      .authorizationPolicy('shop/policy', onServer([toOperation({ methods: ['GET'] })]))
      .bundle(),
  asks: [expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'l7-allow-at-ztunnel', { blame: 'configuration' })],
  fires: ['l7-allow-at-ztunnel'],
};

const ofPair = firesAndNear(
  'l7-allow-at-ztunnel',
  {
    title: 'Every rule asks for an HTTP method, which ztunnel cannot see',
    mesh: () => pair().authorizationPolicy('shop/policy', onServer([toOperation({ methods: ['GET'] })])),
    asks: [
      expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'l7-allow-at-ztunnel', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes', 'istio'],
      }),
    ],
  },
  {
    title: 'The same rule, bound to the waypoint, which can see it',
    mesh: () => guarded().authorizationPolicy('shop/policy', onService([toOperation({ methods: ['GET'] })])),
    asks: [expectFlows(CLIENT, SERVER, WAYPOINT)],
  },
);

export const l7AllowAtZtunnel: readonly Scenario[] = [...ofPair, besideWaypoint];
