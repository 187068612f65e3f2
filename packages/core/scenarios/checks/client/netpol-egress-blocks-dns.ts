import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, inNamespace, OUTSIDER, SERVER, withOutsider } from '../pair.ts';

/** A policy that lets an app out to one namespace, and nowhere else. */
const onlyTo = (app: string, namespace: string): Record<string, unknown> => ({
  podSelector: { matchLabels: { app } },
  policyTypes: ['Egress'],
  egress: [{ to: [inNamespace(namespace)] }],
});

export const netpolEgressBlocksDns: readonly Scenario[] = firesAndNear(
  'netpol-egress-blocks-dns',
  {
    title: 'A caller outside the mesh may reach the callee’s namespace, and no DNS',
    mesh: () => withOutsider().networkPolicy('legacy/egress', onlyTo('outsider', 'shop')),
    asks: [
      expectBlocked(OUTSIDER, SERVER, 'resolution', 'netpol-egress-blocks-dns', {
        blame: 'kubernetes',
        notBlame: ['application', 'istio'],
      }),
    ],
  },
  {
    title: 'The same policy on a caller in the mesh, whose ztunnel answers its names',
    mesh: () => withOutsider().networkPolicy('web/egress', onlyTo('client', 'shop')),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
