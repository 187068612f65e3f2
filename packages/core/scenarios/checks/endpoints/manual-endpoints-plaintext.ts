import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

const MACHINE = 'shop/machine:80';

/** A Service without selector, whose one address somebody wrote. */
function withMachine(inside: Mesh, address: string): Mesh {
  const metadata = { namespace: 'shop', name: 'machine' };
  const service: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { clusterIP: '10.96.200.1', clusterIPs: ['10.96.200.1'], ports: [{ port: 80, targetPort: 8080 }] },
  };
  const slice: KubeObject = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...metadata, name: 'machine-1', labels: { 'kubernetes.io/service-name': 'machine' } },
    addressType: 'IPv4',
    ports: [{ port: 8080, protocol: 'TCP' }],
    endpoints: [{ addresses: [address], conditions: { ready: true } }],
  };
  return inside.object(service).object(slice);
}

export const manualEndpointsPlaintext: readonly Scenario[] = firesAndNear(
  'manual-endpoints-plaintext',
  {
    title: 'A Service leads to a machine by an address somebody wrote',
    mesh: () => withMachine(pair({}, { calls: [MACHINE] }), '192.0.2.10'),
    asks: [expectFlows(CLIENT, MACHINE)],
  },
  {
    title: 'Every Service finds its pods by labels',
    mesh: () => pair(),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
