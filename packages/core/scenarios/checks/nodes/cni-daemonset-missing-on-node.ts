import type { KubeObject } from '../../bundle.ts';
import type { Scenario } from '../../scenario.ts';
import { expectDelivered } from '../../scenario.ts';
import { CLIENT, expectFlows, firesAndNear, pair, SERVER } from '../pair.ts';

/** The DaemonSet's own affinity keeps its pods from node-3, so none is wanted there. */
function leaveOutNode3(daemonSet: KubeObject): void {
  Object.assign(daemonSet['status'] as object, { desiredNumberScheduled: 2, numberUnavailable: 0 });
  const { template } = daemonSet['spec'] as { template: { spec: Record<string, unknown> } };
  const expression = { key: 'kubernetes.io/hostname', operator: 'NotIn', values: ['node-3'] };
  template.spec['affinity'] = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] },
    },
  };
}

export const cniDaemonsetMissingOnNode: readonly Scenario[] = firesAndNear(
  'cni-daemonset-missing-on-node',
  {
    title: 'No CNI agent runs on the callee’s node: running pods go on',
    mesh: () => pair().missing('istio-system/istio-cni-node', 'node-2'),
    asks: [expectFlows(CLIENT, SERVER)],
  },
  {
    title: 'A node without meshed pods is left out on purpose',
    mesh: () =>
      pair()
        .missing('istio-system/istio-cni-node', 'node-3')
        .missing('istio-system/ztunnel', 'node-3')
        .edit('DaemonSet', leaveOutNode3),
    asks: [expectDelivered(CLIENT, SERVER)],
  },
);
