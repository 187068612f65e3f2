import { expect, test } from 'vitest';
import type { ZtunnelDump, ZtunnelService, ZtunnelWorkload } from '../../state/readings.ts';
import { meshConfig, pod, smallMesh } from '../small-mesh.ts';
import { certificateOf, liveProxyOf, principalOfPod, serviceIn, waypointIn, workloadIn, ztunnelOn } from './ztunnel.ts';

const dump = (name: string, rest: Partial<ZtunnelDump> = {}): ZtunnelDump => ({
  pod: name,
  at: null,
  version: '',
  workloads: [],
  services: [],
  policies: [],
  certificates: [],
  proxies: [],
  hasProxies: true,
  unknownKeys: 0,
  ...rest,
});
const ztunnel = (name: string, rest = {}) => pod(`istio-system/${name}`, { labels: { app: 'ztunnel' }, ...rest });

test('Z1: the ztunnel of a node is the pod with its label there', () => {
  const mesh = smallMesh({ pods: [ztunnel('z1'), ztunnel('z2', { node: 'node-2' }), pod('shop/a')] });
  expect(ztunnelOn(mesh, 'node-1').pods.map((one) => one.name)).toEqual(['z1']);
  expect(ztunnelOn(mesh, 'node-9')).toMatchObject({ pods: [], dump: null });
});

test('Z2: of two during a rollout the younger answers, else the older', () => {
  const pods = [
    ztunnel('old', { createdAt: '2025-01-01T00:00:00Z' }),
    ztunnel('young', { createdAt: '2026-01-01T00:00:00Z' }),
  ];
  const both = [dump('istio-system/old'), dump('istio-system/young')];
  expect(ztunnelOn(smallMesh({ pods, ztunnelDumps: both }), 'node-1').dump?.pod).toBe('istio-system/young');
  expect(ztunnelOn(smallMesh({ pods, ztunnelDumps: both.slice(0, 1) }), 'node-1').dump?.pod).toBe('istio-system/old');
});

test('a ztunnel that was not asked leaves a gap, with the permission that would close it', () => {
  const { dumpGap } = ztunnelOn(smallMesh({ pods: [ztunnel('z1')] }), 'node-1');
  expect(dumpGap).toMatchObject({ source: 'ztunnel-config', scope: 'istio-system/z1' });
  const refused = {
    source: 'ztunnel-config',
    tier: 2,
    scope: 'istio-system/z1',
    state: 'forbidden' as const,
    at: null,
    count: 0,
    message: 'no',
    permission: null,
  };
  expect(ztunnelOn(smallMesh({ pods: [ztunnel('z1')], sources: [refused] }), 'node-1').dumpGap?.why).toContain('z1');
});

test('E6: the live proxy of a pod, by its UID', () => {
  const proxy = {
    podUid: 'uid-shop/a',
    state: 'Up',
    name: 'a',
    namespace: 'shop',
    serviceAccount: '',
    connections: [],
  };
  expect(liveProxyOf(dump('z', { proxies: [proxy] }), pod('shop/a'))).toBe(proxy);
  expect(liveProxyOf(dump('z', { proxies: [proxy] }), pod('shop/a', { uid: 'new' }))).toBeUndefined();
});

test('A10: the identity of a pod, in the trust domain of the mesh', () => {
  const one = pod('shop/a', { serviceAccount: 'cart' });
  expect(principalOfPod(smallMesh({}), one)).toBe('cluster.local/ns/shop/sa/cart');
  const company = smallMesh({ meshConfig: meshConfig({ trustDomain: 'company.com' }) });
  expect(principalOfPod(company, { ...one, serviceAccount: '' })).toBe('company.com/ns/shop/sa/default');
});

test('C1: the certificate of that identity', () => {
  const certificate = {
    identity: 'spiffe://cluster.local/ns/shop/sa/cart',
    state: 'Available',
    error: '',
    validFrom: null,
    expiresAt: null,
    roots: [],
  };
  const mesh = smallMesh({});
  const held = dump('z', { certificates: [certificate] });
  expect(certificateOf(mesh, held, pod('shop/a', { serviceAccount: 'cart' }))).toBe(certificate);
  expect(certificateOf(mesh, held, pod('shop/a', { serviceAccount: 'other' }))).toBeUndefined();
});

const WORKLOAD: ZtunnelWorkload = {
  uid: 'c1//Pod/shop/a',
  name: 'a',
  namespace: 'shop',
  ips: ['10.0.0.1'],
  protocol: 'HBONE',
  hostNetwork: false,
  waypoint: null,
  networkGateway: null,
  serviceAccount: 'cart',
  trustDomain: 'cluster.local',
  network: '',
  clusterId: 'c1',
  node: 'node-1',
  workloadName: 'a',
  hostname: '',
  policies: [],
  healthy: true,
  services: [],
};

const waypointService: ZtunnelService = {
  name: 'wp',
  namespace: 'shop',
  hostname: 'wp.shop.svc.cluster.local',
  vips: ['n1/10.96.0.9', '/10.96.0.8'],
  ports: {},
  endpoints: [],
  waypoint: null,
  subjectAltNames: [],
};

test('S8: without MeshConfig the trust domain is the one that ztunnel was told', () => {
  const told = dump('z', {
    workloads: [
      { ...WORKLOAD, trustDomain: '' },
      { ...WORKLOAD, trustDomain: 'company.com' },
    ],
  });
  const domainOf = (...dumps: ZtunnelDump[]) => smallMesh({ ztunnelDumps: dumps }).trustDomain;
  expect([domainOf(told), domainOf(dump('z')), domainOf()]).toEqual(['company.com', 'cluster.local', 'cluster.local']);
  const read = smallMesh({ ztunnelDumps: [told], meshConfig: meshConfig({ trustDomain: 'other.com' }) });
  expect(read.trustDomain).toBe('other.com');
});

test('Z5: any ztunnel tells what the mesh is thought to be, by name', () => {
  const workload = WORKLOAD;
  const held = dump('z', { workloads: [workload], services: [waypointService] });
  expect(workloadIn(held, 'shop', 'a')).toBe(workload);
  expect(workloadIn(held, 'web', 'a')).toBeUndefined();
  expect(serviceIn(held, 'shop', 'wp')).toBe(waypointService);
  expect(serviceIn(held, 'shop', 'other')).toBeUndefined();
});

test.each([
  ['n1/10.96.0.9', { namespace: 'shop', name: 'wp' }],
  ['/10.96.0.8', { namespace: 'shop', name: 'wp' }],
  ['shop/wp.shop.svc.cluster.local', { namespace: 'shop', name: 'wp' }],
  ['infra/far.infra.svc.cluster.local', { namespace: 'infra', name: 'far' }],
  ['n1/10.96.0.99', null],
  ['', null],
])('W3: the waypoint behind %j', (destination, expected) => {
  expect(waypointIn(dump('z', { services: [waypointService] }), { destination, port: 15008 })).toEqual(expected);
});
