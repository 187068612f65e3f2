import { expect, test } from 'vitest';
import { listWorkloads } from '../service/workloads.ts';
import { gateway, listener, smallMesh } from '../small-mesh.ts';
import { networkGatewayOf, networkGateways } from './network-gateway.ts';

const remote = (name: string, rest: Parameters<typeof gateway>[1] = {}) =>
  gateway(name, {
    className: 'istio-remote',
    labels: { 'topology.istio.io/network': 'n2' },
    addresses: [{ type: 'IPAddress', value: '9.9.9.9' }],
    listeners: [listener({ port: 15009 })],
    ...rest,
  });

test('MC4: an istio-remote Gateway with a network, an HBONE listener and an address', () => {
  const mesh = smallMesh({ gateways: [remote('gw/a')] });
  expect(networkGatewayOf(mesh, 'n2')).toMatchObject({
    address: '9.9.9.9',
    port: 15009,
    serviceAccount: 'a-istio-remote',
  });
  expect(networkGatewayOf(mesh, 'n3')).toBeNull();
});

test.each([
  ['of another class', { className: 'istio-east-west' }],
  ['without a network', { labels: {} }],
  ['without an HBONE listener', { listeners: [listener({ protocol: 'TLS' })] }],
  ['without an address', { addresses: [] }],
])('MC4: not one %s', (_name, rest) => {
  expect(networkGateways(smallMesh({ gateways: [remote('gw/a', rest)] }))).toEqual([]);
});

test('MC4: of several the first; each is a workload of its own, by its account and network', () => {
  const annotations = { 'gateway.istio.io/service-account': 'sa' };
  const named = remote('gw/b', { annotations, addresses: [{ type: 'Hostname', value: 'gw.example' }] });
  const mesh = smallMesh({ gateways: [remote('gw/a'), named] });
  expect(networkGatewayOf(mesh, 'n2')?.address).toBe('9.9.9.9');
  expect(listWorkloads(mesh)).toMatchObject([
    { uid: 'NetworkGateway/n2/9.9.9.9/15009', addresses: ['9.9.9.9'], network: 'n2', cluster: '' },
    { uid: 'NetworkGateway/n2/gw.example/15009', hostname: 'gw.example', serviceAccount: 'sa', namespace: 'gw' },
  ]);
});
