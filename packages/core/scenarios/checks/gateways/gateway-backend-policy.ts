import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import { behindGateway, CLIENT, CLIENT_ID, firesAndNear, fromPrincipals, onServer, pair, SERVER } from '../pair.ts';

const GATEWAY_ID = 'cluster.local/ns/edge/sa/public-istio';

export const gatewayBackendPolicy: readonly Scenario[] = firesAndNear(
  'gateway-backend-policy',
  {
    title: 'The policy does not list the gateway',
    mesh: () => behindGateway(pair()).authorizationPolicy('shop/policy', onServer([fromPrincipals(CLIENT_ID)])),
    asks: [
      expectBlocked('gateway:edge/public', SERVER, 'destination-ztunnel', 'gateway-backend-policy', {
        blame: 'configuration',
        notBlame: ['application', 'kubernetes', 'istio'],
      }),
      expectDelivered(CLIENT, SERVER),
    ],
  },
  {
    title: 'The policy lists the gateway',
    mesh: () =>
      behindGateway(pair()).authorizationPolicy('shop/policy', onServer([fromPrincipals(CLIENT_ID, GATEWAY_ID)])),
    asks: [expectDelivered('gateway:edge/public', SERVER)],
  },
);
