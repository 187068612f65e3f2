import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import {
  CLIENT,
  CLIENT_ID,
  expectFlows,
  firesAndNear,
  fromPrincipals,
  guarded,
  onService,
  pair,
  SERVER,
  WAYPOINT,
} from '../pair.ts';

export const targetrefPolicyNotBound: readonly Scenario[] = firesAndNear(
  'targetref-policy-not-bound',
  {
    title: 'A policy targets a Service that has no waypoint',
    mesh: () => pair().authorizationPolicy('shop/policy', onService([fromPrincipals('cluster.local/ns/web/sa/other')])),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'The Service has a waypoint',
    mesh: () => guarded().authorizationPolicy('shop/policy', onService([fromPrincipals(CLIENT_ID)])),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
  },
);
