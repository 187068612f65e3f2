import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { connected, remoteGateway, withFlag } from '../networks.ts';
import { behindGateway, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

/** A shared Service whose pods run in another network only. */
const away = (): Mesh =>
  behindGateway(connected(pair({ service: { labels: { 'istio.io/global': 'true' } } })))
    .object(remoteGateway('west'))
    .scale('shop/server', 0)
    .remote('shop/server', 'west', { address: '198.51.100.40', port: 15008 });

export const ingressMultinetworkOff: readonly Scenario[] = firesAndNear(
  'ingress-multinetwork-off',
  {
    title: 'A gateway is asked for a Service that runs in another network only',
    mesh: away,
    asks: [
      {
        from: 'gateway:edge/public',
        to: SERVER,
        expect: { verdict: ['blocked'], hop: 'resolution', cause: 'ingress-multinetwork-off', blame: 'configuration' },
      },
    ],
  },
  {
    title: 'Gateways may cross networks',
    mesh: () => withFlag(away(), 'AMBIENT_ENABLE_MULTI_NETWORK_INGRESS'),
    asks: [expectFlows('gateway:edge/public', SERVER, null)],
  },
);
