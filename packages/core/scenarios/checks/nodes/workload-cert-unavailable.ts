import { type DumpBody, editDump } from '../../mesh/touches.ts';
import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

const REFUSED = 'signing gRPC error (The service is currently unavailable): error trying to connect';

/** ztunnel holds no certificate at all for the caller, while it has one for its neighbour. */
function withoutOwn({ certificates }: DumpBody): void {
  const own = certificates.findIndex(({ identity }) => String(identity).endsWith('/sa/client'));
  certificates.splice(own, 1);
}

export const workloadCertUnavailable: readonly Scenario[] = [
  ...firesAndNear(
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
  ),
  {
    id: 'workload-cert-missing',
    title: 'ztunnel serves the caller and has not even asked for its certificate',
    bundle: () => editDump(pair().app('web/other', { nodes: ['node-1'] }), 'node-1', withoutOwn).bundle(),
    asks: [expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'workload-cert-unavailable', { blame: 'istio' })],
    fires: ['workload-cert-unavailable'],
  },
];
