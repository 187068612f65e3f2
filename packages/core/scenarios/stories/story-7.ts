import type { Mesh } from '../mesh/mesh.ts';
import { mesh } from '../mesh/mesh.ts';
import type { WaypointOptions } from '../mesh/options.ts';
import type { Ask, Scenario } from '../scenario.ts';
import { expectBlocked, expectDelivered } from '../scenario.ts';

const GATEWAY = 'gateway:edge/gw';
const CLIENT = 'web/client';
const TO = 'shop/orders:80';
const ADMIN = { method: 'GET', path: '/admin' } as const;

function guardedOrders(waypoint: WaypointOptions = {}): Mesh {
  return mesh()
    .namespace('edge')
    .namespace('web', { ambient: true })
    .namespace('shop', { ambient: true })
    .waypoint('shop/waypoint', waypoint)
    .app('web/client', { calls: [TO] })
    .app('shop/orders', { replicas: 2, waypoint: 'waypoint' })
    .gateway('edge/gw', { routes: [{ host: 'orders.example', to: TO }] })
    .authorizationPolicy('shop/no-admin', {
      targetRefs: [{ group: '', kind: 'Service', name: 'orders' }],
      action: 'DENY',
      rules: [{ to: [{ operation: { paths: ['/admin*'] } }] }],
    });
}

function passesUnjudged(from: string): Ask {
  return {
    from,
    to: TO,
    http: ADMIN,
    expect: {
      verdict: ['degraded', 'delivered'],
      hop: null,
      waypoint: null,
      notCauses: ['waypoint-denies-client', 'waypoint-no-pods'],
      notBlame: ['application', 'kubernetes'],
    },
  };
}

/** The waypoint is there, but not on this road. */
export const story7: readonly Scenario[] = [
  {
    id: 'story-7a',
    title: 'The ingress gateway goes round the waypoint, and so round its policy',
    bundle: () => guardedOrders().bundle(),
    asks: [
      passesUnjudged(GATEWAY),
      expectDelivered(CLIENT, TO, 'shop/waypoint'),
      {
        ...expectBlocked(CLIENT, TO, 'waypoint', 'waypoint-denies-client', {
          blame: 'configuration',
          waypoint: 'shop/waypoint',
        }),
        http: ADMIN,
      },
    ],
    fires: ['waypoint-bypassed-ingress'],
    silent: ['waypoint-no-pods', 'waypoint-never-ready', 'targetref-policy-not-bound'],
  },
  {
    id: 'story-7c',
    title: 'No controller ever took the waypoint: traffic goes on without its rules',
    bundle: () => guardedOrders({ state: 'waiting', since: 600, className: 'istio-waypoints' }).bundle(),
    asks: [passesUnjudged(CLIENT)],
    fires: ['waypoint-never-ready', 'targetref-policy-not-bound'],
    silent: ['waypoint-no-pods', 'waypoint-pods-unhealthy', 'waypoint-not-found', 'waypoint-bypassed-ingress'],
  },
  {
    id: 'story-7d',
    title: 'The waypoint was ready and crashes now: what must pass it fails',
    bundle: () => guardedOrders({ replicas: 1 }).fault('shop/waypoint', { state: 'crash', since: 300 }).bundle(),
    asks: [
      {
        from: CLIENT,
        to: TO,
        expect: {
          verdict: ['blocked'],
          hop: 'waypoint',
          blame: 'istio',
          waypoint: 'shop/waypoint',
          notCauses: ['waypoint-never-ready', 'waypoint-not-found'],
          notBlame: ['application', 'configuration'],
        },
      },
    ],
    fires: ['waypoint-no-pods'],
    silent: ['waypoint-never-ready', 'waypoint-not-found', 'targetref-policy-not-bound'],
  },
];
