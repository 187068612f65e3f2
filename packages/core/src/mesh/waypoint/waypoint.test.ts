import { expect, test } from 'vitest';
import type { MeshState } from '../../state/mesh-state.ts';
import {
  gateway,
  gatewayClass,
  listener,
  meshConfig,
  namespace,
  pod,
  service,
  serviceEntry,
  smallMesh,
} from '../small-mesh.ts';
import {
  allowsNamespace,
  gatewayOfInstance,
  healthyPodsOfGateway,
  isWaypointGateway,
  trafficTypeOf,
  type WaypointBinding,
  waypointAddressOf,
  waypointOfEntry,
  waypointOfPod,
  waypointOfService,
  waypointOfServiceEntry,
} from './waypoint.ts';

const USE = 'istio.io/use-waypoint';
const USE_NAMESPACE = 'istio.io/use-waypoint-namespace';

const said = (binding: WaypointBinding): string => {
  if (binding.state === 'bound') return `bound ${binding.gateway.namespace}/${binding.gateway.name}`;
  return binding.state === 'unbound' ? `${binding.reason} (${binding.detail})` : binding.state;
};

const ready = gateway('shop/wp');
const never = gateway('shop/never', { addresses: [] });
const all = listener({ allowedFrom: 'All' });
const shared = gateway('infra/shared', { listeners: [all] });
const closed = gateway('infra/closed');

function bindingOf(
  ofService: Record<string, string>,
  ofNamespace: Record<string, string> = {},
  parts: Partial<MeshState> = {},
): string {
  const one = service('shop/cart', { labels: ofService });
  const mesh = smallMesh({
    namespaces: [namespace('shop', ofNamespace)],
    services: [one],
    gateways: [ready, never, shared, closed],
    ...parts,
  });
  return said(waypointOfService(mesh, one));
}

test.each([
  [{}, {}, 'none'],
  [{ [USE]: 'wp' }, {}, 'bound shop/wp'],
  [{}, { [USE]: 'wp' }, 'bound shop/wp'],
  [{ [USE]: 'none' }, { [USE]: 'wp' }, 'opted-out'],
  [{}, { [USE]: 'none' }, 'opted-out'],
  [{ [USE]: '' }, { [USE]: 'wp' }, 'WaypointIsNotReady (not-found)'],
  [{ [USE]: 'None' }, { [USE]: 'wp' }, 'WaypointIsNotReady (not-found)'],
  [{ [USE]: 'ghost' }, { [USE]: 'wp' }, 'WaypointIsNotReady (not-found)'],
  [{ [USE]: 'never' }, { [USE]: 'wp' }, 'WaypointIsNotReady (never-ready)'],
  [{ [USE]: 'shared', [USE_NAMESPACE]: 'infra' }, {}, 'bound infra/shared'],
  [{}, { [USE]: 'shared', [USE_NAMESPACE]: 'infra' }, 'bound infra/shared'],
  [{ [USE]: 'closed', [USE_NAMESPACE]: 'infra' }, {}, 'AttachmentDenied (denied)'],
  [{ [USE]: 'wp' }, { [USE_NAMESPACE]: 'infra' }, 'bound shop/wp'],
  [{ [USE_NAMESPACE]: 'infra' }, { [USE]: 'wp' }, 'bound shop/wp'],
])('W8: service %j, namespace %j: %s', (ofService, ofNamespace, expected) => {
  expect(bindingOf(ofService, ofNamespace)).toBe(expected);
});

test.each([
  ['service', 'bound shop/wp', 'UnsupportedTrafficType (traffic-type)', 'none'],
  ['workload', 'UnsupportedTrafficType (traffic-type)', 'bound shop/wp', 'bound shop/wp'],
  ['all', 'bound shop/wp', 'bound shop/wp', 'bound shop/wp'],
  ['none', 'UnsupportedTrafficType (traffic-type)', 'UnsupportedTrafficType (traffic-type)', 'none'],
  ['Services', 'UnsupportedTrafficType (traffic-type)', 'UnsupportedTrafficType (traffic-type)', 'none'],
])(
  'W9, W10: a waypoint for %s: a service gets %s, a pod by its own label %s, by its namespace %s',
  (type, ofService, ofPod, ofNamespace) => {
    const waypoint = gateway('shop/wp', { labels: { 'istio.io/waypoint-for': type } });
    const label = { [USE]: 'wp' };
    const mesh = smallMesh({ gateways: [waypoint], namespaces: [namespace('shop')] });
    const inherited = smallMesh({ gateways: [waypoint], namespaces: [namespace('shop', label)] });
    expect(said(waypointOfService(mesh, service('shop/s', { labels: label })))).toBe(ofService);
    expect(said(waypointOfPod(mesh, pod('shop/a', { labels: label })))).toBe(ofPod);
    expect(said(waypointOfPod(inherited, pod('shop/a')))).toBe(ofNamespace);
  },
);

test('W4: the label of the Gateway, then of its class, then service', () => {
  const classes = [gatewayClass('istio-waypoint', { labels: { 'istio.io/waypoint-for': 'all' } })];
  const mesh = smallMesh({ gatewayClasses: classes });
  expect(trafficTypeOf(mesh, gateway('shop/wp'))).toBe('all');
  expect(trafficTypeOf(mesh, gateway('shop/wp', { labels: { 'istio.io/waypoint-for': 'workload' } }))).toBe('workload');
  expect(trafficTypeOf(mesh, gateway('shop/wp', { className: 'unheard-of' }))).toBe('service');
});

test.each(['istio.io-mesh-controller', 'istio.io-eastwest-controller'])(
  'W9: a Service managed by %s never has a waypoint',
  (managed) => {
    expect(bindingOf({ [USE]: 'wp', 'gateway.istio.io/managed': managed })).toBe('none');
    expect(bindingOf({ [USE]: 'wp', 'gateway.istio.io/managed': 'istio.io-gateway-controller' })).toBe('bound shop/wp');
  },
);

test('W10: an instance of a ready waypoint has none, of a Gateway that is not in the table it has', () => {
  const mesh = smallMesh({
    namespaces: [namespace('shop', { [USE]: 'wp' })],
    gateways: [gateway('shop/wp', { labels: { 'istio.io/waypoint-for': 'all' } }), never],
  });
  const instance = (name: string) => pod('shop/i', { labels: { 'gateway.networking.k8s.io/gateway-name': name } });
  expect(said(waypointOfPod(mesh, instance('wp')))).toBe('none');
  expect(said(waypointOfPod(mesh, instance('never')))).toBe('bound shop/wp');
  expect(said(waypointOfEntry(mesh, { namespace: 'shop', labels: {} }))).toBe('bound shop/wp');
});

test('W9, D5: an entry of NAMESPACE visibility may not use a waypoint elsewhere, one of NONE has none', () => {
  const labels = { [USE]: 'shared', [USE_NAMESPACE]: 'infra' };
  const entry = serviceEntry('shop/db', { labels });
  const told = (byDefault: string, one = entry) => {
    const config = meshConfig({ serviceEntryVisibility: { byDefault, policies: [] } });
    return said(
      waypointOfServiceEntry(
        smallMesh({ namespaces: [namespace('shop')], gateways: [shared, ready], meshConfig: config }),
        one,
      ),
    );
  };
  expect(told('PUBLIC')).toBe('bound infra/shared');
  expect(told('NAMESPACE')).toBe('CrossNamespaceWaypointForbidden (cross-namespace)');
  expect(told('NAMESPACE', { ...entry, labels: { [USE]: 'wp' } })).toBe('bound shop/wp');
  expect(told('NONE')).toBe('none');
});

test('what was not read is unknown, not absent', () => {
  const one = service('shop/cart', { labels: { [USE]: 'wp' } });
  expect(said(waypointOfService(smallMesh({ sources: [], services: [one] }), one))).toBe('unknown');
  const plain = service('shop/cart');
  expect(said(waypointOfService(smallMesh({ sources: [], services: [plain] }), plain))).toBe('unknown');
});

test.each([
  ['Same', null, 'infra', true],
  ['Same', null, 'shop', false],
  ['All', null, 'shop', true],
  ['Selector', { team: 'a' }, 'shop', true],
  ['Selector', { team: 'b' }, 'shop', false],
  ['Selector', {}, 'shop', true],
  ['Selector', null, 'shop', false],
  ['None', null, 'shop', false],
])('W5, W15: from %s %j lets %s in: %s', (allowedFrom, labels, from, expected) => {
  const allowedSelector = labels && { matchLabels: labels as Record<string, string>, matchExpressions: [] };
  const waypoint = gateway('infra/wp', { listeners: [listener({ allowedFrom, allowedSelector })] });
  const mesh = smallMesh({ gateways: [waypoint], namespaces: [namespace('shop', { team: 'a' })] });
  expect(allowsNamespace(mesh, waypoint, from)).toBe(expected);
});

test('W5: without an HBONE listener the namespace decides', () => {
  const odd = gateway('shop/wp', { listeners: [listener({ port: 80, protocol: 'HTTP', allowedFrom: 'All' })] });
  expect(allowsNamespace(smallMesh({}), odd, 'web')).toBe(false);
});

test.each([
  [
    [
      { type: 'IPAddress', value: '10.96.0.9' },
      { type: 'Hostname', value: 'wp.shop' },
    ],
    { type: 'Hostname', value: 'wp.shop' },
  ],
  [
    [
      { type: 'IPAddress', value: 'x' },
      { type: 'IPAddress', value: 'fd00::9' },
    ],
    { type: 'IPAddress', value: 'fd00::9' },
  ],
  [[{ type: 'NamedAddress', value: 'lb' }], null],
  [[], null],
])('W3: of %j ztunnel is given %j', (addresses, expected) => {
  expect(waypointAddressOf(gateway('shop/wp', { addresses }))).toEqual(expected);
});

test('W6: a waypoint is known by its class, or by the name of a class that was not read', () => {
  const mesh = smallMesh({
    gatewayClasses: [gatewayClass('mine'), gatewayClass('waypoint-like', { controller: 'x/y' })],
  });
  expect(isWaypointGateway(mesh, gateway('shop/a', { className: 'mine' }))).toBe(true);
  expect(isWaypointGateway(mesh, gateway('shop/a', { className: 'waypoint-like' }))).toBe(false);
  expect(isWaypointGateway(mesh, gateway('shop/a', { className: 'istio-waypoint' }))).toBe(true);
  expect(isWaypointGateway(mesh, gateway('shop/a', { className: 'istio' }))).toBe(false);
});

test('W13: only pods that are ready and stay are chosen', () => {
  const labels = { 'gateway.networking.k8s.io/gateway-name': 'wp' };
  const pods = [
    pod('shop/good', { labels }),
    pod('shop/sick', { labels, ready: false }),
    pod('shop/going', { labels, deletedAt: '2026-01-01T00:00:00Z' }),
    pod('shop/done', { labels, phase: 'Failed' }),
    pod('web/foreign', { labels }),
    pod('shop/old', { labels: { 'istio.io/gateway-name': 'wp' } }),
  ];
  expect(healthyPodsOfGateway(smallMesh({ pods }), { namespace: 'shop', name: 'wp' }).map((one) => one.name)).toEqual([
    'good',
    'old',
  ]);
});

test('W10: the label of before 1.24 makes a pod no instance', () => {
  const mesh = smallMesh({ gateways: [gateway('shop/wp')] });
  const labelled = (key: string) => gatewayOfInstance(mesh, { namespace: 'shop', labels: { [key]: 'wp' } })?.name;
  expect(labelled('gateway.networking.k8s.io/gateway-name')).toBe('wp');
  expect(labelled('istio.io/gateway-name')).toBeUndefined();
});
