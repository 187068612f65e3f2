import { expect, test } from 'vitest';
import { istiod } from '../policy/small-policies.ts';
import {
  endpointSlice,
  endpointSpec,
  gateway,
  meshConfig,
  namespace,
  node,
  pod,
  service,
  serviceEntry,
  sliceEndpoint,
  smallMesh,
  workloadEntry,
} from '../small-mesh.ts';
import { targetPortsOf } from './workload.ts';
import { fromPod, fromServiceEntry, fromSlice, fromWorkloadEntry, listWorkloads } from './workloads.ts';

const hostsOf = (workload: { services: readonly { host: string }[] } | null) =>
  workload?.services.map((one) => one.host);

test.each([
  ['running', {}, true],
  ['pending, with an address', { phase: 'Pending', ready: false }, false],
  ['not ready', { ready: false }, false],
  ['going', { deletedAt: '2026-01-01T00:00:00Z' }, false],
])('S3: a pod that is %s is published, healthy: %s', (_name, rest, healthy) => {
  const one = pod('shop/a', rest);
  expect(fromPod(smallMesh({ pods: [one] }), one)).toMatchObject({ uid: 'c1//Pod/shop/a', network: 'n1', healthy });
});

test.each([
  ['finished', { phase: 'Succeeded' }],
  ['without an address', { ips: [] }],
  ['with garbage for one', { ips: ['x'] }],
])('S3: a pod %s is none', (_name, rest) => {
  const one = pod('shop/a', rest);
  expect(fromPod(smallMesh({ pods: [one] }), one)).toBeNull();
});

test('S3: services that select a pod, those whose slices name it, and ServiceEntries', () => {
  const one = pod('shop/a', { labels: { app: 'a' } });
  const mesh = smallMesh({
    pods: [one],
    services: [
      service('shop/s'),
      service('shop/byhand', { selector: null }),
      service('shop/none', { selector: {} }),
      service('web/s'),
    ],
    serviceEntries: [serviceEntry('shop/e', { hosts: ['e.example'], workloadSelector: { app: 'a' } })],
    endpointSlices: [
      endpointSlice('shop/byhand-1', {
        service: 'byhand',
        endpoints: [sliceEndpoint({ pod: 'a', podNamespace: 'shop', podUid: one.uid })],
      }),
    ],
  });
  expect(hostsOf(fromPod(mesh, one))).toEqual([
    's.shop.svc.cluster.local',
    'e.example',
    'byhand.shop.svc.cluster.local',
  ]);
});

test('S6: a WorkloadEntry with its own network, selected by Services unless a flag says no', () => {
  const entry = workloadEntry('shop/vm', {
    labels: { app: 'a' },
    entry: endpointSpec({ network: 'other', serviceAccount: 'sa' }),
  });
  const flag = (value: string) => ({ controllers: [istiod({ PILOT_ENABLE_K8S_SELECT_WORKLOAD_ENTRIES: value })] });
  const parts = { workloadEntries: [entry], services: [service('shop/s')] };
  const one = fromWorkloadEntry(smallMesh(parts), entry);
  expect(one).toMatchObject({
    uid: 'c1/networking.istio.io/WorkloadEntry/shop/vm',
    network: 'other',
    serviceAccount: 'sa',
    healthy: true,
  });
  expect(hostsOf(one)).toEqual(['s.shop.svc.cluster.local']);
  expect(hostsOf(fromWorkloadEntry(smallMesh({ ...parts, ...flag('false') }), entry))).toEqual([]);
  expect(hostsOf(fromWorkloadEntry(smallMesh({ ...parts, ...flag('maybe') }), entry))).toHaveLength(1);
});

test('S6: endpoints written into a ServiceEntry; policies by its labels, waypoints by theirs', () => {
  const endpoints = [
    endpointSpec({ labels: { 'istio.io/use-waypoint': 'wp' } }),
    endpointSpec({ address: 'db.example' }),
  ];
  const entry = serviceEntry('shop/e', { labels: { app: 'e' }, endpoints });
  const wp = gateway('shop/wp', { labels: { 'istio.io/waypoint-for': 'workload' } });
  const [first, second] = fromServiceEntry(
    smallMesh({ serviceEntries: [entry], gateways: [wp], namespaces: [namespace('shop')] }),
    entry,
  );
  expect(first).toMatchObject({
    addresses: ['10.2.0.1'],
    hostname: '',
    labels: { app: 'e' },
    binding: { state: 'bound' },
  });
  expect(second).toMatchObject({ addresses: [], hostname: 'db.example', binding: { state: 'none' } });
});

test('D4: a host that DNS resolves is its own endpoint where none is written', () => {
  const entry = serviceEntry('shop/e', { hosts: ['a.example', 'b.example'], resolution: 'DNS' });
  const found = fromServiceEntry(smallMesh({ serviceEntries: [entry] }), entry);
  expect(found.map((one) => [one.hostname, hostsOf(one)])).toEqual([
    ['a.example', ['a.example']],
    ['b.example', ['b.example']],
  ]);
  const quiet = serviceEntry('shop/e', { resolution: 'STATIC' });
  expect(fromServiceEntry(smallMesh({ serviceEntries: [quiet] }), quiet)).toEqual([]);
});

test('S2: endpoints of an entry that lost its host are none', () => {
  const winner = serviceEntry('shop/old', { createdAt: '2020-01-01T00:00:00Z' });
  const loser = serviceEntry('shop/young', { endpoints: [endpointSpec({})] });
  expect(fromServiceEntry(smallMesh({ serviceEntries: [winner, loser] }), loser)).toEqual([]);
});

test('S5: addresses of slices have no identity, no policies and no waypoint', () => {
  const slice = endpointSlice('shop/s-1', {
    service: 's',
    endpoints: [sliceEndpoint({}), sliceEndpoint({ pod: 'a' }), sliceEndpoint({ addresses: ['x'] })],
  });
  const mesh = smallMesh({ services: [service('shop/s', { selector: null })], endpointSlices: [slice] });
  expect(fromSlice(mesh, slice)).toMatchObject([
    { addresses: ['10.1.0.1'], labels: null, serviceAccount: '', hostNetwork: true },
  ]);
  expect(fromSlice(smallMesh({}), slice)).toEqual([]);
});

test('all of them', () => {
  const mesh = smallMesh({ pods: [pod('shop/a')], workloadEntries: [workloadEntry('shop/vm')] });
  expect(listWorkloads(mesh).map((one) => one.kind)).toEqual(['Pod', 'WorkloadEntry']);
});

test.each([
  ['cluster.local', ''],
  ['corp.example', 'corp.example'],
])('S8: trust domain %s is published as %j', (trustDomain, expected) => {
  const one = pod('shop/a');
  expect(fromPod(smallMesh({ pods: [one], meshConfig: meshConfig({ trustDomain }) }), one)?.trustDomain).toBe(expected);
});

test('S3, E5: names, locality, tunnel and ports of a pod', () => {
  const one = pod('shop/a', {
    labels: { app: 'a', version: 'v1', 'networking.istio.io/tunnel': 'other,http' },
    node: 'n1',
  });
  const nodes = [node('n1', { 'topology.kubernetes.io/region': 'r', 'topology.istio.io/subzone': 's' })];
  const mesh = smallMesh({ pods: [one], nodes, services: [service('shop/s')] });
  const workload = fromPod(mesh, one)!;
  expect(workload).toMatchObject({
    protocol: 'HBONE',
    nativeTunnel: true,
    canonicalName: 'a',
    canonicalRevision: 'v1',
    workloadName: 'a',
    locality: { region: 'r', zone: '', subzone: 's' },
    cluster: 'c1',
  });
  expect(targetPortsOf(workload, workload.services[0]!)).toEqual([{ servicePort: 80, targetPort: 8080 }]);
});

test('S6: an endpoint without a network is in that of the one before it', () => {
  const endpoints = ['', 'n2', ''].map((network, i) => endpointSpec({ address: `10.9.0.${i}`, network }));
  const entry = serviceEntry('shop/e', { endpoints });
  const found = fromServiceEntry(smallMesh({ serviceEntries: [entry] }), entry);
  expect(found.map((workload) => workload.network)).toEqual(['n1', 'n2', 'n2']);
});

test('W5, P10: the inbound binding of its Gateway is the tunnel of an instance', () => {
  const annotations = { 'ambient.istio.io/waypoint-inbound-binding': 'PROXY/15088' };
  const one = pod('shop/wp', { labels: { 'gateway.networking.k8s.io/gateway-name': 'wp' } });
  const mesh = smallMesh({ pods: [one], gateways: [gateway('shop/wp', { annotations })] });
  expect(fromPod(mesh, one)?.applicationTunnel).toEqual({ protocol: 'PROXY', port: 15088 });
  expect(fromPod(smallMesh({ pods: [one] }), one)?.applicationTunnel).toBeNull();
});
