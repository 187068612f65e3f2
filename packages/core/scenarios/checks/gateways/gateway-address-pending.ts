import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { behindGateway, expectFlows, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

export const gatewayAddressPending: readonly Scenario[] = firesAndNear(
  'gateway-address-pending',
  {
    title: 'No load balancer gives the gateway an address',
    mesh: () =>
      pair()
        .namespace('edge')
        .gateway('edge/public', {
          state: 'address-pending',
          since: LONG,
          routes: [{ host: 'shop.example', to: SERVER }],
        }),
    asks: [expectFlows('gateway:edge/public', SERVER)],
  },
  {
    title: 'It has its address',
    mesh: () => behindGateway(pair()),
    asks: [expectDelivered('gateway:edge/public', SERVER)],
  },
);
