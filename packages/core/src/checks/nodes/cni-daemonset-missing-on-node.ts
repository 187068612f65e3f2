import { isRedirected, shouldCapture } from '../../mesh/enrolment/enrolment.ts';
import { arePodsSeenEverywhere } from '../../mesh/enrolment/seen-system.ts';
import { conditionOf } from '../../state/metadata.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, field, remedy } from '../evidence.ts';

/** Catalogue 16 (Z7, E8): no istio-cni agent where pods want to join the mesh. */
export const cniDaemonsetMissingOnNode: Check = {
  id: 'cni-daemonset-missing-on-node',
  number: 16,
  stage: 'nodes',
  title: 'The Istio CNI agent does not run on a node',
  blame: 'istio',
  severity: 'degraded',
  hops: ['source-ztunnel', 'destination-ztunnel', 'destination'],
  tier: 0,
  needs: ['Node', 'Pod', 'Namespace'],
  uses: ['ConfigMap'],
  explains: ['cni-sandbox-failure', 'source-not-captured'],
  why: 'Without the agent no new pod of the node can join the mesh or even start; pods that joined before keep working.',
  notProof:
    'Nodes without any pod of the mesh, and Windows nodes. Where pods of any namespace may not be listed, a missing agent proves nothing.',
  cite: 'Z7, E8; istio: manifests/charts/istio-cni/templates/daemonset.yaml',
  detect(mesh) {
    const installed = mesh.pods.cniAgents.nodes.length > 0 || mesh.pods.ztunnels.nodes.length > 0;
    if (!installed || !arePodsSeenEverywhere(mesh)) return [];
    return mesh.state.nodes
      .filter(
        (node) =>
          node.os !== 'windows' && !(mesh.pods.cniAgents.get(node.name) ?? []).some((pod) => pod.deletedAt === null),
      )
      .filter((node) =>
        (mesh.pods.byNode.get(node.name) ?? []).some((pod) => isRedirected(pod) || shouldCapture(mesh, pod).captured),
      )
      .map((node) => {
        const subject = ref('Node', '', node.name);
        return {
          subject,
          sentence: `The Istio CNI agent does not run on node \`${node.name}\`, so new pods there cannot join the mesh.`,
          evidence: [
            evaluation('Z7', `no pod istio-cni-node on ${node.name}`, 'one pod', subject),
            field(subject, 'status.conditions Ready', conditionOf(node.conditions, 'Ready')?.status ?? 'unknown'),
          ],
          fix: [
            remedy(
              'See why the DaemonSet does not place a pod there: taints, quota, node selectors.',
              'kubectl get daemonset istio-cni-node -A -o wide',
            ),
          ],
        };
      });
  },
  // Z7: captured pods that run keep working; only pods that have not started are stopped by it.
  onPath: (_mesh, trace, hop) => {
    const pod = hop.kind === 'source-ztunnel' ? trace.caller.pod : trace.destination;
    return pod && !isRedirected(pod) ? 'degraded' : 'latent';
  },
};
