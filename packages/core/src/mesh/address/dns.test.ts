import { expect, test } from 'vitest';
import { meshConfig, pod, service, serviceEntry, smallMesh } from '../small-mesh.ts';
import { capturesDns, type NameClient, resolveName } from './dns.ts';

const enabled = { 'ambient.istio.io/redirection': 'enabled' };
const cniConfig = (dnsCapture: boolean | null) => ({
  ambientEnabled: true,
  excludeNamespaces: [],
  enablementSelectors: null,
  dnsCapture,
  ipv6: null,
});

test.each([
  ['on by default', null, {}, true],
  ['off for all', false, {}, false],
  ['off for all, on for the pod', false, { 'ambient.istio.io/dns-capture': 'true' }, true],
  ['off for the pod', true, { 'ambient.istio.io/dns-capture': 'false' }, false],
  ['an odd word says nothing', false, { 'ambient.istio.io/dns-capture': 'perhaps' }, false],
])('E9, D3: DNS capture %s', (_title, global, annotations, expected) => {
  const mesh = smallMesh({ cniConfig: cniConfig(global) });
  expect(capturesDns(mesh, pod('a/a', { annotations: { ...enabled, ...annotations } }))).toBe(expected);
});

test('E9: a pod outside the mesh keeps its DNS, and without istio-cni-config the default holds', () => {
  expect(capturesDns(smallMesh({}), pod('a/a'))).toBe(false);
  expect(capturesDns(smallMesh({}), pod('a/a', { annotations: enabled }))).toBe(true);
});

const mesh = smallMesh({
  meshConfig: meshConfig({
    serviceEntryVisibility: { byDefault: 'PUBLIC', policies: [] },
  }),
  pods: [
    pod('data/db-0', { ips: ['10.0.0.5'], labels: { app: 'a' }, owner: { kind: 'StatefulSet', name: 'db' } }),
    pod('data/loose', { ips: ['10.0.0.6'], labels: { app: 'a' } }),
  ],
  services: [
    service('shop/cart'),
    service('data/db', { clusterIPs: [], headless: true }),
    service('web/alias', {
      type: 'ExternalName',
      clusterIPs: [],
      selector: null,
      externalName: 'cart.shop.svc.cluster.local.',
    }),
    service('web/far', { type: 'ExternalName', clusterIPs: [], selector: null, externalName: 'auto.example' }),
    service('web/short', { type: 'ExternalName', clusterIPs: [], selector: null, externalName: 'cart.shop' }),
    service('web/loop', {
      type: 'ExternalName',
      clusterIPs: [],
      selector: null,
      externalName: 'loop.web.svc.cluster.local',
    }),
    service('web/number', { type: 'ExternalName', clusterIPs: [], selector: null, externalName: '192.0.2.1' }),
  ],
  serviceEntries: [
    serviceEntry('web/auto', {
      hosts: ['auto.example'],
      allocated: [{ host: '', address: '240.240.0.1' }],
      resolution: 'DNS',
    }),
    serviceEntry('web/written', { hosts: ['written.example'], addresses: ['192.0.2.7'] }),
    serviceEntry('web/bare', { hosts: ['bare.example'], resolution: 'NONE' }),
    serviceEntry('web/wild', {
      hosts: ['*.wild.example'],
      allocated: [{ host: '', address: '240.240.0.2' }],
      resolution: 'DNS',
    }),
    serviceEntry('web/dynamic', {
      hosts: ['*.dyn.example'],
      allocated: [{ host: '', address: '240.240.0.3' }],
      resolution: 'DYNAMIC_DNS',
    }),
    serviceEntry('web/local', { hosts: ['queue.web.svc.cluster.local'], addresses: ['192.0.2.8'] }),
    serviceEntry('ops/cart', { hosts: ['cart.shop.svc.cluster.local'], addresses: ['192.0.2.9'] }),
  ],
});

const ask = (host: string, client: Partial<NameClient> = {}): string => {
  const found = resolveName(mesh, host, { namespace: 'web', resolver: 'ztunnel', ...client });
  const { addressee } = found;
  const what = {
    service: () => addressee.kind === 'service' && addressee.service.name,
    'service-entry': () => addressee.kind === 'service-entry' && addressee.entry.name,
    workload: () => addressee.kind === 'workload' && addressee.pod.name,
  }[addressee.kind as string];
  const aliases = found.aliases.map((one) => one.name).join();
  const bypassed = found.bypassed ? `, past ${found.bypassed.entry.name}: ${found.bypassed.because}` : '';
  return `${aliases}${aliases === '' ? '' : ' -> '}${addressee.kind} ${what ? what() : ''}${bypassed}`.trim();
};

test.each([
  ['cart.shop', 'ztunnel', 'service cart'],
  ['cart.shop', 'cluster', 'service cart'],
  ['auto.example', 'ztunnel', 'service-entry auto'],
  ['AUTO.example.', 'ztunnel', 'service-entry auto'],
  ['auto.example', 'envoy', 'service-entry auto'],
  ['auto.example', 'cluster', 'unknown , past auto: dns-not-captured'],
  ['written.example', 'cluster', 'service-entry written'],
  ['bare.example', 'ztunnel', 'unknown , past bare: no-address'],
  ['bare.example', 'envoy', 'service-entry bare'],
  ['queue', 'ztunnel', 'service-entry local'],
  ['a.wild.example', 'ztunnel', 'unknown , past wild: no-address'],
  ['a.dyn.example', 'ztunnel', 'service-entry dynamic'],
  ['nobody.example', 'ztunnel', 'unknown'],
  ['240.240.0.1', 'cluster', 'service-entry auto'],
] as const)('D1, D3: %s answered by %s is %s', (host, resolver, expected) => {
  expect(ask(host, { resolver })).toBe(expected);
});

test('S2: the entry of the own namespace comes before a Service elsewhere, and only where ztunnel or an Envoy answers', () => {
  expect(ask('cart.shop', { namespace: 'ops' })).toBe('service-entry cart');
  expect(ask('cart.shop', { namespace: 'ops', resolver: 'cluster' })).toBe('service cart');
  expect(ask('cart', { namespace: 'shop' })).toBe('service cart');
});

test.each([
  ['alias', 'alias -> service cart'],
  ['far', 'far -> unknown , past auto: dns-not-captured'],
  ['short', 'short -> unknown'],
  ['loop', 'loop -> unknown'],
  ['number', 'number -> unknown'],
])('D7: the ExternalName Service %s is followed by the cluster DNS', (host, expected) => {
  expect(ask(host)).toBe(expected);
});

test.each([
  ['db-0.db.data', 'workload db-0'],
  ['db-0.db.data.svc.cluster.local', 'workload db-0'],
  ['loose.db.data', 'unknown'],
  ['db-0.cart.shop', 'unknown'],
  ['10-0-0-6.data.pod.cluster.local', 'workload loose'],
  ['10-0-0-6.web.pod', 'unknown'],
])('W14: %s, the name of a single pod, is %s', (host, expected) => {
  expect(ask(host)).toBe(expected);
});

test('D5: an entry private to another namespace is not there', () => {
  const hidden = smallMesh({
    meshConfig: meshConfig({ serviceEntryVisibility: { byDefault: 'NAMESPACE', policies: [] } }),
    serviceEntries: [serviceEntry('shop/private', { hosts: ['private.example'], addresses: ['192.0.2.7'] })],
  });
  const seen = resolveName(hidden, 'private.example', { namespace: 'web', resolver: 'ztunnel' });
  expect(seen).toMatchObject({ addressee: { kind: 'unknown' }, bypassed: { because: 'not-visible' } });
  expect(resolveName(hidden, 'private.example', { namespace: 'shop', resolver: 'ztunnel' }).addressee.kind).toBe(
    'service-entry',
  );
});
