import { conditionOf } from '../../state/metadata.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { conditionEvidence, hasHeld, remedy } from '../evidence.ts';

/** Catalogue 15: the machine itself is not well. */
export const nodeNotReady: Check = {
  id: 'node-not-ready',
  number: 15,
  stage: 'nodes',
  title: 'A node is not ready',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel', 'client', 'destination'],
  tier: 0,
  needs: ['Node', 'Pod'],
  explains: [
    'ztunnel-not-ready',
    'ztunnel-missing-on-node',
    'source-pod-not-running',
    'endpoints-not-ready',
    'cni-agent-not-ready',
    'cni-daemonset-missing-on-node',
  ],
  why: 'Kubernetes does not hear from the node, or its network is not set up. What runs there may still answer for a while.',
  notProof:
    'A heartbeat missed less than a minute ago. Where pods of the node are still reported ready, the path is called degraded and not broken.',
  cite: 'Kubernetes node conditions',
  detect(mesh) {
    return mesh.state.nodes.flatMap((node) => {
      const ready = conditionOf(node.conditions, 'Ready');
      const network = conditionOf(node.conditions, 'NetworkUnavailable');
      const bad = ready && ready.status !== 'True' ? ready : network?.status === 'True' ? network : null;
      if (!bad || !hasHeld(bad.since, mesh.takenAt, 60)) return [];
      const subject = ref('Node', '', node.name);
      const still = (mesh.pods.byNode.get(node.name) ?? []).some((pod) => pod.ready && !pod.hostNetwork);
      return [
        {
          subject,
          severity: still ? ('degraded' as const) : ('broken' as const),
          sentence:
            bad.type === 'Ready'
              ? `Node \`${node.name}\` is not ready.`
              : `The network of node \`${node.name}\` is not available.`,
          evidence: [conditionEvidence(subject, bad)],
          since: bad.since,
          fix: [remedy('Look at the node: its kubelet, its disk, its network.', `kubectl describe node ${node.name}`)],
        },
      ];
    });
  },
};
