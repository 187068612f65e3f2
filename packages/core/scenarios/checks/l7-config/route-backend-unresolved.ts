import { expectDelivered, type Scenario } from '../../scenario.ts';
import { CLIENT, firesAndNear, guarded, pair, SERVER, WAYPOINT } from '../pair.ts';
import { to } from '../routes.ts';

export const routeBackendUnresolved: readonly Scenario[] = [
  ...firesAndNear(
    'route-backend-unresolved',
    {
      title: 'One in ten requests goes to a Service that does not exist',
      mesh: () => guarded().meshRoute('shop/server', [{ path: '/', to: [to('server', 80, 9), to('gone')] }]),
      asks: [
        {
          from: CLIENT,
          to: SERVER,
          expect: {
            verdict: ['varies'],
            hop: 'waypoint',
            cause: 'route-backend-unresolved',
            blame: 'configuration',
            waypoint: WAYPOINT,
          },
        },
      ],
    },
    {
      title: 'A backend without weight may point anywhere; one in another namespace needs no grant within the mesh',
      mesh: () =>
        guarded()
          .namespace('far', { ambient: true })
          .app('far/other', { nodes: ['node-2'] })
          .meshRoute('shop/server', [
            { path: '/', to: [to('server'), to('gone', 80, 0), { ...to('other'), namespace: 'far' }] },
          ]),
      asks: [expectDelivered(CLIENT, SERVER, WAYPOINT)],
    },
  ),
  {
    id: 'gateway-route-to-nowhere',
    title: 'A route of the gateway names a Service that does not exist, so that no call shows it',
    bundle: () => {
      const inside = pair()
        .namespace('edge')
        .gateway('edge/public', {
          routes: [
            { host: 'shop.example', to: SERVER },
            { host: 'gone.example', to: 'shop/gone:80' },
          ],
        });
      return inside.bundle();
    },
    asks: [
      expectDelivered('gateway:edge/public', SERVER),
      {
        from: 'gateway:edge/public',
        to: 'host:gone.example:80',
        expect: { verdict: ['blocked'], hop: 'gateway', cause: 'route-backend-unresolved', blame: 'configuration' },
      },
    ],
    fires: ['route-backend-unresolved'],
  },
  {
    id: 'gateway-route-without-grant',
    title: 'A route beside the gateway sends to a Service in another namespace, which no ReferenceGrant allows',
    bundle: () => {
      const parents = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public', namespace: 'edge' }];
      const inside = pair().namespace('edge').gateway('edge/public', {});
      return inside
        .object({
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'HTTPRoute',
          metadata: { name: 'shop', namespace: 'edge' },
          spec: {
            parentRefs: parents,
            hostnames: ['shop.example'],
            rules: [{ backendRefs: [{ name: 'server', namespace: 'shop', port: 80 }] }],
          },
        })
        .bundle();
    },
    asks: [
      {
        from: 'gateway:edge/public',
        to: 'host:shop.example:80',
        expect: { verdict: ['blocked'], hop: 'gateway', cause: 'route-backend-unresolved', blame: 'configuration' },
      },
    ],
    fires: ['route-backend-unresolved'],
  },
];
