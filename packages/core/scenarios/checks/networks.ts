/** Turns of phrase for meshes of several networks. */
import type { KubeObject } from '../bundle.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { withMeshConfig } from './dns-words.ts';
import { pair } from './pair.ts';

const NETWORK = 'topology.istio.io/network';
export const VM = 'shop/vm:80';

/** istiod gets a setting. */
export function withFlag(inside: Mesh, name: string, value = 'true'): Mesh {
  return inside.edit('Deployment', (object: KubeObject) => {
    if (object.metadata.name !== 'istiod') return;
    const { template } = object['spec'] as { template: { spec: { containers: { env?: unknown[] }[] } } };
    const [container] = template.spec.containers;
    if (container) container.env = [...(container.env ?? []), { name, value }];
  });
}

/** The pair in network `east`, which istiod connects with others; Services with the label are shared. */
export function connected(inside: Mesh = pair()): Mesh {
  const labelled = inside.edit('Namespace', (object: KubeObject) => {
    if (object.metadata.name === 'istio-system')
      Object.assign(object.metadata, { labels: { ...object.metadata.labels, [NETWORK]: 'east' } });
  });
  return withMeshConfig(
    withFlag(labelled, 'AMBIENT_ENABLE_MULTI_NETWORK'),
    'serviceScopeConfigs:',
    '- servicesSelector:',
    '    matchLabels: {istio.io/global: "true"}',
    '  scope: GLOBAL',
  );
}

/** A Service whose one endpoint is a machine of a network. */
export function withMachine(inside: Mesh, network: string): Mesh {
  const metadata = { namespace: 'shop', name: 'vm' };
  return inside
    .object({
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        clusterIP: '10.96.200.9',
        clusterIPs: ['10.96.200.9'],
        selector: { app: 'vm' },
        ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      },
    })
    .object({
      apiVersion: 'networking.istio.io/v1',
      kind: 'WorkloadEntry',
      metadata,
      spec: { address: '192.0.2.30', network, serviceAccount: 'vm', labels: { app: 'vm' } },
    });
}

/** The reference to a network's gateway elsewhere; further fields of its spec replace those of a good one. */
export function remoteGateway(network: string, name = 'far', spec: Record<string, unknown> = {}): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { namespace: 'istio-system', name, labels: { [NETWORK]: network } },
    spec: {
      gatewayClassName: 'istio-remote',
      addresses: [{ type: 'IPAddress', value: '198.51.100.40' }],
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE', tls: { mode: 'Terminate' } }],
      ...spec,
    },
    status: { addresses: [{ type: 'IPAddress', value: '198.51.100.40' }] },
  };
}
