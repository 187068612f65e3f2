import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { ZtunnelDump } from '../state/readings.ts';
import { randomJson, randomRow } from './random-json.fixture.ts';
import { createDumpReader, type DumpReader, readZtunnelDump } from './ztunnel-config.ts';

const answered = { pod: 'istio-system/ztunnel-a', at: '2026-01-01T00:00:00Z' };
const read = (body: unknown) => {
  const dump = readZtunnelDump(body, answered);
  if (dump !== null) expect([...Value.Errors(ZtunnelDump, dump)].slice(0, 2)).toEqual([]);
  return dump!;
};

test('older dumps: maps by address, endpoints by uid and address', () => {
  const dump = read({
    workloads: {
      'net/10.0.0.1': { uid: 'c//Pod/shop/web-1', name: 'web-1' },
      '/10.0.0.2': { uid: 'c//Pod/shop/web-2', workloadIps: ['10.0.0.2'] },
    },
    services: {
      '/10.96.0.1': {
        name: 'web',
        vips: ['/10.96.0.1'],
        ports: { 80: 8080 },
        endpoints: {
          'c//Pod/shop/web-1:net/10.0.0.1': { service: 'shop/web', address: 'net/10.0.0.1', port: { 80: 8080 } },
          '/10.0.0.2': { address: '/10.0.0.2', port: { 80: 8080 }, status: 'UNHEALTHY' },
        },
      },
    },
  });
  expect(dump.workloads.map(({ ips }) => ips)).toEqual([['10.0.0.1'], ['10.0.0.2']]);
  expect(dump.services[0]!.endpoints).toEqual([
    { workloadUid: 'c//Pod/shop/web-1', healthy: true, ports: { 80: 8080 } },
    { workloadUid: 'c//Pod/shop/web-2', healthy: false, ports: { 80: 8080 } },
  ]);
  expect(dump.hasProxies).toBe(false);
});

test('endpoints may also be a list, addresses objects', () => {
  const { services } = read({
    services: [
      {
        addresses: [{ network: 'n', address: '10.96.0.1' }],
        endpoints: [{ workload_uid: 'u', ports: { 80: 1 } }],
        subject_alt_names: ['s'],
      },
    ],
  });
  expect(services[0]).toMatchObject({
    vips: ['n/10.96.0.1'],
    endpoints: [{ workloadUid: 'u', ports: { 80: 1 } }],
    subjectAltNames: ['s'],
  });
});

test.each([
  ['Available', 'Available', ''],
  ['initializing', 'Initializing', ''],
  ['Unavailable: signing gRPC error: not allowed', 'Unavailable', 'signing gRPC error: not allowed'],
  [{ Unavailable: 'no' }, 'Unavailable', 'no'],
  [{ unavailable: { error: 'no' } }, 'Unavailable', 'no'],
  [undefined, '', ''],
])('the state of a certificate: %j', (state, name, error) => {
  expect(read({ workloads: [], certificates: [{ identity: 'i', state }] }).certificates[0]).toMatchObject({
    state: name,
    error,
  });
});

test('the dates of a certificate, its roots, and no PEM', () => {
  const leaf = {
    pem: 'UEVN',
    serialNumber: '1',
    validFrom: '2026-01-01T00:00:00Z',
    expirationTime: '2026-01-02T00:00:00Z',
  };
  const dump = read({
    workloads: [],
    certificates: [
      { identity: 'a', certChain: [leaf], rootCerts: [{ pem: 'UEVN', serialNumber: '9' }] },
      { identity: 'b', certChain: [leaf, { pem: 'UEVN', serialNumber: '8' }] },
      { identity: 'c', certChain: [] },
    ],
  });
  expect(dump.certificates.map(({ expiresAt, roots }) => [expiresAt, roots])).toEqual([
    ['2026-01-02T00:00:00Z', ['9']],
    ['2026-01-02T00:00:00Z', ['8']],
    [null, []],
  ]);
  expect(JSON.stringify(dump)).not.toContain('UEVN');
});

test('the proxies of local pods with their connections', () => {
  const { proxies, hasProxies } = read({
    workloads: [],
    workloadState: {
      'uid-1': {
        state: 'Up',
        info: { name: 'web-1', namespace: 'shop', serviceAccount: 'web' },
        connections: {
          inbound: [{ src: '10.0.0.9:1', originalDst: null, actualDst: '10.0.0.1:8080', protocol: 'HBONE' }],
          outbound: [{ src: 'a' }],
        },
      },
      'uid-2': { state: { Pending: {} } },
    },
  });
  expect(hasProxies).toBe(true);
  expect(proxies[0]).toMatchObject({ podUid: 'uid-1', state: 'Up', name: 'web-1', serviceAccount: 'web' });
  expect(proxies[0]!.connections).toEqual([
    { direction: 'inbound', src: '10.0.0.9:1', originalDst: '', actualDst: '10.0.0.1:8080', protocol: 'HBONE' },
    { direction: 'outbound', src: 'a', originalDst: '', actualDst: '', protocol: 'TCP' },
  ]);
  expect(proxies[1]).toMatchObject({ podUid: 'uid-2', state: 'Pending', connections: [] });
});

test('the version a release calls itself by, and the domain it was told', () => {
  expect(read({ workloads: [], version: { istioVersion: '1.30.1', version: 'abc' } }).version).toBe('1.30.1');
  expect(read({ workloads: [], version: { istioVersion: 'unknown', version: 'abc' } }).version).toBe('abc');
  expect(read({ workloads: [], config: { clusterDomain: 'company.example' } }).clusterDomain).toBe('company.example');
  expect(read({ workloads: [] })).not.toHaveProperty('clusterDomain');
});

test('something else is no dump', () => {
  for (const body of [null, [], {}, 'text', { configs: [] }]) expect(readZtunnelDump(body, answered)).toBeNull();
});

test('arbitrary JSON never throws and stays in the schema', () => {
  const row = randomRow(42);
  for (let i = 0; i < 150; i++) {
    read({
      workloads: randomJson(row, 5),
      services: randomJson(row, 5),
      policies: randomJson(row, 6),
      certificates: randomJson(row, 5),
      workloadState: randomJson(row, 5),
      version: randomJson(row, 2),
    });
  }
});

/** Tells the reader a dump as a splitter of its text would. */
function tellAll(reader: DumpReader, body: Record<string, object>): void {
  for (const [section, value] of Object.entries(body)) {
    if (!reader.section(section, Array.isArray(value) ? 'list' : 'map')) continue;
    for (const [key, item] of Object.entries(value)) reader.member(Array.isArray(value) ? '' : key, item);
  }
}

test('the order of sections does not matter, member by member', () => {
  const body = {
    services: { '/10.96.0.1': { name: 'web', endpoints: { '/10.0.0.2': { address: '/10.0.0.2' } } } },
    workloads: [{ uid: 'c//Pod/shop/web-2', workloadIps: ['10.0.0.2'] }],
  };
  const reader = createDumpReader();
  tellAll(reader, body);
  expect(reader.end(answered)).toEqual(read(body));
  expect(reader.end(answered)?.services[0]?.endpoints[0]?.workloadUid).toBe('c//Pod/shop/web-2');
});

test('of a dump for its own node, what belongs to that node is kept', () => {
  const reader = createDumpReader('node-1');
  tellAll(reader, {
    workloads: [
      { uid: 'a', node: 'node-1' },
      { uid: 'b', node: 'node-2' },
    ],
    services: [{ name: 'web' }],
    policies: [{ name: 'deny' }],
    certificates: [{ identity: 'spiffe://td/ns/a/sa/b', state: 'Available' }],
    workload_state: { 'uid-a': { state: 'Up' } },
  });
  const dump = reader.end(answered);
  expect(dump).toMatchObject({ ownOnly: true, services: [], policies: [], hasProxies: true, unknownKeys: 0 });
  expect(dump?.workloads.map(({ uid }) => uid)).toEqual(['a']);
  expect(dump?.certificates).toHaveLength(1);
  expect(dump?.proxies.map(({ podUid }) => podUid)).toEqual(['uid-a']);
});

test('members of what is no dump are none', () => {
  const reader = createDumpReader();
  tellAll(reader, { items: [{ uid: 'a' }], version: {}, __proto__x: {} });
  reader.section('constructor', 'map');
  reader.member('a', {});
  expect(reader.end(answered)).toBeNull();
});

test('what was taken out is whole, and endpoints that wait for their workload stay', () => {
  const reader = createDumpReader();
  reader.section('services', 'list');
  reader.member('', { name: 'new', endpoints: { a: { workloadUid: 'a' } } });
  expect(reader.take().services).toHaveLength(1);
  reader.member('', { name: 'old', endpoints: { '/10.0.0.2': { address: '/10.0.0.2' } } });
  reader.section('workloads', 'list');
  reader.member('', { uid: 'u', workloadIps: ['10.0.0.2'] });
  expect(reader.take()).toMatchObject({ services: [], workloads: [{ uid: 'u' }] });
  expect(reader.take().workloads).toEqual([]);
  expect(reader.count()).toBe(1);
  expect(reader.end(answered)).toMatchObject({ workloads: [], services: [{ endpoints: [{ workloadUid: 'u' }] }] });
});
