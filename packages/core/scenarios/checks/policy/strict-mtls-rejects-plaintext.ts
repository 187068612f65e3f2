import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, OUTSIDER, SERVER, withOutsider } from '../pair.ts';

export const strictMtlsRejectsPlaintext: readonly Scenario[] = firesAndNear(
  'strict-mtls-rejects-plaintext',
  {
    title: 'The callee accepts mesh traffic only, and the caller is outside',
    mesh: () => withOutsider().peerAuthentication('shop/default', 'STRICT'),
    asks: [
      expectBlocked(OUTSIDER, SERVER, 'destination-ztunnel', 'strict-mtls-rejects-plaintext', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes', 'istio'],
      }),
      expectDelivered(CLIENT, SERVER),
    ],
  },
  {
    title: 'The callee’s own policy is permissive',
    mesh: () =>
      withOutsider()
        .peerAuthentication('shop/default', 'STRICT')
        .peerAuthentication('shop/server', 'PERMISSIVE', { selector: { matchLabels: { app: 'server' } } }),
    asks: [expectFlows(OUTSIDER, SERVER)],
  },
);
