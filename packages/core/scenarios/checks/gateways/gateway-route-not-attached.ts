import { expectBlocked, expectDelivered, type Scenario } from '../../scenario.ts';
import { behindGateway, firesAndNear, pair, SERVER } from '../pair.ts';

const GATEWAY = 'gateway:edge/public';
const two = () => behindGateway(pair().app('shop/other', { nodes: ['node-2'] }));

export const gatewayRouteNotAttached: readonly Scenario[] = firesAndNear(
  'gateway-route-not-attached',
  {
    title: 'No route of the gateway leads to the Service',
    mesh: two,
    asks: [
      expectDelivered(GATEWAY, SERVER),
      expectBlocked(GATEWAY, 'shop/other:80', 'gateway', 'gateway-route-not-attached', { blame: 'configuration' }),
    ],
  },
  {
    title: 'A route leads there',
    mesh: () => behindGateway(pair()),
    asks: [expectDelivered(GATEWAY, SERVER)],
  },
);
