import type { Mesh } from '../mesh/mesh.ts';
import { mesh } from '../mesh/mesh.ts';
import type { Scenario } from '../scenario.ts';
import { expectBlocked, expectDelivered } from '../scenario.ts';

const FROM = 'web/gateway-client';
const TO = 'orders/shop:80';
const CLIENT = 'cluster.local/ns/web/sa/web';
const WAYPOINT = 'cluster.local/ns/orders/sa/waypoint';

function orders(principals: readonly string[]): Mesh {
  return mesh()
    .namespace('web', { ambient: true })
    .namespace('orders', { ambient: true })
    .waypoint('orders/waypoint')
    .app('web/gateway-client', { serviceAccount: 'web', calls: [TO] })
    .app('orders/shop', { replicas: 2, waypoint: 'waypoint' })
    .authorizationPolicy('orders/allow-web', {
      selector: { matchLabels: { app: 'shop' } },
      action: 'ALLOW',
      rules: [{ from: [{ source: { principals } }] }],
    });
}

/** The rule forgets the waypoint. */
export const story4: readonly Scenario[] = [
  {
    id: 'story-4',
    title: 'The policy lists the client, but the waypoint calls in its name',
    bundle: () => orders([CLIENT]).bundle(),
    asks: [
      expectBlocked(FROM, TO, 'destination-ztunnel', 'waypoint-identity-not-allowed', {
        blame: 'configuration',
        waypoint: 'orders/waypoint',
        notCauses: ['ztunnel-default-deny', 'waypoint-no-pods', 'waypoint-pods-unhealthy', 'waypoint-denies-client'],
        notBlame: ['istio', 'application', 'kubernetes'],
      }),
    ],
    fires: ['waypoint-identity-not-allowed'],
    silent: ['waypoint-no-pods', 'waypoint-pods-unhealthy', 'endpoints-not-ready', 'app-crashing'],
  },
  {
    id: 'story-4-mended',
    title: 'The policy lists the client and the waypoint',
    bundle: () => orders([CLIENT, WAYPOINT]).bundle(),
    asks: [expectDelivered(FROM, TO, 'orders/waypoint')],
    silent: ['waypoint-identity-not-allowed', 'ztunnel-default-deny'],
  },
  {
    // The counter-case: the caller has no identity to show, so no policy is to blame.
    id: 'story-4-counter',
    title: 'The caller’s certificate has not come yet',
    bundle: () =>
      orders([CLIENT, WAYPOINT])
        .certificate({
          identity: 'web/web',
          state: 'Unavailable: signing gRPC error (The service is currently unavailable)',
        })
        .bundle(),
    asks: [
      expectBlocked(FROM, TO, 'source-ztunnel', 'workload-cert-unavailable', {
        blame: 'istio',
        notCauses: ['waypoint-identity-not-allowed', 'ztunnel-default-deny'],
        notBlame: ['configuration', 'application'],
      }),
    ],
    fires: ['workload-cert-unavailable'],
    silent: ['waypoint-identity-not-allowed', 'ztunnel-default-deny'],
  },
];
