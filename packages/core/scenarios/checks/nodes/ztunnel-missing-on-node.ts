import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { CLIENT, firesAndNear, pair, SERVER } from '../pair.ts';

export const ztunnelMissingOnNode: readonly Scenario[] = firesAndNear(
  'ztunnel-missing-on-node',
  {
    title: 'No ztunnel runs on the caller’s node',
    mesh: () => pair().missing('istio-system/ztunnel', 'node-1'),
    asks: [
      expectBlocked(CLIENT, SERVER, 'source-ztunnel', 'ztunnel-missing-on-node', {
        blame: 'istio',
        notBlame: ['application', 'configuration'],
      }),
    ],
  },
  {
    title: 'No ztunnel runs on a node without meshed pods',
    mesh: () => pair().missing('istio-system/ztunnel', 'node-3'),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
