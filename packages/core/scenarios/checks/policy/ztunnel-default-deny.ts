import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, CLIENT_ID, firesAndNear, fromPrincipals, onServer, pair, SERVER } from '../pair.ts';

export const ztunnelDefaultDeny: readonly Scenario[] = firesAndNear(
  'ztunnel-default-deny',
  {
    title: 'The policy lists another caller',
    mesh: () => pair().authorizationPolicy('shop/policy', onServer([fromPrincipals('cluster.local/ns/web/sa/other')])),
    asks: [
      expectBlocked(CLIENT, SERVER, 'destination-ztunnel', 'ztunnel-default-deny', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes', 'istio'],
      }),
    ],
  },
  {
    title: 'The policy lists the caller',
    mesh: () => pair().authorizationPolicy('shop/policy', onServer([fromPrincipals(CLIENT_ID)])),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
