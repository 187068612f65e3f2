import { capturedByNode } from '../../mesh/enrolment/captured.ts';
import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { arePodsSeenEverywhere } from '../../mesh/enrolment/seen-system.ts';
import { ztunnelOn } from '../../mesh/ztunnel/ztunnel.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { evaluation, remedy } from '../evidence.ts';

/** Catalogue 23 (Z1, Z6): captured pods on a node without ztunnel. */
export const ztunnelMissingOnNode: Check = {
  id: 'ztunnel-missing-on-node',
  number: 23,
  stage: 'nodes',
  title: 'No ztunnel runs on a node with captured pods',
  blame: 'istio',
  severity: 'broken',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 0,
  needs: ['Pod'],
  uses: ['ztunnel-config', 'ztunnel-ready', 'Namespace'],
  explains: [
    'redirection-pending',
    'destination-redirection-pending',
    'capture-annotation-stale',
    'cni-sandbox-failure',
    'hbone-refused',
  ],
  why: 'Captured pods send everything to the ztunnel of their node. Without it nothing falls back to plain text: they have no network for TCP.',
  notProof:
    'Two ztunnels during a rolling update are normal; ztunnel is looked for in every namespace. Where pods of any namespace may not be listed, a missing one proves nothing.',
  cite: 'Z1, Z6',
  detect(mesh) {
    if (!arePodsSeenEverywhere(mesh)) return [];
    return [...capturedByNode(mesh)]
      .filter(([node]) => node !== '' && !ztunnelOn(mesh, node).pods.some((pod) => pod.phase === 'Running'))
      .filter(([node]) => mesh.pods.byNode.get(node)?.some((pod) => isRedirected(pod) && pod.phase === 'Running'))
      .map(([node, cut]) => {
        const subject = ref('Node', '', node);
        const waiting = ztunnelOn(mesh, node).pods[0];
        const seen = waiting ? `a ztunnel pod that is ${waiting.phase}` : 'no ztunnel pod';
        return {
          subject,
          sentence: `No ztunnel runs on node \`${node}\`; the ${cut} meshed ${cut === 1 ? 'pod' : 'pods'} there ${cut === 1 ? 'has' : 'have'} lost ${cut === 1 ? 'its' : 'their'} network.`,
          evidence: [
            evaluation('Z1', `${cut} captured pods and ${seen} on ${node}`, 'one ztunnel pod that runs', subject),
          ],
          objects: waiting ? [ref('Pod', waiting.namespace, waiting.name)] : [],
          since: waiting?.createdAt ?? null,
          fix: [
            remedy(
              'See why the DaemonSet does not place a pod there: quota, taints, image.',
              'kubectl get daemonset ztunnel -A; kubectl describe daemonset ztunnel -n istio-system',
            ),
          ],
        };
      });
  },
};
