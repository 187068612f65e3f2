/** Section 12, upstream semantics of NetworkPolicy on the encapsulated packet (N1-N3). */

import { FOREIGN_POLICY_KINDS } from '../state/kinds.ts';
import type {
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicyRule,
  Pod,
} from '../state/kubernetes.ts';
import { inCidr, isIp } from './ip.ts';
import { groupBy, perSlice } from './look-up.ts';
import type { Mesh } from './mesh.ts';
import { matchesSelector } from './selector.ts';

/** N3: the source address that istio-cni gives to kubelet probes of captured pods. */
export const PROBE_ADDRESS = '169.254.7.127';

/** One end of a packet: a pod, or an address nobody selects by labels. */
export interface PacketEnd {
  pod: Pod | null;
  ip: string;
}

export interface NetworkPolicyDecision {
  allowed: boolean;
  /** the end whose policies refuse */
  direction: 'ingress' | 'egress' | null;
  /** policies that select the refusing end and do not admit the packet */
  refusing: readonly NetworkPolicy[];
  /** one of them admits another port from the same peer: the policy was written for that port */
  otherPorts: readonly string[];
  /** a rule on addresses might refuse, and the address of the other end is not known */
  undecided: boolean;
}

interface Packet {
  target: Pod | null;
  port: number;
  protocol: PacketProtocol;
}

const byNamespace = perSlice((list: readonly NetworkPolicy[]) => groupBy(list, (policy) => policy.namespace));

export type PacketProtocol = 'TCP' | 'UDP';

/** N1, N2: whether NetworkPolicies let one packet from an end to the other on that port. */
export function evaluateNetworkPolicies(
  mesh: Mesh,
  from: PacketEnd,
  to: PacketEnd,
  port: number,
  protocol: PacketProtocol = 'TCP',
): NetworkPolicyDecision {
  const packet = { target: to.pod, port, protocol };
  const egress = from.pod ? refusalOf(mesh, 'Egress', from.pod, to, packet) : null;
  const ingress = to.pod ? refusalOf(mesh, 'Ingress', to.pod, from, packet) : null;
  const undecided = (egress?.undecided ?? false) || (ingress?.undecided ?? false);
  if (egress && !egress.undecided) return { allowed: false, direction: 'egress', ...egress };
  if (ingress && !ingress.undecided) return { allowed: false, direction: 'ingress', ...ingress };
  return { allowed: true, direction: null, refusing: [], otherPorts: [], undecided };
}

/** Policies of that direction that select the pod; a host-network pod is selected by none. */
export function policiesSelecting(mesh: Mesh, pod: Pod, direction: 'Ingress' | 'Egress'): readonly NetworkPolicy[] {
  if (pod.hostNetwork) return [];
  return (byNamespace(mesh.state.networkPolicies).get(pod.namespace) ?? []).filter(
    (policy) => policy.policyTypes.includes(direction) && matchesSelector(policy.podSelector, pod.labels),
  );
}

function refusalOf(
  mesh: Mesh,
  direction: 'Ingress' | 'Egress',
  owner: Pod,
  other: PacketEnd,
  packet: Packet,
): Pick<NetworkPolicyDecision, 'refusing' | 'otherPorts' | 'undecided'> | null {
  const policies = policiesSelecting(mesh, owner, direction);
  if (policies.length === 0) return null;
  const rulesOf = (policy: NetworkPolicy) => (direction === 'Ingress' ? policy.ingress : policy.egress);
  const reaches = (policy: NetworkPolicy, rule: NetworkPolicyRule) =>
    rule.peers.length === 0 || rule.peers.some((peer) => matchesPeer(mesh, peer, other, policy.namespace));
  const admits = (policy: NetworkPolicy) =>
    rulesOf(policy).some((rule) => reaches(policy, rule) && matchesPorts(rule.ports, packet));
  if (policies.some(admits)) return null;
  const otherPorts = policies.flatMap((policy) =>
    rulesOf(policy)
      .filter((rule) => reaches(policy, rule))
      .flatMap((rule) => rule.ports.map((entry) => String(entry.port ?? 'any'))),
  );
  const isUnknown = other.pod === null && !isIp(other.ip);
  const undecided =
    isUnknown &&
    policies.some((policy) =>
      rulesOf(policy).some((rule) => rule.peers.some((peer) => peer.ipBlock) && matchesPorts(rule.ports, packet)),
    );
  return { refusing: policies, otherPorts: [...new Set(otherPorts)], undecided };
}

/** An empty list of ports admits every port; a name means the target pod's container port. */
function matchesPorts(ports: readonly NetworkPolicyPort[], { target, port, protocol }: Packet): boolean {
  if (ports.length === 0) return true;
  return ports.some((entry) => {
    if (entry.protocol !== protocol) return false;
    if (entry.port === null) return true;
    if (typeof entry.port === 'string') return target !== null && declaresPort(target, entry.port, port, protocol);
    return entry.endPort === null ? entry.port === port : port >= entry.port && port <= entry.endPort;
  });
}

function declaresPort(pod: Pod, name: string, port: number, protocol: PacketProtocol): boolean {
  return pod.containers.some((container) =>
    container.ports.some((entry) => entry.name === name && entry.port === port && entry.protocol === protocol),
  );
}

function matchesPeer(mesh: Mesh, peer: NetworkPolicyPeer, end: PacketEnd, policyNamespace: string): boolean {
  if (peer.ipBlock)
    return inCidr(end.ip, peer.ipBlock.cidr) && !peer.ipBlock.except.some((cidr) => inCidr(end.ip, cidr));
  if (!end.pod || end.pod.hostNetwork) return false;
  const inNamespace = peer.namespaceSelector
    ? matchesSelector(peer.namespaceSelector, namespaceLabels(mesh, end.pod.namespace))
    : end.pod.namespace === policyNamespace;
  return inNamespace && (peer.podSelector === null || matchesSelector(peer.podSelector, end.pod.labels));
}

/** Kubernetes gives every namespace its own name as a label. */
function namespaceLabels(mesh: Mesh, name: string): Record<string, string> {
  return { 'kubernetes.io/metadata.name': name, ...mesh.namespaces.get(name)?.labels };
}

/** Policies of the CNI's own kinds that exist: said, not guessed at. */
export function foreignPolicies(mesh: Mesh): readonly { kind: string; namespace: string; name: string }[] {
  return mesh.state.markers.filter((marker) => FOREIGN_POLICY_KINDS.includes(marker.kind));
}
