import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

export const endpointsNotReady: readonly Scenario[] = firesAndNear(
  'endpoints-not-ready',
  {
    title: 'Every pod of the callee is not ready',
    mesh: () => pair({ replicas: 2 }).fault('shop/server', { state: 'unready', since: LONG }),
    asks: [
      expectBlocked(CLIENT, SERVER, 'resolution', 'endpoints-not-ready', { notBlame: ['istio', 'configuration'] }),
    ],
  },
  {
    title: 'One of two pods is ready',
    mesh: () => pair({ replicas: 2 }).fault('shop/server', { state: 'unready', since: LONG, on: [1] }),
    asks: [expectFlows(CLIENT, SERVER)],
  },
);
