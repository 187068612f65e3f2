import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { samplesOf, sumOf } from '../../mesh/told/component-metrics.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import type { Evidence } from '../detection.ts';
import { field, hasHeld, reading, remedy } from '../evidence.ts';

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
  uses: ['cni-metrics', 'cni-ready'],
  explains: ['cni-sandbox-failure', 'source-not-captured'],
  why: 'The agent sets up redirection for pods as they start. While it fails, new pods of its node do not start or are not captured.',
  notProof:
    'Pods captured before keep working; an agent younger than a minute is starting. An installation that failed and was repeated with success.',
  cite: 'Z7; istio: cni/pkg/install',
  detect: (mesh) => mesh.pods.cniAgents.all().flatMap((pod) => (pod.deletedAt === null ? finding(mesh, pod) : [])),
  // Z7: pods that are captured keep working.
  onPath: (_mesh, trace, hop) => {
    const pod = hop.kind === 'source-ztunnel' ? trace.caller.pod : trace.destination;
    return pod && !isRedirected(pod) ? 'degraded' : 'latent';
  },
};

function finding(mesh: Mesh, pod: Pod): Found[] {
  const ready = conditionOf(pod.conditions, 'Ready');
  const isUnready = !pod.ready && hasHeld(ready?.since ?? pod.createdAt, mesh.takenAt, 60);
  const said = hasHeld(pod.startedAt ?? pod.createdAt, mesh.takenAt, 60) ? saidBy(mesh, pod) : [];
  if (!isUnready && said.length === 0) return [];
  const subject = ref('Pod', pod.namespace, pod.name);
  const waiting = pod.containers.find((container) => container.waiting !== '')?.waiting;
  const status = pod.ready ? 'True' : waiting ? `False, ${waiting}` : 'False';
  return [
    {
      subject,
      sentence: `The Istio CNI agent on node \`${pod.node}\` is failing; new pods there do not start or are not captured.`,
      evidence: [field(subject, 'status.conditions Ready', status, 'True', ready?.since ?? null), ...said],
      objects: [ref('Node', '', pod.node)],
      since: isUnready ? (ready?.since ?? null) : null,
      fix: [
        remedy(
          'Read the log of the agent; on some platforms the directories of the network plugin are elsewhere (global.platform, cniBinDir, cniConfDir).',
          `kubectl -n ${pod.namespace} logs ${pod.name}`,
        ),
      ],
    },
  ];
}

/** Its own word: not installed, not ready, or every installation failed so far. */
function saidBy(mesh: Mesh, pod: Pod): Evidence[] {
  const key = nameOf(pod);
  const at = mesh.metrics.get(key)?.at ?? null;
  const installed = sumOf(mesh, key, 'istio_cni_install_ready');
  const installs = samplesOf(mesh, key, 'istio_cni_installs_total').filter(({ value }) => value > 0);
  const failed = installs.filter(({ labels }) => labels['result'] !== 'SUCCESS');
  const own = mesh.cniReadiness.get(key);
  return [
    ...(installed === 0 ? [reading('cni-metrics', key, 'istio_cni_install_ready 0', '1', at, 1)] : []),
    ...(failed.length > 0 && failed.length === installs.length
      ? failed.map(({ labels, value }) =>
          reading('cni-metrics', key, `istio_cni_installs_total ${labels['result'] ?? ''}: ${value}`, 'SUCCESS', at, 1),
        )
      : []),
    ...(own?.ready === false ? [reading('cni-ready', key, 'not ready', 'ready', own.at, 1)] : []),
  ];
}
