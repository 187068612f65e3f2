import { inEachNamespace, type Mesh, perMesh } from '../../mesh/mesh.ts';
import type { KubernetesEvent, Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { eventEvidence, remedy, unreadySince } from '../evidence.ts';

const ISTIO_TEXT = /istio-cni|no ztunnel connection|failed to contact node Istio CNI agent/i;

/** Catalogue 20 (E8): a pod cannot start because Istio's network plugin failed. */
export const cniSandboxFailure: Check = {
  id: 'cni-sandbox-failure',
  number: 20,
  stage: 'nodes',
  title: "A pod cannot start because Istio's network plugin failed",
  blame: 'istio',
  severity: 'broken',
  hops: ['client', 'destination', 'resolution', 'upstream-link'],
  tier: 0,
  needs: ['Pod', 'Event'],
  explains: ['source-pod-not-running', 'endpoints-not-ready', 'app-image-or-config-error'],
  why: 'When a pod of the mesh starts, the plugin asks the agent and ztunnel of its node; if they do not answer, the pod gets no network and does not start.',
  notProof:
    'A message that names neither istio-cni nor ztunnel belongs to another plugin. A pod that is ready meanwhile has healed.',
  cite: 'E8; istio: cni/pkg/plugin/plugin.go',
  detect: inEachNamespace((mesh, { namespace }) =>
    failuresIn(mesh, namespace).map(({ pod, event }) => finding(pod, event)),
  ),
  judge(mesh, trace) {
    const isEmpty = trace.choice !== null && trace.choice.endpoints.length === 0;
    const failure = isEmpty
      ? firstOf(trace.choice!.excluded, ({ pod }) => failureOf(mesh, pod))
      : (failureOf(mesh, trace.caller.pod) ?? failureOf(mesh, trace.destination));
    if (!failure) return null;
    const hop = failure.pod === trace.caller.pod ? 'client' : trace.choice ? trace.choiceHop : 'destination';
    return { ...finding(failure.pod, failure.event), hop };
  },
};

function firstOf<T, V>(list: readonly T[], find: (item: T) => V | undefined): V | undefined {
  for (const item of list) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

const failureOf = (mesh: Mesh, pod: Pod | null) =>
  pod && !pod.ready ? failuresIn(mesh, pod.namespace).find((failure) => failure.pod === pod) : undefined;

/** Pods that are still not up, with the event that says why. */
const failuresIn = perMesh((mesh: Mesh, namespace: string): readonly { pod: Pod; event: KubernetesEvent }[] =>
  (mesh.events.byNamespace.get(namespace) ?? [])
    .filter((event) => event.reason === 'FailedCreatePodSandBox' && ISTIO_TEXT.test(event.message))
    .flatMap((event) => {
      const pod = mesh.pods.byName.get(`${event.involved.namespace}/${event.involved.name}`);
      return pod && !pod.ready ? [{ pod, event }] : [];
    }),
);

function finding(pod: Pod, event: KubernetesEvent): Found {
  return {
    subject: ref('Pod', pod.namespace, pod.name),
    sentence: `Pod \`${pod.namespace}/${pod.name}\` cannot start because Istio's network plugin failed on node \`${pod.node}\`.`,
    evidence: [eventEvidence(event)],
    objects: [ref('Node', '', pod.node)],
    since: unreadySince([pod]),
    fix: [
      remedy(
        'Mend istio-cni and ztunnel on that node; the kubelet tries again by itself.',
        `kubectl get pods -A -o wide --field-selector spec.nodeName=${pod.node} | grep -E 'ztunnel|istio-cni'`,
      ),
    ],
  };
}
