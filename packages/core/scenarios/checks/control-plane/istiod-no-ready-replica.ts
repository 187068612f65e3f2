import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

export const istiodNoReadyReplica: readonly Scenario[] = firesAndNear(
  'istiod-no-ready-replica',
  {
    title: 'istiod is scaled to nothing: what runs goes on',
    mesh: () => pair().scale('istio-system/istiod', 0),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'One of two istiods is not ready',
    mesh: () => pair().fault('istio-system/istiod', { state: 'unready', since: LONG, on: [0] }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
