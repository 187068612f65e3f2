import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { admit, CLIENT, firesAndNear, inNamespace, pair, SERVER } from '../pair.ts';

export const netpolIngressBlocksHbone: readonly Scenario[] = firesAndNear(
  'netpol-ingress-blocks-hbone',
  {
    title: 'The callee admits the application’s port only',
    mesh: () => pair().networkPolicy('shop/server', admit({ app: 'server' }, [8080])),
    asks: [
      expectBlocked(CLIENT, SERVER, 'outbound-link', 'netpol-ingress-blocks-hbone', {
        blame: 'kubernetes',
        notBlame: ['application', 'istio'],
      }),
    ],
  },
  {
    title: 'A rule without ports admits every port',
    mesh: () => pair().networkPolicy('shop/server', admit({ app: 'server' }, [], inNamespace('web'))),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
