import { conditionOf } from '../../state/metadata.ts';
import { ref } from '../../state/refs.ts';
import type { Check } from '../check.ts';
import { field, hasHeld, remedy } from '../evidence.ts';

/** Catalogue 18 (Z7): the istio-cni agent of a node is failing. */
export const cniAgentNotReady: Check = {
  id: 'cni-agent-not-ready',
  number: 18,
  stage: 'nodes',
  title: 'The Istio CNI agent of a node is failing',
  blame: 'istio',
  severity: 'degraded',
  hops: ['source-ztunnel', 'destination-ztunnel'],
  tier: 0,
  needs: ['Pod'],
  explains: ['cni-sandbox-failure', 'source-not-captured'],
  why: 'The agent sets up redirection for pods as they start. While it fails, new pods of its node do not start or are not captured.',
  notProof: 'Pods captured before keep working; an agent younger than a minute is starting.',
  cite: 'Z7; istio: cni/pkg/install',
  detect(mesh) {
    return mesh.pods.cniAgents
      .all()
      .filter(
        (pod) =>
          !pod.ready &&
          pod.deletedAt === null &&
          hasHeld(conditionOf(pod.conditions, 'Ready')?.since ?? pod.createdAt, mesh.takenAt, 60),
      )
      .map((pod) => {
        const subject = ref('Pod', pod.namespace, pod.name);
        const waiting = pod.containers.find((container) => container.waiting !== '')?.waiting;
        return {
          subject,
          sentence: `The Istio CNI agent on node \`${pod.node}\` is failing; new pods there do not start or are not captured.`,
          evidence: [
            field(
              subject,
              'status.conditions Ready',
              waiting ? `False, ${waiting}` : 'False',
              'True',
              conditionOf(pod.conditions, 'Ready')?.since ?? null,
            ),
          ],
          since: conditionOf(pod.conditions, 'Ready')?.since ?? null,
          fix: [remedy('Read the log of the agent.', `kubectl -n ${pod.namespace} logs ${pod.name}`)],
        };
      });
  },
};
