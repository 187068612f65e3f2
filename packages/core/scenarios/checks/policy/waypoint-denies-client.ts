import type { Scenario } from '../../scenario.ts';
import { expectBlocked, expectDelivered } from '../../scenario.ts';
import {
  behindGateway,
  CLIENT,
  CLIENT_ID,
  firesAndNear,
  fromPrincipals,
  guarded,
  onService,
  pair,
  SERVER,
  toOperation,
  WAYPOINT,
} from '../pair.ts';

const GATEWAY = 'gateway:edge/public';

export const waypointDeniesClient: readonly Scenario[] = [
  ...firesAndNear(
    'waypoint-denies-client',
    {
      title: 'The policy at the waypoint lists another caller',
      mesh: () =>
        guarded().authorizationPolicy('shop/policy', onService([fromPrincipals('cluster.local/ns/web/sa/other')])),
      asks: [
        expectBlocked(CLIENT, SERVER, 'waypoint', 'waypoint-denies-client', {
          blame: 'configuration',
          waypoint: WAYPOINT,
          notBlame: ['application', 'kubernetes', 'istio'],
        }),
      ],
    },
    {
      title: 'It lists the caller',
      mesh: () => guarded().authorizationPolicy('shop/policy', onService([fromPrincipals(CLIENT_ID)])),
      asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    },
  ),
  {
    id: 'gateway-denies-outside',
    title: 'A policy at the gateway admits one path only',
    bundle: () =>
      behindGateway(pair())
        .authorizationPolicy('edge/paths', {
          targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }],
          rules: [toOperation({ paths: ['/open/*'] })],
        })
        .bundle(),
    asks: [
      { ...expectDelivered(GATEWAY, SERVER), http: { path: '/open/x', headers: { host: 'shop.example' } } },
      {
        ...expectBlocked(GATEWAY, SERVER, 'gateway', 'waypoint-denies-client', { blame: 'configuration' }),
        http: { path: '/closed', headers: { host: 'shop.example' } },
      },
    ],
    fires: ['waypoint-denies-client'],
  },
];
