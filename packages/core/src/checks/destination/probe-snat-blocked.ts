import { isRedirected } from '../../mesh/enrolment/enrolment.ts';
import { inEachNamespace, type Mesh } from '../../mesh/mesh.ts';
import {
  evaluateNetworkPolicies,
  policiesSelecting,
  probeAddressOf,
} from '../../mesh/network-policy/network-policy.ts';
import type { KubernetesEvent, Pod } from '../../state/kubernetes.ts';
import { ref } from '../../state/refs.ts';
import { changed } from '../change.ts';
import type { Check, Found } from '../check.ts';
import { evaluation, eventEvidence, field, remedy, unreadySince } from '../evidence.ts';

const TIMEOUT = /deadline exceeded|timeout|timed out/i;

/** Catalogue 133 (N3): probes carry an address of Istio's that the network policy does not admit. */
export const probeSnatBlocked: Check = {
  id: 'probe-snat-blocked',
  number: 133,
  stage: 'destination',
  title: 'Health probes are lost on their way to pods in the mesh',
  blame: 'kubernetes',
  severity: 'broken',
  hops: ['outbound-link', 'resolution', 'upstream-link', 'destination'],
  tier: 0,
  needs: ['NetworkPolicy', 'Pod', 'Event'],
  uses: ['ConfigMap', 'Node'],
  explains: ['endpoints-not-ready', 'app-crashing'],
  why: 'In the mesh health probes come from 169.254.7.127. A NetworkPolicy that denies by default and does not admit that address, or a network plugin that changes it, makes healthy pods look dead.',
  notProof:
    'Probes that are refused, answer 5xx or run inside the container are the application; pods that are ready; network plugins that always admit their own node are not known here, so an event must prove it.',
  cite: 'N3; istio/istio#49277, #52765, #57911',
  detect: inEachNamespace((mesh, { pods }) => pods.flatMap((pod) => finding(mesh, pod))),
  judge(mesh, trace) {
    const candidates =
      trace.choice && trace.choice.endpoints.length === 0
        ? trace.choice.excluded.map((entry) => entry.pod)
        : trace.destination && trace.caller.kind === 'kubelet'
          ? [trace.destination]
          : [];
    const found = candidates.flatMap((pod) => finding(mesh, pod))[0];
    return found ? { ...found, hop: trace.caller.kind === 'kubelet' ? 'outbound-link' : trace.choiceHop } : null;
  },
};

function finding(mesh: Mesh, pod: Pod): Found[] {
  if (pod.ready || !isRedirected(pod) || pod.deletedAt !== null) return [];
  const probe = pod.containers.find(
    (container) => !container.init && container.readinessProbe !== '' && container.readinessProbe !== 'exec',
  );
  const port = Number(probe?.readinessProbe.split(':')[1] ?? NaN);
  const event = mesh.events.byNamespace
    .get(pod.namespace)
    ?.find((item) => item.reason === 'Unhealthy' && item.involved.name === pod.name && TIMEOUT.test(item.message));
  if (!event) return [];
  if (policiesSelecting(mesh, pod, 'Ingress').length === 0) return probe ? pluginFinding(mesh, pod, event) : [];
  const source = probeAddressOf(mesh, pod.ips[0] ?? '');
  const decision = evaluateNetworkPolicies(
    mesh,
    { pod: null, ip: source },
    { pod, ip: pod.ips[0] ?? '' },
    Number.isInteger(port) ? port : 0,
  );
  const policy = decision.refusing[0];
  if (decision.allowed || !policy) return decision.allowed && probe ? pluginFinding(mesh, pod, event) : [];
  const subject = ref('NetworkPolicy', policy.namespace, policy.name);
  return [
    {
      subject,
      sentence: `Health probes of \`${pod.namespace}/${pod.workload.name}\` are dropped: Istio gives them the address ${source}, which NetworkPolicy \`${policy.namespace}/${policy.name}\` does not admit.`,
      evidence: [
        evaluation('N3', `ingress from ${source} is refused`, `an ipBlock ${blockOf(source)}`, subject),
        eventEvidence(event),
        field(ref('Pod', pod.namespace, pod.name), 'status.conditions Ready', 'False', 'True'),
      ],
      objects: [ref('Pod', pod.namespace, pod.name)],
      since: unreadySince([pod]),
      fix: [
        remedy(
          'Admit the probe address.',
          `kubectl -n ${policy.namespace} edit networkpolicy ${policy.name}`,
          changed(subject, ['spec', 'ingress', '-'], null, { from: [{ ipBlock: { cidr: blockOf(source) } }] }),
        ),
      ],
    },
  ];
}

const blockOf = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

/** Cilium gives such packets another address before they reach the pod, so that istio-cni does not know them for probes. */
function pluginFinding(mesh: Mesh, pod: Pod, event: KubernetesEvent): Found[] {
  if (mesh.state.ciliumConfig?.['enable-bpf-masquerade'] !== 'true' || hasAnswering(mesh)) return [];
  const subject = ref('ConfigMap', 'kube-system', 'cilium-config');
  return [
    {
      subject,
      certainty: 'likely',
      sentence: `Health probes of \`${pod.namespace}/${pod.workload.name}\` are lost: Cilium is set up to change their source address, which Istio gives them to tell them from other traffic.`,
      evidence: [
        field(subject, 'enable-bpf-masquerade', 'true', 'false'),
        eventEvidence(event),
        field(ref('Pod', pod.namespace, pod.name), 'status.conditions Ready', 'False', 'True'),
      ],
      objects: [ref('Pod', pod.namespace, pod.name)],
      since: unreadySince([pod]),
      fix: [
        remedy(
          'Set bpf.masquerade to false in the values of Cilium.',
          'kubectl -n kube-system get configmap cilium-config -o yaml | grep masquerade',
        ),
      ],
    },
  ];
}

/** A pod in the mesh that answers its probe over the network: then the plugin lets probes through. */
const answeringIn = inEachNamespace((_mesh, { pods }) =>
  pods.some(
    (pod) =>
      pod.ready &&
      isRedirected(pod) &&
      pod.containers.some(({ readinessProbe }) => readinessProbe !== '' && readinessProbe !== 'exec'),
  )
    ? [true]
    : [],
);
const hasAnswering = (mesh: Mesh): boolean => answeringIn(mesh).length > 0;
