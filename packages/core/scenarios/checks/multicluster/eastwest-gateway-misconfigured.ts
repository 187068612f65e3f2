import type { Scenario } from '../../scenario.ts';
import { connected, remoteGateway } from '../networks.ts';
import { firesAndNear } from '../pair.ts';

export const eastwestGatewayMisconfigured: readonly Scenario[] = firesAndNear(
  'eastwest-gateway-misconfigured',
  {
    title: 'The gateway of another network listens on another port',
    mesh: () =>
      connected().object(
        remoteGateway('west', 'far', {
          listeners: [{ name: 'mesh', port: 15443, protocol: 'TLS', tls: { mode: 'Passthrough' } }],
        }),
      ),
  },
  {
    title: 'The gateway of another network is as it should be',
    mesh: () => connected().object(remoteGateway('west')),
  },
);
