import { expect, test } from 'vitest';
import type { ServiceEntry } from '../../state/istio.ts';
import type { MeshState } from '../../state/mesh-state.ts';
import { endpointSpec, pod, serviceEntry, smallMesh, workloadEntry } from '../small-mesh.ts';
import { chooseEntryEndpoints, hasNoMembers } from './entry-endpoints.ts';

const ports = [
  { number: 80, name: 'http', protocol: 'HTTP', targetPort: null },
  { number: 443, name: 'tls', protocol: 'TLS', targetPort: 8443 },
];

function choose(rest: Partial<ServiceEntry>, port = 80, parts: Partial<MeshState> = {}): string[] {
  const entry = serviceEntry('shop/e', { ports, ...rest });
  const choice = chooseEntryEndpoints(smallMesh({ serviceEntries: [entry], ...parts }), entry, port, 'asked.example');
  return choice.endpoints.map((endpoint) => `${endpoint.ip}:${endpoint.port}`);
}

test.each([
  ['STATIC', [endpointSpec({ address: '192.0.2.1' })], 80, ['192.0.2.1:80']],
  ['STATIC', [endpointSpec({ address: '192.0.2.1', ports: { http: 9080 } })], 80, ['192.0.2.1:9080']],
  ['STATIC', [endpointSpec({ address: '192.0.2.1' })], 443, ['192.0.2.1:8443']],
  ['STATIC', [endpointSpec({ address: '192.0.2.1' })], 81, []],
  ['STATIC', [], 80, []],
  ['DNS', [], 443, ['asked.example:8443']],
  ['DNS_ROUND_ROBIN', [], 80, ['asked.example:80']],
  ['DNS', [endpointSpec({ address: 'far.example' })], 80, ['far.example:80']],
  ['DNS', [], 81, []],
  ['NONE', [], 9999, ['asked.example:9999']],
  ['DYNAMIC_DNS', [], 80, ['asked.example:80']],
])('D4, L2, L5: resolution %s', (resolution, endpoints, port, expected) => {
  expect(choose({ resolution, endpoints }, port)).toEqual(expected);
});

const selected: Partial<ServiceEntry> = { resolution: 'STATIC', workloadSelector: { app: 'db' } };
const members: Partial<MeshState> = {
  pods: [
    pod('shop/up', { ips: ['10.0.0.1'], labels: { app: 'db' } }),
    pod('shop/unready', { ips: ['10.0.0.2'], labels: { app: 'db' }, ready: false }),
    pod('shop/going', { ips: ['10.0.0.3'], labels: { app: 'db' }, deletedAt: '2026-01-01T00:00:00Z' }),
    pod('web/elsewhere', { ips: ['10.0.0.4'], labels: { app: 'db' } }),
  ],
  workloadEntries: [
    workloadEntry('shop/vm', { labels: { app: 'db' }, entry: endpointSpec({ address: '192.0.2.5', network: 'far' }) }),
    workloadEntry('shop/other', { labels: { app: 'x' } }),
  ],
};

test('S3, S6: pods and machines of its namespace that it selects; unready ones are none (L1)', () => {
  expect(choose(selected, 443, members)).toEqual(['10.0.0.1:8443', '192.0.2.5:8443']);
  const entry = serviceEntry('shop/e', { ports, ...selected });
  const {
    excluded,
    selected: count,
    endpoints,
  } = chooseEntryEndpoints(smallMesh({ serviceEntries: [entry], ...members }), entry, 80, '');
  expect(excluded.map(({ pod: one, because }) => `${one.name} ${because}`)).toEqual([
    'unready not-ready',
    'going terminating',
  ]);
  expect(count).toBe(4);
  expect(endpoints[1]?.outside).toMatchObject({ kind: 'WorkloadEntry', name: 'vm', network: 'far', weight: 1 });
});

test('D4: a STATIC entry without anybody', () => {
  const entry = serviceEntry('shop/e', selected);
  expect(hasNoMembers(smallMesh({ serviceEntries: [entry] }), entry)).toBe(true);
  expect(hasNoMembers(smallMesh({ serviceEntries: [entry], ...members }), entry)).toBe(false);
  expect(hasNoMembers(smallMesh({}), serviceEntry('shop/e', { resolution: 'DNS' }))).toBe(false);
  expect(choose(selected)).toEqual([]);
});
