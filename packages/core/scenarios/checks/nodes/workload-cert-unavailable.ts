import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const REFUSED = 'signing gRPC error (The service is currently unavailable): error trying to connect';

export const workloadCertUnavailable: readonly Scenario[] = firesAndNear(
  'workload-cert-unavailable',
  {
    title: 'istiod does not sign the caller’s certificate',
    mesh: () => pair().certificate({ identity: CLIENT, state: `Unavailable: ${REFUSED}` }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'workload-cert-unavailable', {
        blame: 'istio',
        notBlame: ['application'],
      }),
    ],
  },
  {
    title: 'A pod is gone and its certificate with it',
    mesh: () =>
      pair().certificate({
        identity: 'web/gone',
        node: 'node-1',
        state: 'Unavailable: the identity is no longer needed',
      }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
