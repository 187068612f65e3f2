import { expect, test } from 'vitest';
import { gateway, namespace, service, smallMesh } from '../small-mesh.ts';
import { waypointOfService } from './waypoint.ts';
import { boundConditionOf } from './waypoint-status.ts';

const USE = { 'istio.io/use-waypoint': 'wp' };
const INGRESS = 'istio.io/ingress-use-waypoint';

function said(labels: Record<string, string>, waypoint = gateway('shop/wp'), isService = true) {
  const one = service('shop/s', { labels });
  const mesh = smallMesh({ namespaces: [namespace('shop')], gateways: [waypoint], services: [one] });
  return boundConditionOf(mesh, one, waypointOfService(mesh, one), isService);
}

test.each([
  ['bound', USE, 'Successfully attached to waypoint shop/wp'],
  [
    'and ingress too',
    { ...USE, [INGRESS]: 'true' },
    'Successfully attached to waypoint shop/wp. Ingress traffic will traverse the waypoint',
  ],
  [
    'a word that is no boolean',
    { ...USE, [INGRESS]: 'eurt' },
    'Successfully attached to waypoint shop/wp. Ingress traffic is not using the waypoint, set the istio.io/ingress-use-waypoint label to true if desired.',
  ],
])('ST1: %s', (_name, labels, message) => {
  expect(said(labels)).toEqual({ status: true, reason: 'WaypointAccepted', message });
});

test.each([
  [gateway('shop/other'), 'WaypointIsNotReady', 'waypoint "shop/wp" is not ready'],
  [gateway('shop/wp', { addresses: [] }), 'WaypointIsNotReady', 'waypoint "shop/wp" is not ready'],
  [
    gateway('shop/wp', { labels: { 'istio.io/waypoint-for': 'workload' } }),
    'UnsupportedTrafficType',
    'attempting to bind to traffic type "service" which the waypoint "shop/wp" does not support',
  ],
])('ST1: refused', (waypoint, reason, message) => {
  expect(said(USE, waypoint)).toEqual({ status: false, reason, message });
});

test('ST1: nothing is said where nothing is asked for, or opted out', () => {
  expect(said({})).toBeNull();
  expect(said({ 'istio.io/use-waypoint': 'none' })).toBeNull();
});
