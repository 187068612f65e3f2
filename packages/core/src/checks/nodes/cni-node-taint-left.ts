import { groupBy } from '../../mesh/memory/look-up.ts';
import { isFinished } from '../../mesh/memory/pod-addresses.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Node, Pod } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { conditionEvidence, field, hasHeld, remedy } from '../evidence.ts';

/** Catalogue 22: the taint that keeps pods off a node until istio-cni runs there is still on it. */
export const cniNodeTaintLeft: Check = {
  id: 'cni-node-taint-left',
  number: 22,
  stage: 'nodes',
  title: "A node still carries Istio's not-ready taint",
  blame: 'istio',
  severity: 'degraded',
  hops: ['resolution', 'upstream-link', 'destination', 'client'],
  tier: 0,
  persistence: 120,
  needs: ['Node', 'Pod'],
  explains: ['source-pod-not-running', 'endpoints-not-ready', 'app-image-or-config-error'],
  why: 'The taint keeps pods off a node until its istio-cni agent is up; istiod or the installer takes it away. Left behind, it keeps pods off a node that is ready for them.',
  notProof: 'An agent that is not ready, or became so less than two minutes ago.',
  cite: 'istio: pilot/pkg/controllers/untaint',
  detect(mesh) {
    const nodes = taintedNodes(mesh);
    const waiting = nodes.length === 0 ? [] : (mesh.pods.byNode.get('') ?? []).filter(isKeptOff);
    return nodes.map((node) => finding(node, waiting));
  },
  judge(mesh, { choice, choiceHop }) {
    if (!choice || choice.endpoints.length > 0) return null;
    const kept = choice.excluded.map((entry) => entry.pod);
    if (kept.length === 0 || !kept.every(isKeptOff)) return null;
    const [node] = taintedNodes(mesh);
    return node ? { ...finding(node, kept), hop: choiceHop } : null;
  },
};

const TAINT = 'cni.istio.io/not-ready';

/** Nodes with the taint whose agent has been ready for long enough. */
const taintedNodes = (mesh: Mesh): Node[] =>
  mesh.state.nodes.filter(
    (node) => node.taints.some((taint) => taint.split(/[=:]/, 1)[0] === TAINT) && hasReadyAgent(mesh, node),
  );

function hasReadyAgent(mesh: Mesh, node: Node): boolean {
  return (mesh.pods.cniAgents.get(node.name) ?? []).some(
    (pod) => pod.ready && hasHeld(conditionOf(pod.conditions, 'Ready')?.since ?? pod.startedAt, mesh.takenAt, 120),
  );
}

const isKeptOff = (pod: Pod): boolean =>
  pod.node === '' &&
  !isFinished(pod) &&
  pod.deletedAt === null &&
  (conditionOf(pod.conditions, 'PodScheduled')?.message ?? '').includes(TAINT);

function finding(node: Node, waiting: readonly Pod[]): Found {
  const subject = ref('Node', '', node.name);
  const names = [...groupBy(waiting, (pod) => pod.namespace).keys()].join(', ');
  const scheduled = waiting[0] ? conditionOf(waiting[0].conditions, 'PodScheduled') : null;
  return {
    subject,
    severity: waiting.length > 0 ? 'broken' : 'latent',
    sentence:
      waiting.length > 0
        ? `Node \`${node.name}\` still carries Istio's not-ready taint, so ${waiting.length === 1 ? 'a pod' : `${waiting.length} pods`} of ${names} cannot be scheduled there.`
        : `Node \`${node.name}\` still carries Istio's not-ready taint; new pods cannot be scheduled there.`,
    evidence: [
      field(subject, 'spec.taints', TAINT, 'removed once istio-cni is ready'),
      ...(scheduled && waiting[0]
        ? [conditionEvidence(ref('Pod', waiting[0].namespace, waiting[0].name), scheduled)]
        : []),
    ],
    objects: waiting.slice(0, 5).map((pod) => ref('Pod', pod.namespace, pod.name)),
    since: scheduled?.since ?? null,
    fix: [
      remedy(
        'Take the taint away; PILOT_ENABLE_NODE_UNTAINT_CONTROLLERS on istiod does it from now on.',
        `kubectl taint node ${node.name} ${TAINT}-`,
      ),
    ],
  };
}
