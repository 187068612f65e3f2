import { isRedirected, shouldCapture } from '../../mesh/enrolment/enrolment.ts';
import { groupBy } from '../../mesh/memory/look-up.ts';
import { inEachNamespace, type Mesh, ofMesh } from '../../mesh/mesh.ts';
import { factsOf } from '../../mesh/told/component-logs.ts';
import type { Pod } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { isRefusedWithoutIdentity, isUncaptured } from '../client/source-not-captured.ts';
import { evaluation, field, hasHeld, reading, remedy } from '../evidence.ts';

/** Catalogue 21 (E4, E8): another network plugin takes istio-cni out of the node's configuration. */
export const cniConfigRemovedByPrimaryCni: Check = {
  id: 'cni-config-removed-by-primary-cni',
  number: 21,
  stage: 'nodes',
  title: "Another network plugin overwrites Istio's configuration on a node",
  blame: 'kubernetes',
  severity: 'degraded',
  hops: ['client', 'outbound-link', 'upstream-link'],
  tier: 0,
  needs: ['Pod', 'ConfigMap', 'Namespace'],
  uses: ['Node', 'cni-log'],
  explains: ['source-not-captured', 'destination-not-captured'],
  why: 'Cilium takes every configuration but its own off the node unless it is told not to. Pods that start then never pass by istio-cni, and go on outside the mesh without a word.',
  notProof:
    'Pods ready for less than a minute, which the agent may still enrol; a node where a younger pod was captured; an agent that is not ready, which is another failure.',
  cite: 'E4, E8; istio.io: content/en/docs/ambient/install/platform-prerequisites/index.md',
  detect(mesh) {
    if (!isExclusive(mesh) && mesh.logs.size === 0) return [];
    return [...lostOnNodes(mesh)].map(([node, pods]) => finding(mesh, node, pods));
  },
  judge(mesh, trace) {
    if (!isExclusive(mesh) && mesh.logs.size === 0) return null;
    const { pod } = trace.caller;
    const end = [pod, trace.destination].find((candidate) => candidate !== null && isLost(mesh, candidate));
    if (!end) return null;
    const found = finding(mesh, end.node, lostOnNodes(mesh).get(end.node) ?? [end]);
    if (end !== pod) return { ...found, hop: trace.waypoint ? 'upstream-link' : 'outbound-link' };
    return { ...found, hop: 'client', severity: isRefusedWithoutIdentity(trace) ? 'broken' : 'degraded' };
  },
};

const isLost = (mesh: Mesh, pod: Pod): boolean =>
  isUncaptured(mesh, pod) && lostOnNodes(mesh).get(pod.node)?.includes(pod) === true;

const isExclusive = (mesh: Mesh): boolean => mesh.state.ciliumConfig?.['cni-exclusive'] === 'true';

const FEWEST = 3;

/** How often the agent of a node wrote its configuration anew, because something had taken it away. */
const reinstalls = (mesh: Mesh, node: string): number =>
  (mesh.pods.cniAgents.get(node) ?? [])
    .flatMap((pod) => factsOf(mesh, nameOf(pod), 'config-reinstalled'))
    .reduce((sum, { count }) => sum + count, 0);

/** Cilium is set up to do it on every node, or the agent of this one keeps putting its configuration back. */
const isTaken = (mesh: Mesh, node: string): boolean => isExclusive(mesh) || reinstalls(mesh, node) >= FEWEST;

/** Pods that ask for the mesh, captured or not. */
const asking = inEachNamespace((mesh, { pods }): Pod[] =>
  pods.filter((pod) => pod.node !== '' && (isRedirected(pod) || shouldCapture(mesh, pod).captured)),
);

/** By node: the pods that were not captured, where the agent is well and no younger pod was. */
const lostOnNodes = ofMesh((mesh: Mesh): ReadonlyMap<string, readonly Pod[]> => {
  const found = new Map<string, readonly Pod[]>();
  for (const [node, pods] of groupBy(asking(mesh), (pod) => pod.node)) {
    const lost = pods.filter((pod) => isUncaptured(mesh, pod));
    if (lost.length === 0 || !isTaken(mesh, node) || !isAgentWell(mesh, node)) continue;
    const first = lost.map(startOf).sort()[0]!;
    if (!pods.some((pod) => isRedirected(pod) && startOf(pod) >= first)) found.set(node, lost);
  }
  return found;
});

const startOf = (pod: Pod): string => pod.startedAt ?? pod.createdAt ?? '';

function isAgentWell(mesh: Mesh, node: string): boolean {
  return (mesh.pods.cniAgents.get(node) ?? []).some(
    (pod) => pod.ready && hasHeld(conditionOf(pod.conditions, 'Ready')?.since ?? null, mesh.takenAt, 60),
  );
}

function finding(mesh: Mesh, node: string, lost: readonly Pod[]): Found {
  const subject = ref('Node', '', node);
  const config = ref('ConfigMap', 'kube-system', 'cilium-config');
  const again = reinstalls(mesh, node);
  const agent = mesh.pods.cniAgents.get(node)?.[0];
  const first = lost.map(startOf).sort()[0] ?? '';
  return {
    subject,
    // The node's own files cannot be read from here.
    certainty: 'likely',
    sentence: `Another network plugin overwrites Istio's configuration on node \`${node}\`; ${lost.length === 1 ? 'a new pod bypasses' : `${lost.length} new pods bypass`} the mesh.`,
    evidence: [
      ...(isExclusive(mesh) ? [field(config, 'cni-exclusive', 'true', 'false')] : []),
      ...(again >= FEWEST && agent
        ? [reading('cni-log', nameOf(agent), `configuration written anew ${again} times`, 'once', null, 3)]
        : []),
      evaluation(
        'E4',
        `no pod that started on ${node} since ${first} was captured, and the agent there is ready`,
        'captured',
        subject,
      ),
    ],
    objects: [
      ...(isExclusive(mesh) ? [config] : []),
      ...lost.slice(0, 50).map(({ namespace, name }) => ref('Pod', namespace, name)),
    ],
    since: first || null,
    fix: [
      remedy(
        `Tell ${isExclusive(mesh) ? 'Cilium' : 'the other plugin'} to leave other configurations alone, then let the pods be made anew.`,
        isExclusive(mesh)
          ? 'helm upgrade cilium cilium/cilium -n kube-system --reuse-values --set cni.exclusive=false'
          : 'kubectl get daemonsets -n kube-system',
      ),
    ],
  };
}
