import { expect, test } from 'vitest';
import { meshConfig, namespace, pod, service, serviceEntry, smallMesh } from '../small-mesh.ts';
import { lookUpAddress, matchesHost, resolveHost } from './address.ts';
import { hostOf } from './host-name.ts';

const named = (found: ReturnType<typeof lookUpAddress>): string => {
  if (found.kind === 'service' || found.kind === 'outside-address') return `${found.kind} ${found.service.name}`;
  if (found.kind === 'service-entry') return `${found.kind} ${found.entry.name}`;
  if (found.kind === 'machine') return `${found.kind} ${found.machine.name}`;
  return found.kind === 'unknown' ? found.kind : `${found.kind} ${found.pod.name}`;
};

const mesh = smallMesh({
  pods: [
    pod('shop/a', { ips: ['10.0.0.1', 'fd00::1'] }),
    pod('shop/host', { ips: ['192.168.0.1'], hostNetwork: true }),
  ],
  services: [
    service('shop/cart', {
      clusterIPs: ['10.96.0.1', 'fd96::1'],
      externalIPs: ['203.0.113.1'],
      loadBalancer: ['198.51.100.1'],
    }),
    service('web/cart', { clusterIPs: ['10.96.0.2'] }),
  ],
  serviceEntries: [
    serviceEntry('shop/wide', { hosts: ['*.example.com'], addresses: ['172.16.0.0/12'] }),
    serviceEntry('web/narrow', { hosts: ['api.example.com'], addresses: ['172.16.5.0/24'] }),
    serviceEntry('web/exact', { hosts: ['db.example.com'], addresses: ['172.16.5.9'] }),
    serviceEntry('web/auto', {
      hosts: ['auto.example.com'],
      allocated: [{ host: 'auto.example.com', address: '240.240.0.1' }],
    }),
  ],
});

test.each([
  ['10.0.0.1', 'workload a'],
  ['fd00::1', 'workload a'],
  ['192.168.0.1', 'host-network host'],
  ['10.96.0.1', 'service cart'],
  ['fd96::1', 'service cart'],
  ['203.0.113.1', 'outside-address cart'],
  ['198.51.100.1', 'outside-address cart'],
  ['172.16.5.9', 'service-entry exact'],
  ['240.240.0.1', 'service-entry auto'],
  ['172.16.5.1', 'service-entry narrow'],
  ['172.17.0.1', 'service-entry wide'],
  ['8.8.8.8', 'unknown'],
])('P3: %s is %s', (ip, expected) => {
  expect(named(lookUpAddress(mesh, ip, 'web'))).toBe(expected);
});

test('P3: a block of the own namespace comes before a longer one elsewhere, an exact address before both', () => {
  expect(named(lookUpAddress(mesh, '172.16.5.1', 'shop'))).toBe('service-entry wide');
  expect(named(lookUpAddress(mesh, '172.16.5.9', 'shop'))).toBe('service-entry exact');
});

test('P3: an address handed on belongs to the pod that lives', () => {
  const old = pod('shop/old', { ips: ['10.0.0.7'], deletedAt: '2026-01-01T00:00:00Z' });
  const young = pod('shop/young', { ips: ['10.0.0.7'], createdAt: '2026-01-02T00:00:00Z' });
  for (const pods of [
    [old, young],
    [young, old],
  ])
    expect(named(lookUpAddress(smallMesh({ pods }), '10.0.0.7', 'shop'))).toBe('workload young');
  const finished = pod('shop/done', { ips: ['10.0.0.7'], phase: 'Succeeded' });
  expect(named(lookUpAddress(smallMesh({ pods: [finished] }), '10.0.0.7', 'shop'))).toBe('unknown');
});

test.each([
  ['cart', 'web', 'web'],
  ['cart', 'shop', 'shop'],
  ['cart.shop', 'web', 'shop'],
  ['cart.shop.svc', 'web', 'shop'],
  ['cart.shop.svc.cluster.local', 'web', 'shop'],
  ['cart.shop.svc.cluster.local.', 'web', 'shop'],
  ['CART.shop', 'web', 'shop'],
])('D1: %s asked from %s is the Service of %s', (host, from, owner) => {
  const found = resolveHost(mesh, host, from);
  expect(found.kind === 'service' && found.service.namespace).toBe(owner);
});

test.each([
  ['api.example.com', 'shop', 'service-entry narrow'],
  ['other.example.com', 'shop', 'service-entry wide'],
  ['example.com', 'shop', 'unknown'],
  ['cart.nowhere', 'web', 'unknown'],
  ['172.16.5.9', 'shop', 'service-entry exact'],
])('S2: %s from %s is %s', (host, from, expected) => {
  expect(named(resolveHost(mesh, host, from))).toBe(expected);
});

test('the domain suffix is the mesh’s own', () => {
  const other = smallMesh({ domainSuffix: 'company.com', services: [service('shop/cart')] });
  expect(hostOf(other, { namespace: 'shop', name: 'cart' })).toBe('cart.shop.svc.company.com');
  expect(named(resolveHost(other, 'cart.shop.svc.company.com', 'x'))).toBe('service cart');
  expect(named(resolveHost(other, 'cart.shop.svc.cluster.local', 'x'))).toBe('unknown');
});

test('D5: an entry of NAMESPACE visibility is unknown elsewhere', () => {
  const hidden = smallMesh({
    namespaces: [namespace('shop'), namespace('web')],
    meshConfig: meshConfig({ serviceEntryVisibility: { byDefault: 'NAMESPACE', policies: [] } }),
    serviceEntries: [serviceEntry('shop/db', { hosts: ['db.example.com'], addresses: ['172.16.0.1'] })],
  });
  expect(named(resolveHost(hidden, 'db.example.com', 'shop'))).toBe('service-entry db');
  expect(named(resolveHost(hidden, 'db.example.com', 'web'))).toBe('unknown');
  expect(named(lookUpAddress(hidden, '172.16.0.1', 'web'))).toBe('unknown');
});

test.each([
  ['*', 'a.b', true],
  ['a.b', 'a.b', true],
  ['*.b', 'a.b', true],
  ['*.b', 'x.a.b', true],
  ['*.b', 'b', false],
  ['*.b', 'ab', false],
  ['a.b', 'x.a.b', false],
])('pattern %s on %s: %s', (pattern, host, expected) => {
  expect(matchesHost(pattern, host)).toBe(expected);
});

test('S2: the entry of the own namespace beats a Service of another, which all others are given', () => {
  const shared = smallMesh({
    services: [service('shop/cart')],
    serviceEntries: [serviceEntry('web/mine', { hosts: ['cart.shop.svc.cluster.local'], addresses: ['172.16.9.9'] })],
  });
  expect(named(resolveHost(shared, 'cart.shop', 'web'))).toBe('service-entry mine');
  expect(named(resolveHost(shared, 'cart.shop', 'zoo'))).toBe('service cart');
});
