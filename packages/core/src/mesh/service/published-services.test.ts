import { expect, test } from 'vitest';
import { meshConfig, namespace, service, serviceEntry, servicePort, smallMesh } from '../small-mesh.ts';
import { isCanonical, publishedServices, vipsOf } from './published-services.ts';

const namesOf = (mesh: ReturnType<typeof smallMesh>) =>
  publishedServices(mesh).map((one) => `${one.source.kind} ${one.namespace}/${one.name} ${one.host}`);

test('S1: every Service but ExternalName, headless ones without an address', () => {
  const mesh = smallMesh({
    services: [
      service('shop/a'),
      service('shop/out', { type: 'ExternalName', clusterIPs: [] }),
      service('shop/b', { headless: true, clusterIPs: [] }),
    ],
  });
  expect(namesOf(mesh)).toEqual(['Service shop/a a.shop.svc.cluster.local', 'Service shop/b b.shop.svc.cluster.local']);
  expect(publishedServices(mesh)[1]?.vips).toEqual([]);
});

test('S2: in a namespace a Service beats a ServiceEntry, an older entry a younger one; other namespaces have their own', () => {
  const host = 'a.shop.svc.cluster.local';
  const old = { createdAt: '2020-01-01T00:00:00Z' };
  const mesh = smallMesh({
    services: [service('shop/a', { createdAt: '2026-01-01T00:00:00Z' })],
    serviceEntries: [
      serviceEntry('shop/entry', { hosts: [host], ...old }),
      serviceEntry('web/young', { hosts: [host] }),
      serviceEntry('web/old', { hosts: [host], ...old }),
    ],
  });
  expect(namesOf(mesh)).toEqual([`Service shop/a ${host}`, `ServiceEntry web/old ${host}`]);
});

test('an entry is published under each of its hosts', () => {
  const mesh = smallMesh({ serviceEntries: [serviceEntry('shop/e', { hosts: ['a.example', 'b.example'] })] });
  expect(publishedServices(mesh).map((one) => one.host)).toEqual(['a.example', 'b.example']);
});

test('D5: an entry that nobody may see is not published', () => {
  const serviceEntries = [serviceEntry('shop/e')];
  const config = meshConfig({ serviceEntryVisibility: { byDefault: 'NONE', policies: [] } });
  expect(publishedServices(smallMesh({ serviceEntries, namespaces: [namespace('shop')], meshConfig: config }))).toEqual(
    [],
  );
});

const auto = '240.240.0.1';
const allocated = ['a.example', '*.example'].map((host) => ({ host, address: auto }));
test.each([
  ['allocated', { allocated }, 'a.example', [auto]],
  ['its own', { allocated, addresses: ['1.2.3.4'] }, 'a.example', ['1.2.3.4']],
  ['none without resolution', { allocated, resolution: 'NONE' }, 'a.example', []],
  [
    'none where switched off',
    { allocated, labels: { 'networking.istio.io/enable-autoallocate-ip': 'false' } },
    'a.example',
    [],
  ],
  ['none for a wildcard', { allocated, resolution: 'DNS' }, '*.example', []],
  ['for a dynamic wildcard', { allocated, resolution: 'DYNAMIC_DNS' }, '*.example', [auto]],
])('D3: addresses of an entry: %s', (_name, rest, host, expected) => {
  expect(vipsOf(serviceEntry('shop/e', rest), host)).toEqual(expected);
});

test('S1: ports, families and balancing of a Service', () => {
  const one = service('shop/a', {
    ports: [servicePort({ port: 443, name: 'https', targetPort: 'web' })],
    ipFamilies: ['IPv6'],
    internalTrafficPolicy: 'Local',
    trafficDistribution: 'PreferClose',
    publishNotReady: true,
  });
  expect(publishedServices(smallMesh({ services: [one] }))).toMatchObject([
    {
      ports: [{ port: 443, targetPort: 'web', application: 'TLS' }],
      ipFamilies: 'IPV6_ONLY',
      balancing: { mode: 'STRICT', scopes: ['NODE'], allowsUnhealthy: true },
    },
  ]);
});

test('D3, D4: blocks in their one form, no resolution passes through, one bad address hides the entry', () => {
  const of = (rest: Parameters<typeof serviceEntry>[1]) =>
    publishedServices(smallMesh({ serviceEntries: [serviceEntry('shop/e', rest)] }));
  expect(of({ addresses: ['10.0.0.5/24', '1.2.3.4/32'], resolution: 'NONE' })).toMatchObject([
    { vips: ['10.0.0.0/24', '1.2.3.4'], balancing: { mode: 'PASSTHROUGH' } },
  ]);
  expect(of({ addresses: ['10.0.0.5', 'x'] })).toEqual([]);
});

test('S2: of all namespaces one is canonical, a Service before the oldest entry that all may see', () => {
  const host = 'a.shop.svc.cluster.local';
  const old = { hosts: [host], createdAt: '2020-01-01T00:00:00Z' };
  const canonical = (parts: Parameters<typeof smallMesh>[0]) => {
    const mesh = smallMesh(parts);
    return publishedServices(mesh).flatMap((one) => (isCanonical(mesh, one) ? [`${one.namespace}/${one.name}`] : []));
  };
  const serviceEntries = [serviceEntry('web/old', old), serviceEntry('zoo/young', { hosts: [host] })];
  expect(canonical({ services: [service('shop/a')], serviceEntries })).toEqual(['shop/a']);
  expect(canonical({ serviceEntries })).toEqual(['web/old']);
  const hidden = meshConfig({ serviceEntryVisibility: { byDefault: 'NAMESPACE', policies: [] } });
  expect(canonical({ serviceEntries, meshConfig: hidden })).toEqual([]);
});
