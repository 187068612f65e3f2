import { expect, test } from 'vitest';
import type { Pod, Service } from '../../state/kubernetes.ts';
import type { MeshState } from '../../state/mesh-state.ts';
import {
  container,
  endpointSlice,
  endpointSpec,
  namespace,
  node,
  pod,
  service,
  servicePort,
  sliceEndpoint,
  smallMesh,
  workloadEntry,
} from '../small-mesh.ts';
import { chooseEndpoints, targetPortOf } from './endpoints.ts';
import { servicesOfPod } from './selection.ts';

const labels = { app: 'a' };
const backend = (name: string, rest: Partial<Pod> = {}) =>
  pod(`shop/${name}`, { labels, ips: [`10.0.0.${name.slice(1)}`], ...rest });

function choose(one: Service, pods: Pod[], port = 80, from = '', parts: Partial<MeshState> = {}) {
  const choice = chooseEndpoints(smallMesh({ services: [one], pods, ...parts }), one, port, from);
  return {
    endpoints: choice.endpoints.map((endpoint) => `${endpoint.ip}:${endpoint.port}`),
    excluded: choice.excluded.map((entry) => `${entry.pod.name} ${entry.because}`),
    selected: choice.selected,
    known: choice.servicePort !== undefined,
    preference: choice.preference,
  };
}

test('L1: ready pods that stay, of the own namespace, with the labels', () => {
  const pods = [
    backend('p1'),
    backend('p2', { ready: false }),
    backend('p3', { deletedAt: '2026-01-01T00:00:00Z' }),
    backend('p4', { phase: 'Succeeded' }),
    backend('p5', { labels: {} }),
    backend('p6', { ips: [] }),
    pod('web/p7', { labels }),
  ];
  expect(choose(service('shop/s'), pods)).toMatchObject({
    endpoints: ['10.0.0.1:8080'],
    excluded: ['p2 not-ready', 'p3 terminating', 'p6 no-address'],
    selected: 4,
  });
});

test('L1: publishNotReadyAddresses takes pods that are not ready, and those that are going', () => {
  const pods = [backend('p1', { ready: false }), backend('p2', { deletedAt: '2026-01-01T00:00:00Z' })];
  expect(choose(service('shop/s', { publishNotReady: true }), pods).endpoints).toHaveLength(2);
});

test('L2: a port that the Service does not have', () => {
  expect(choose(service('shop/s'), [backend('p1')], 81)).toMatchObject({ endpoints: [], known: false, selected: 1 });
});

test('L2: of two protocols on one port the TCP one counts', () => {
  const ports = [servicePort({ name: 'dns', protocol: 'UDP', targetPort: 53 }), servicePort({ targetPort: 8053 })];
  expect(choose(service('shop/s', { ports }), [backend('p1')]).endpoints).toEqual(['10.0.0.1:8053']);
});

test.each([
  [8080, [], 8080],
  [0, [], 80],
  ['http', [container([{ name: 'http', port: 9000 }])], 9000],
  ['http', [container([{ name: 'http', port: 9000, protocol: 'UDP' }])], null],
  ['http', [container([{ name: 'web', port: 9000 }])], null],
  ['http', [container([{ name: 'http', port: 9000 }], { init: true })], null],
  ['http', [container([{ name: 'http', port: 9000 }], { init: true, restartable: true })], 9000],
])('S4, L5: target %j', (targetPort, containers, expected) => {
  expect(targetPortOf(servicePort({ targetPort }), backend('p1', { containers }))).toBe(expected);
});

test('S4: a pod without the named port is no endpoint, the others are', () => {
  const ports = [servicePort({ targetPort: 'http' })];
  const pods = [backend('p1', { containers: [container([{ name: 'http', port: 9000 }])] }), backend('p2')];
  expect(choose(service('shop/s', { ports }), pods)).toMatchObject({
    endpoints: ['10.0.0.1:9000'],
    excluded: ['p2 port-name'],
  });
});

test.each([
  [['IPv4'], ['10.0.0.1:8080'], []],
  [['IPv6'], ['fd00::1:8080'], ['p2 ip-family']],
  [['IPv4', 'IPv6'], ['10.0.0.1:8080', '10.0.0.2:8080'], []],
])('L6: families %j', (ipFamilies, some, excluded) => {
  const pods = [backend('p1', { ips: ['10.0.0.1', 'fd00::1'] }), backend('p2')];
  const choice = choose(service('shop/s', { ipFamilies }), pods);
  expect(choice.endpoints).toEqual(expect.arrayContaining(some));
  expect(choice.excluded).toEqual(excluded);
});

const zoned = (zone: string) => ({ 'topology.kubernetes.io/region': 'r', 'topology.kubernetes.io/zone': zone });
const nodes = [node('n1', zoned('a')), node('n2', zoned('a')), node('n3', zoned('b'))];
const spread = [backend('p1', { node: 'n1' }), backend('p2', { node: 'n2' }), backend('p3', { node: 'n3' })];

test('L3: internalTrafficPolicy Local is strict', () => {
  const local = service('shop/s', { internalTrafficPolicy: 'Local' });
  expect(choose(local, spread, 80, 'n1')).toMatchObject({
    endpoints: ['10.0.0.1:8080'],
    excluded: ['p2 other-node', 'p3 other-node'],
  });
  expect(choose(local, spread, 80, 'n9').endpoints).toEqual([]);
});

test.each([
  ['', 'n1', 3],
  ['PreferClose', 'n1', 2],
  ['PreferSameZone', 'n3', 1],
  ['PreferSameNode', 'n1', 1],
  ['PreferSameNode', 'n9', 3],
  ['Sticky', 'n1', 3],
])('L3: %s from %s leaves %s', (trafficDistribution, from, count) => {
  expect(choose(service('shop/s', { trafficDistribution }), spread, 80, from, { nodes }).endpoints).toHaveLength(count);
});

test('L3: failover looks at healthy endpoints only', () => {
  const pods = spread.map((one) => (one.name === 'p1' ? { ...one, ready: false } : one));
  const choice = choose(service('shop/s', { trafficDistribution: 'PreferSameNode' }), pods, 80, 'n1', { nodes });
  expect(choice.endpoints).toEqual(['10.0.0.2:8080']);
});

test('L3: spec, then annotation, then the namespace', () => {
  const key = 'networking.istio.io/traffic-distribution';
  const shop = { ...namespace('shop'), annotations: { [key]: 'PreferClose' } };
  const count = (rest: Partial<Service>) =>
    choose(service('shop/s', rest), spread, 80, 'n1', { nodes, namespaces: [shop] }).endpoints.length;
  expect(count({})).toBe(2);
  expect(count({ annotations: { [key]: 'PreferSameNode' } })).toBe(1);
  expect(count({ annotations: { [key]: 'PreferSameNode' }, trafficDistribution: 'PreferClose' })).toBe(2);
  // A word that istiod does not know is passed over in the spec, and ends the search in an annotation.
  expect(count({ annotations: { [key]: 'PreferSameNode' }, trafficDistribution: 'Any' })).toBe(1);
  expect(count({ annotations: { [key]: 'any' } })).toBe(3);
  expect(count({ annotations: { [key]: 'prefersamenode' } })).toBe(1);
});

test('S3: a Service without a selector takes the pods its slices name', () => {
  const one = service('shop/s', { selector: null });
  const [p1, p2] = [backend('p1'), backend('p2')];
  const named = (pod: Pod, podUid = pod.uid) => sliceEndpoint({ pod: pod.name, podNamespace: pod.namespace, podUid });
  const mesh = smallMesh({
    services: [one],
    pods: [p1, p2],
    endpointSlices: [endpointSlice('shop/s-1', { service: 's', endpoints: [named(p1), named(p2, 'another')] })],
  });
  expect(chooseEndpoints(mesh, one, 80).endpoints.map((endpoint) => endpoint.pod?.name)).toEqual(['p1']);
  expect(servicesOfPod(mesh, p1).map((found) => found.name)).toEqual(['s']);
  expect(servicesOfPod(mesh, p2)).toEqual([]);
});

test('S3: an empty selector selects nothing', () => {
  expect(choose(service('shop/s', { selector: {} }), [backend('p1')])).toMatchObject({ endpoints: [], selected: 0 });
});

test.each([
  ['a named port', [{ name: 'http', port: 9000, protocol: 'TCP' }], {}, ['10.1.0.1:9000']],
  ['another name: the Service’s own target', [{ name: 'x', port: 9000, protocol: 'TCP' }], {}, ['10.1.0.1:8080']],
  ['another protocol', [{ name: 'http', port: 9000, protocol: 'UDP' }], {}, ['10.1.0.1:8080']],
  ['not ready', [], { ready: false }, []],
  ['no address', [], { addresses: [] }, []],
  ['only the first address', [], { addresses: ['10.1.0.1', '10.1.0.2'] }, ['10.1.0.1:8080']],
])('S5: an address by hand, %s', (_name, ports, endpoint, expected) => {
  const slice = endpointSlice('shop/s-1', { service: 's', ports, endpoints: [sliceEndpoint(endpoint)] });
  expect(choose(service('shop/s', { selector: null }), [], 80, '', { endpointSlices: [slice] }).endpoints).toEqual(
    expected,
  );
});

test('S5: names in slices are ignored', () => {
  const slice = endpointSlice('shop/s-1', {
    service: 's',
    addressType: 'FQDN',
    endpoints: [sliceEndpoint({ addresses: ['db.example.com'] })],
  });
  expect(choose(service('shop/s', { selector: null }), [], 80, '', { endpointSlices: [slice] }).endpoints).toEqual([]);
});

test('S6: WorkloadEntries are selected by the labels of both their halves', () => {
  const entries = [
    workloadEntry('shop/vm', { entry: endpointSpec({ labels: { app: 'a' } }) }),
    workloadEntry('shop/vm2', {
      labels: { app: 'b' },
      entry: endpointSpec({ address: '10.2.0.2', labels: { app: 'a' } }),
    }),
    workloadEntry('web/vm3', { labels: { app: 'a' } }),
  ];
  expect(choose(service('shop/s'), [], 80, '', { workloadEntries: entries })).toMatchObject({
    endpoints: ['10.2.0.1:8080'],
    selected: 1,
  });
});

test('S6: a named target is looked up in the ports of the entry', () => {
  const named = service('shop/s', { ports: [servicePort({ targetPort: 'web' })] });
  const entry = (ports: Record<string, number>) => [
    workloadEntry('shop/vm', { labels, entry: endpointSpec({ ports }) }),
  ];
  expect(choose(named, [], 80, '', { workloadEntries: entry({ web: 9000 }) }).endpoints).toEqual(['10.2.0.1:9000']);
  expect(choose(named, [], 80, '', { workloadEntries: entry({}) }).endpoints).toEqual([]);
});
