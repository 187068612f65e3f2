import type { Scenario } from '../../scenario.ts';
import { behindGateway, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

export const gatewayCaptured: readonly Scenario[] = firesAndNear(
  'gateway-captured',
  {
    title: 'The pods of the gateway are in the mesh themselves',
    mesh: () => behindGateway(pair()).capture('edge/public-istio', 'enabled'),
    asks: [expectFlows('gateway:edge/public', SERVER)],
  },
  {
    title: 'The pods of the gateway opt out, as they do',
    mesh: () => behindGateway(pair()),
    asks: [expectFlows('gateway:edge/public', SERVER)],
  },
);
