import type { Scenario } from '../scenario.ts';
import { expectBlocked, expectDelivered } from '../scenario.ts';
import { CLIENT, CLIENT_ID, firesAndNear, fromPrincipals, onServer, pair, SERVER, toOperation } from './pair.ts';

export const l7AllowAtZtunnel: readonly Scenario[] = firesAndNear(
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
    title: 'A second rule asks for the caller alone',
    mesh: () =>
      pair().authorizationPolicy(
        'shop/policy',
        onServer([toOperation({ methods: ['GET'] }), fromPrincipals(CLIENT_ID)]),
      ),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
