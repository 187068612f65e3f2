import { expectBlocked, type Scenario } from '../../scenario.ts';
import { sayOfListener, withListeners } from '../listener-conditions.ts';
import { behindGateway, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

const CONFLICT = {
  type: 'Conflicted',
  status: 'True',
  reason: 'ProtocolConflict',
  message: 'Found conflicting protocols on the port 80',
};

export const gatewayListenerInvalid: readonly Scenario[] = [
  ...firesAndNear(
    'gateway-listener-invalid',
    {
      title: 'The only listener contradicts another object on its port',
      mesh: () => sayOfListener(behindGateway(pair()), 'http', CONFLICT),
      asks: [
        expectBlocked('gateway:edge/public', SERVER, 'gateway', 'gateway-listener-invalid', {
          blame: 'configuration',
          notBlame: ['application', 'istio'],
        }),
      ],
    },
    {
      title: 'The contradiction was seen a moment ago',
      mesh: () => sayOfListener(behindGateway(pair()), 'http', CONFLICT, 20),
      asks: [expectFlows('gateway:edge/public', SERVER)],
    },
  ),
  {
    id: 'gateway-other-listener-invalid',
    title: 'Another listener is invalid; what comes in by the first goes on',
    bundle: () =>
      sayOfListener(
        withListeners(behindGateway(pair()), 'edge/public', { name: 'udp', port: 53, protocol: 'UDP' }),
        'udp',
        {
          type: 'Accepted',
          status: 'False',
          reason: 'UnsupportedProtocol',
          message: 'protocol "UDP" is not supported',
        },
      ).bundle(),
    asks: [expectFlows('gateway:edge/public', SERVER)],
    fires: ['gateway-listener-invalid'],
  },
];
