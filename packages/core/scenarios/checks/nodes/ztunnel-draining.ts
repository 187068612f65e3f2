import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

export const ztunnelDraining: readonly Scenario[] = firesAndNear(
  'ztunnel-draining',
  {
    title: "The ztunnel of the caller's node is being deleted: calls go on",
    mesh: () => pair().fault('istio-system/ztunnel', { state: 'terminating', since: 5, on: ['node-1'] }),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'The ztunnel of a node without meshed pods was restarted long ago',
    mesh: () => pair().fault('istio-system/ztunnel', { state: 'restarted', since: 7200, on: ['node-3'] }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
