import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

export const cniAgentNotReady: readonly Scenario[] = firesAndNear(
  'cni-agent-not-ready',
  {
    title: 'The CNI agent of the callee’s node is not ready: running pods go on',
    mesh: () => pair().fault('istio-system/istio-cni-node', { state: 'unready', since: LONG, on: ['node-2'] }),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'The agent is not ready for ten seconds',
    mesh: () => pair().fault('istio-system/istio-cni-node', { state: 'unready', since: 10, on: ['node-2'] }),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
