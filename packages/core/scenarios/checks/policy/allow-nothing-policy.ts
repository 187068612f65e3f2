import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, CLIENT_ID, firesAndNear, fromPrincipals, onServer, pair, SERVER } from '../pair.ts';

export const allowNothingPolicy: readonly Scenario[] = firesAndNear(
  'allow-nothing-policy',
  {
    title: 'A policy without rules denies everything',
    mesh: () => pair().authorizationPolicy('shop/nothing', {}),
    asks: [
      expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'allow-nothing-policy', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes', 'istio'],
      }),
    ],
  },
  {
    title: 'Another policy allows the call',
    mesh: () =>
      pair()
        .authorizationPolicy('shop/nothing', {})
        .authorizationPolicy('shop/policy', onServer([fromPrincipals(CLIENT_ID)])),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
