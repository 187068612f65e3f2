import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, inNamespace, pair, SERVER } from '../pair.ts';

export const netpolEgressBlocksHbone: readonly Scenario[] = firesAndNear(
  'netpol-egress-blocks-hbone',
  {
    title: 'The caller may only leave on the application’s port',
    mesh: () =>
      pair().networkPolicy('web/egress', {
        podSelector: { matchLabels: { app: 'client' } },
        policyTypes: ['Egress'],
        egress: [{ ports: [{ protocol: 'TCP', port: 8080 }] }],
      }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'outbound-link', 'netpol-egress-blocks-hbone', {
        blame: 'kubernetes',
        notBlame: ['application', 'istio'],
      }),
    ],
  },
  {
    title: 'The caller may leave to a namespace on any port',
    mesh: () =>
      pair().networkPolicy('web/egress', {
        podSelector: { matchLabels: { app: 'client' } },
        policyTypes: ['Egress'],
        egress: [{ to: [inNamespace('shop')] }],
      }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
