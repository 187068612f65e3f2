import { expect, test } from 'vitest';
import { readServiceEntry, readWorkloadEntry } from './istio-networking.ts';

const metadata = { name: 'x', namespace: 'n' };

test('a ServiceEntry with allocated addresses in both spellings', () => {
  const entry = readServiceEntry({
    metadata,
    spec: {
      hosts: ['API.example.com'],
      ports: [
        { number: '443', name: 'tls', protocol: 'tls' },
        { number: 80, targetPort: 8080 },
      ],
      endpoints: [{ address: '10.0.0.1', ports: { http: 8081 }, labels: { a: 'b' } }],
    },
    status: { addresses: [{ host: 'api.example.com', value: '240.240.0.1' }, '2001:2::1', {}] },
  });
  expect(entry).toMatchObject({
    hosts: ['api.example.com'],
    allocated: [
      { host: 'api.example.com', address: '240.240.0.1' },
      { host: '', address: '2001:2::1' },
    ],
    resolution: 'NONE',
    location: 'MESH_EXTERNAL',
    workloadSelector: null,
    ports: [
      { number: 443, name: 'tls', protocol: 'TLS', targetPort: null },
      { number: 80, name: '', protocol: '', targetPort: 8080 },
    ],
  });
  expect(entry.endpoints[0]).toMatchObject({ address: '10.0.0.1', ports: { http: 8081 }, weight: 0 });
});

test('a WorkloadEntry', () => {
  expect(readWorkloadEntry({ metadata, spec: { address: '10.0.0.1', weight: 3, network: 'net' } }).entry).toMatchObject(
    { address: '10.0.0.1', weight: 3, network: 'net' },
  );
});
