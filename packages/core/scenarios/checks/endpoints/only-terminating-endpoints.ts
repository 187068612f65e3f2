import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

export const onlyTerminatingEndpoints: readonly Scenario[] = firesAndNear(
  'only-terminating-endpoints',
  {
    title: 'Every pod of the callee is shutting down',
    mesh: () => pair({ replicas: 2 }).fault('shop/server', { state: 'terminating', since: 120 }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'resolution', 'only-terminating-endpoints', {
        notBlame: ['istio', 'configuration'],
      }),
    ],
  },
  {
    title: 'One of two is',
    mesh: () => pair({ replicas: 2 }).fault('shop/server', { state: 'terminating', since: 120, on: [1] }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
