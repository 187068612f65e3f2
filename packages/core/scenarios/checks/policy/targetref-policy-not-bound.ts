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

export const targetrefPolicyNotBound: readonly Scenario[] = [
  ...firesAndNear(
    'targetref-policy-not-bound',
    {
      title: 'A policy targets a Service that has no waypoint',
      mesh: () =>
        pair().authorizationPolicy('shop/policy', onService([fromPrincipals('cluster.local/ns/web/sa/other')])),
      asks: [expectFlows(CLIENT, SERVER)],
    },
    {
      title: 'The Service has a waypoint',
      mesh: () => guarded().authorizationPolicy('shop/policy', onService([fromPrincipals(CLIENT_ID)])),
      asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    },
  ),
  {
    id: 'targetref-class-not-bound',
    title: 'A policy outside the root namespace targets the class of waypoints',
    bundle: () =>
      guarded()
        .authorizationPolicy('shop/all', {
          targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' }],
          action: 'DENY',
          rules: [fromPrincipals('cluster.local/ns/web/sa/other')],
        })
        .bundle(),
    asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    fires: ['targetref-policy-not-bound'],
  },
];
