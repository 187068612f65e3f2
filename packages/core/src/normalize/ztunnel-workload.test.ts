import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { ZtunnelWorkload } from '../state/readings.ts';
import { readZtunnelWorkload } from './ztunnel-workload.ts';

const workload = (raw: object) => {
  const read = readZtunnelWorkload(raw as Record<string, unknown>, '');
  expect([...Value.Errors(ZtunnelWorkload, read)].slice(0, 2)).toEqual([]);
  return read;
};

/** As a present release writes it. */
const NEW = {
  uid: 'c//Pod/shop/web-1',
  name: 'web-1',
  namespace: 'shop',
  workloadIps: ['10.0.0.1'],
  protocol: 'HBONE',
  networkMode: 'Standard',
  waypoint: { destination: 'shop/waypoint.shop.svc.cluster.local', hboneMtlsPort: 15008 },
  status: 'Unhealthy',
  services: ['shop/web.shop.svc.cluster.local'],
  authorizationPolicies: ['shop/deny'],
};

test('a workload of a present release', () => {
  expect(workload(NEW)).toMatchObject({
    uid: 'c//Pod/shop/web-1',
    ips: ['10.0.0.1'],
    protocol: 'HBONE',
    hostNetwork: false,
    waypoint: { destination: 'shop/waypoint.shop.svc.cluster.local', port: 15008 },
    healthy: false,
    services: ['shop/web.shop.svc.cluster.local'],
    policies: ['shop/deny'],
    serviceAccount: 'default',
    trustDomain: 'cluster.local',
  });
});

test.each([
  [{ protocol: 'hbone' }, { protocol: 'HBONE' }],
  [{ protocol: 'Tcp' }, { protocol: 'TCP' }],
  [{}, { protocol: 'TCP', healthy: true, hostNetwork: false }],
  [{ status: 'HEALTHY' }, { healthy: true }],
  [{ status: 'unhealthy' }, { healthy: false }],
  [{ networkMode: 'HOST_NETWORK' }, { hostNetwork: true }],
  [{ network_mode: 'HostNetwork' }, { hostNetwork: true }],
  [{ workload_ips: ['10.0.0.2'] }, { ips: ['10.0.0.2'] }],
  [
    { service_account: 'a', trust_domain: 'td' },
    { serviceAccount: 'a', trustDomain: 'td' },
  ],
  [{ services: { 'a/b': {} } }, { services: ['a/b'] }],
])('spellings of a workload: %j', (raw, expected) => {
  expect(workload(raw)).toMatchObject(expected);
});

test.each([
  [
    { destination: '/10.96.0.9', port: 15008 },
    { destination: '/10.96.0.9', port: 15008 },
  ],
  [
    { destination: 'net/10.96.0.9', hbone_mtls_port: 15018 },
    { destination: 'net/10.96.0.9', port: 15018 },
  ],
  [{ destination: { namespace: 'a', hostname: 'w.a.svc' } }, { destination: 'a/w.a.svc', port: 15008 }],
  [{ destination: { network: 'net', address: '10.0.0.9' } }, { destination: 'net/10.0.0.9', port: 15008 }],
  [{ destination: { Hostname: { namespace: 'a', hostname: 'w' } } }, { destination: 'a/w', port: 15008 }],
  [{ destination: { Address: 'net/10.0.0.9' } }, { destination: 'net/10.0.0.9', port: 15008 }],
  [
    { hostname: { namespace: 'a', hostname: 'w' }, hboneMtlsPort: 1 },
    { destination: 'a/w', port: 1 },
  ],
  ['a/w', { destination: 'a/w', port: 15008 }],
  [{}, null],
  [null, null],
  [7, null],
])('spellings of a waypoint: %j', (waypoint, expected) => {
  expect(workload({ waypoint }).waypoint).toEqual(expected);
});
