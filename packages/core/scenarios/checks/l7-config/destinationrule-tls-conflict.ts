import type { KubeObject } from '../../bundle.ts';
import { expectBlocked, expectDelivered, type Scenario } from '../../scenario.ts';
import { behindGateway, CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

const GATEWAY = 'gateway:edge/public';

/** A DestinationRule that forces a TLS mode on calls to the callee. */
const forcing = (mode: string): KubeObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'server', namespace: 'shop' },
  spec: { host: 'server.shop.svc.cluster.local', trafficPolicy: { tls: { mode } } },
});

export const destinationruleTlsConflict: readonly Scenario[] = [
  ...firesAndNear(
    'destinationrule-tls-conflict',
    {
      title: 'The gateway is made to speak plain text to pods that accept mTLS alone',
      mesh: () => behindGateway(pair()).peerAuthentication('shop/default', 'STRICT').object(forcing('DISABLE')),
      asks: [
        expectBlocked(GATEWAY, SERVER, 'outbound-link', 'destinationrule-tls-conflict', {
          blame: 'configuration',
          notBlame: ['application', 'kubernetes', 'istio'],
        }),
        expectDelivered(CLIENT, SERVER),
      ],
    },
    {
      title: 'The pods accept plain text too',
      mesh: () => behindGateway(pair()).object(forcing('DISABLE')),
      asks: [expectFlows(GATEWAY, SERVER)],
    },
  ),
  {
    id: 'destinationrule-tls-to-http',
    title: 'The gateway is made to speak TLS to a port that is declared HTTP',
    bundle: () =>
      behindGateway(pair({ ports: [{ port: 80, target: 8080, name: 'http' }] }))
        .object(forcing('SIMPLE'))
        .bundle(),
    asks: [
      expectBlocked(GATEWAY, SERVER, 'outbound-link', 'destinationrule-tls-conflict'),
      expectDelivered(CLIENT, SERVER),
    ],
    fires: ['destinationrule-tls-conflict'],
  },
  {
    id: 'destinationrule-istio-mutual',
    title: "Istio's own mTLS is what the destination wants",
    bundle: () =>
      behindGateway(pair()).peerAuthentication('shop/default', 'STRICT').object(forcing('ISTIO_MUTUAL')).bundle(),
    asks: [expectFlows(GATEWAY, SERVER)],
    silent: ['destinationrule-tls-conflict'],
  },
];
