import type { Scenario } from '../../scenario.ts';
import { expectBlocked } from '../../scenario.ts';
import { connected, remoteGateway, VM, withMachine } from '../networks.ts';
import { CLIENT, expectFlows, firesAndNear, pair } from '../pair.ts';

const calling = () => connected(pair({}, { calls: [VM] }));

export const eastwestGatewayMissing: readonly Scenario[] = firesAndNear(
  'eastwest-gateway-missing',
  {
    title: 'The endpoint of a Service lies in a network to which no gateway leads',
    mesh: () => withMachine(calling(), 'west'),
    asks: [
      expectBlocked(CLIENT, VM, 'east-west-gateway', 'eastwest-gateway-missing', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes'],
      }),
    ],
  },
  {
    title: 'A gateway leads there',
    mesh: () => withMachine(calling(), 'west').object(remoteGateway('west')),
    asks: [expectFlows(CLIENT, VM, null)],
  },
);
