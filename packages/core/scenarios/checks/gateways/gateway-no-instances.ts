import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { behindGateway, expectFlows, firesAndNear, LONG, pair, SERVER } from '../pair.ts';

function emptied(served: Mesh): Mesh {
  Object.assign(served.gatewayOf('edge/public'), { state: 'no-instances', since: LONG });
  return served.scale('edge/public-istio', 0);
}

export const gatewayNoInstances: readonly Scenario[] = firesAndNear(
  'gateway-no-instances',
  {
    title: 'The gateway has no pods',
    mesh: () => emptied(behindGateway(pair())),
    asks: [
      {
        from: 'gateway:edge/public',
        to: SERVER,
        expect: { verdict: ['blocked'], hop: 'gateway', cause: 'gateway-no-instances', notBlame: ['application'] },
      },
    ],
  },
  {
    title: 'One of two gateway pods is ready',
    mesh: () => behindGateway(pair()).fault('edge/public-istio', { state: 'unready', since: LONG, on: [0] }),
    asks: [expectFlows('gateway:edge/public', SERVER)],
  },
);
