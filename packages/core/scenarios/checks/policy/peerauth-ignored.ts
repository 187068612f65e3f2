import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, OUTSIDER, SERVER, withOutsider } from '../pair.ts';

const ON_SERVER = { selector: { matchLabels: { app: 'server' } } };

export const peerauthIgnored: readonly Scenario[] = firesAndNear(
  'peerauth-ignored',
  {
    title: 'Strict for one workload, written in the root namespace',
    mesh: () => withOutsider().peerAuthentication('istio-system/server', 'STRICT', ON_SERVER),
    asks: [expectDelivered(CLIENT, SERVER), expectFlows(OUTSIDER, SERVER)],
  },
  {
    title: 'Strict for one workload, beside it',
    mesh: () => withOutsider().peerAuthentication('shop/server', 'STRICT', ON_SERVER),
    asks: [
      expectDelivered(CLIENT, SERVER),
      expectBlocked(OUTSIDER, SERVER, 'destination-ztunnel', 'strict-mtls-rejects-plaintext'),
    ],
  },
);
