import type { KubeObject } from '../../bundle.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Scenario } from '../../scenario.ts';
import { connected, remoteGateway } from '../networks.ts';
import { firesAndNear } from '../pair.ts';

/** ztunnel is told the name of its network. */
const told = (name: string): Mesh =>
  connected()
    .object(remoteGateway('west'))
    .edit('DaemonSet', (object: KubeObject) => {
      if (object.metadata.name !== 'ztunnel') return;
      const { template } = object['spec'] as { template: { spec: { containers: { env?: unknown[] }[] } } };
      const [container] = template.spec.containers;
      if (container) container.env = [...(container.env ?? []), { name: 'NETWORK', value: name }];
    });

export const networkLabelProblem: readonly Scenario[] = firesAndNear(
  'network-label-problem',
  { title: 'ztunnel and the system namespace name the network differently', mesh: () => told('east-1') },
  { title: 'Both say the same', mesh: () => told('east') },
);
