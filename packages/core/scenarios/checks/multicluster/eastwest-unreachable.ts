import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { failing, onlyFar } from '../far.ts';
import { CLIENT, expectFlows, firesAndNear, SERVER } from '../pair.ts';

const TIMED_OUT = 'connection timed out, maybe a NetworkPolicy is blocking HBONE port 15008: deadline has elapsed';

export const eastwestUnreachable: readonly Scenario[] = firesAndNear(
  'eastwest-unreachable',
  {
    title: 'The ztunnels of two nodes time out on their way to the gateway of the other network',
    mesh: () => failing(failing(onlyFar(), 'node-1', TIMED_OUT, 4), 'node-2', TIMED_OUT, 2),
    asks: [
      expectBlocked(CLIENT, SERVER, 'east-west-gateway', 'eastwest-unreachable', {
        blame: 'kubernetes',
        notBlame: ['application', 'configuration', 'istio'],
      }),
    ],
  },
  {
    title: 'One of them timed out once',
    mesh: () => failing(onlyFar(), 'node-1', TIMED_OUT, 1),
    asks: [expectFlows(CLIENT, SERVER)],
  },
);
