import { expect, test } from 'vitest';
import { endpointSpec, pod, serviceEntry, smallMesh, workloadEntry } from '../small-mesh.ts';
import { lookUpAddress } from './address.ts';
import { machineAt } from './machines.ts';

const mesh = smallMesh({
  pods: [pod('shop/a', { ips: ['10.0.0.1'] })],
  workloadEntries: [workloadEntry('shop/vm', { entry: endpointSpec({ address: '192.0.2.1' }) })],
  serviceEntries: [
    serviceEntry('shop/partner', {
      addresses: ['192.0.2.9', '192.0.2.2'],
      endpoints: [endpointSpec({ address: '192.0.2.2' }), endpointSpec({ address: 'far.example' })],
    }),
  ],
});

test.each([
  ['192.0.2.1', 'WorkloadEntry vm'],
  ['192.0.2.2', 'ServiceEntry partner'],
  ['192.0.2.3', 'none'],
  ['10.0.0.1', 'none'],
])('S6: at %s is %s', (ip, expected) => {
  const found = machineAt(mesh, ip);
  expect(found ? `${found.kind} ${found.name}` : 'none').toBe(expected);
});

test('P3: the address of a pod or machine comes before that of a service', () => {
  expect(lookUpAddress(mesh, '10.0.0.1', 'shop').kind).toBe('workload');
  expect(lookUpAddress(mesh, '192.0.2.2', 'shop').kind).toBe('machine');
  expect(lookUpAddress(mesh, '192.0.2.9', 'shop').kind).toBe('service-entry');
});
