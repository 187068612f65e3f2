import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, CLIENT_ID, firesAndNear, fromPrincipals, onServer, pair, SERVER } from '../pair.ts';

export const ztunnelExplicitDeny: readonly Scenario[] = firesAndNear(
  'ztunnel-explicit-deny',
  {
    title: 'The policy denies the caller',
    mesh: () => pair().authorizationPolicy('shop/policy', onServer([fromPrincipals(CLIENT_ID)], 'DENY')),
    asks: [
      expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'ztunnel-explicit-deny', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes', 'istio'],
      }),
    ],
  },
  {
    title: 'The policy denies another caller',
    mesh: () =>
      pair().authorizationPolicy('shop/policy', onServer([fromPrincipals('cluster.local/ns/web/sa/other')], 'DENY')),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
