/** Section 12, upstream semantics of NetworkPolicy on the encapsulated packet (N1-N3). */
import type { NetworkPolicy, Pod } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import { parseIp } from '../address/ip.ts';
import { type Gap, gapOf, type Mesh } from '../mesh.ts';
import {
  admitsPort,
  type Direction,
  NAME_LABEL,
  type PacketProtocol,
  type ReadyPeer,
  type ReadyPolicy,
  type ReadyRule,
  selectingPolicies,
} from './network-policy-rules.ts';

/** N3: the source addresses that istio-cni gives to kubelet probes of captured pods, unless it was told others. */
export const PROBE_ADDRESS = '169.254.7.127';
const PROBE_ADDRESS_V6 = 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff';

/** One end of a packet: a pod, or an address nobody selects by labels. */
export interface PacketEnd {
  pod: Pod | null;
  /** '' where it is not known */
  ip: string;
  /** the node on whose own network it stands: the kubelet, a node's process; pods of the host network tell it themselves */
  node?: string;
}

export interface NetworkPolicyDecision {
  /** false only where policies refuse for sure */
  allowed: boolean;
  /** the end whose policies refuse */
  direction: 'ingress' | 'egress' | null;
  /** policies that select the refusing end and do not admit the packet */
  refusing: readonly NetworkPolicy[];
  /** one of them admits another port from the same peer: the policy was written for that port */
  otherPorts: readonly string[];
  /** the other end, as the refusing one's policies see it */
  peer: PacketEnd | null;
  /** the rule that admits the same peer on other ports, by its place in the list of its direction; null where there is none */
  nearest: { policy: NetworkPolicy; rule: number } | null;
  /** why it cannot be decided; null where it is */
  gap: Gap | null;
}

interface Packet {
  from: PacketEnd;
  to: PacketEnd;
  port: number;
  protocol: PacketProtocol;
}

type Truth = boolean | Gap;

/** No policy says anything against it. */
export const OPEN: NetworkPolicyDecision = {
  allowed: true,
  direction: null,
  refusing: [],
  otherPorts: [],
  peer: null,
  nearest: null,
  gap: null,
};

/** N1, N2: whether NetworkPolicies let one packet from an end to the other on that port: egress of the one, ingress of the other. */
export function evaluateNetworkPolicies(
  mesh: Mesh,
  from: PacketEnd,
  to: PacketEnd,
  port: number,
  protocol: PacketProtocol = 'TCP',
): NetworkPolicyDecision {
  const { networkPolicies } = mesh.state;
  if (networkPolicies.length === 0 || isSamePod(from, to)) return OPEN;
  const leaving = from.pod ? selectingPolicies(networkPolicies, from.pod, 'Egress') : [];
  const entering = to.pod ? selectingPolicies(networkPolicies, to.pod, 'Ingress') : [];
  if (leaving.length === 0 && entering.length === 0) return OPEN;
  const packet = { port, ...packetOf(from, to), protocol };
  const egress = from.pod ? decideEnd(mesh, 'Egress', leaving, from.pod, packet) : OPEN;
  if (!egress.allowed) return egress;
  const ingress = to.pod ? decideEnd(mesh, 'Ingress', entering, to.pod, packet) : OPEN;
  return ingress.allowed && ingress.gap === null ? egress : ingress;
}

/** The ends as policies see them. */
export const packetOf = (from: PacketEnd, to: PacketEnd): Pick<Packet, 'from' | 'to'> => ({
  from: inFamilyOf(from, to.ip),
  to,
});

/** A pod with addresses of both families calls from the one it dials. */
function inFamilyOf(end: PacketEnd, dialled: string): PacketEnd {
  const isOf = (ip: string): boolean => ip.includes(':') === dialled.includes(':');
  const ip = end.pod === null || dialled === '' || isOf(end.ip) ? undefined : end.pod.ips.find(isOf);
  return ip === undefined ? end : { ...end, ip };
}

/** Kubernetes: no policy stops a pod from calling itself. */
const isSamePod = (from: PacketEnd, to: PacketEnd): boolean => from.pod !== null && from.pod === to.pod;

/** Policies of that direction that select the pod; a host-network pod is selected by none. */
export function policiesSelecting(mesh: Mesh, pod: Pod, direction: Direction): readonly NetworkPolicy[] {
  return selectingPolicies(mesh.state.networkPolicies, pod, direction).map(({ policy }) => policy);
}

/** Whether any policy of that direction selects the pod. */
export const isSelectedFor = (mesh: Mesh, pod: Pod, direction: Direction): boolean =>
  selectingPolicies(mesh.state.networkPolicies, pod, direction).length > 0;

/** N3: the address probes of a pod come from, in the family of the address that is probed. */
export function probeAddressOf(mesh: Mesh, podIp: string): string {
  const told = mesh.state.cniConfig;
  return podIp.includes(':') ? told?.probeAddressV6 || PROBE_ADDRESS_V6 : told?.probeAddress || PROBE_ADDRESS;
}

function decideEnd(
  mesh: Mesh,
  direction: Direction,
  policies: readonly ReadyPolicy[],
  owner: Pod,
  packet: Packet,
): NetworkPolicyDecision {
  if (policies.length === 0) return OPEN;
  const other = direction === 'Ingress' ? packet.from : packet.to;
  const admitted = admission(mesh, policies, direction, packet, other);
  if (admitted === true) return OPEN;
  const gap = admitted === false ? localGap(mesh, owner, other) : admitted;
  if (gap === 'open') return OPEN;
  if (gap !== null) return { ...OPEN, gap };
  return {
    allowed: false,
    direction: direction === 'Ingress' ? 'ingress' : 'egress',
    refusing: policies.map(({ policy }) => policy),
    peer: other,
    ...othersFor(mesh, policies, direction, other),
    gap: null,
  };
}

/** True, false, or what would have to be known. One rule that admits is enough. */
function admission(
  mesh: Mesh,
  policies: readonly ReadyPolicy[],
  direction: Direction,
  { to, port, protocol }: Packet,
  other: PacketEnd,
): Truth {
  let open: Truth = false;
  for (const ready of policies) {
    for (const rule of ready[direction] ?? []) {
      if (!admitsPort(rule.ports, to.pod, port, protocol)) continue;
      const truth = reaches(mesh, rule, other, ready.policy.namespace);
      if (truth === true) return true;
      if (truth !== false) open = truth;
    }
  }
  return open;
}

function reaches(mesh: Mesh, rule: ReadyRule, other: PacketEnd, namespace: string): Truth {
  if (rule.peers.length === 0) return true;
  let open: Truth = false;
  for (const peer of rule.peers) {
    const truth = matchesPeer(mesh, peer, other, namespace);
    if (truth === true) return true;
    if (truth !== false) open = truth;
  }
  return open;
}

/** N1: whether a peer of a rule means this end; what would have to be known where that is open. */
export function matchesPeer(mesh: Mesh, peer: ReadyPeer, end: PacketEnd, policyNamespace: string): Truth {
  if (peer.kind === 'block') return inBlock(peer, end);
  if (!end.pod || end.pod.hostNetwork || !peer.isPod(end.pod.labels)) return false;
  const { namespace } = end.pod;
  if (peer.inNamespace === null) return namespace === policyNamespace;
  const gap = peer.needs && !mesh.namespaces.has(namespace) ? gapOf(mesh, 'Namespace', namespace) : null;
  return gap ?? peer.inNamespace(namespaceLabels(mesh, namespace));
}

/** An address that is not known lies in a block that excepts nothing of everything, and perhaps in any other. */
function inBlock(peer: Extract<ReadyPeer, { kind: 'block' }>, { ip }: PacketEnd): Truth {
  const address = parseIp(ip);
  if (address) return peer.holds(address);
  if (peer.everywhere) return true;
  const why = 'the address that the call comes from or goes to is not known, and a NetworkPolicy asks for it';
  return { source: 'address', scope: null, why, permission: null };
}

function namespaceLabels(mesh: Mesh, name: string): Labels {
  return { [NAME_LABEL]: name, ...mesh.namespaces.get(name)?.labels };
}

/**
 * Kubernetes: no policy stops traffic between a pod and its own node. N3: probes of captured pods come from the node too,
 * but with an address of their own, which not every network plugin takes for the node's.
 */
function localGap(mesh: Mesh, owner: Pod, other: PacketEnd): Gap | 'open' | null {
  if (!isOnNode(mesh, owner.node, other)) return null;
  if (other.ip === '' || !isProbeAddress(mesh, other.ip)) return 'open';
  const why = `no NetworkPolicy admits health probes from ${other.ip}, and whether the network plugin lets a node's own traffic in is not known`;
  return { source: 'network-plugin', scope: null, why, permission: null };
}

function isOnNode(mesh: Mesh, node: string, end: PacketEnd): boolean {
  if (node === '') return false;
  if (end.pod) return end.pod.hostNetwork && end.pod.node === node;
  return end.node === node || (end.ip !== '' && (mesh.nodes.get(node)?.addresses.includes(end.ip) ?? false));
}

const isProbeAddress = (mesh: Mesh, ip: string): boolean => probeAddressOf(mesh, ip) === ip;

/** What the policies admit from the same peer on other ports, and the first rule that does. */
function othersFor(
  mesh: Mesh,
  policies: readonly ReadyPolicy[],
  direction: Direction,
  other: PacketEnd,
): Pick<NetworkPolicyDecision, 'otherPorts' | 'nearest'> {
  const rules = policies.flatMap(({ policy, [direction]: list }) =>
    (list ?? [])
      .map((rule, at) => ({ policy, rule, at }))
      .filter(({ rule }) => reaches(mesh, rule, other, policy.namespace) === true),
  );
  const ports = rules.flatMap(({ rule }) => rule.ports.map((entry) => String(entry.port ?? 'any')));
  const [first] = rules;
  return { otherPorts: [...new Set(ports)], nearest: first ? { policy: first.policy, rule: first.at } : null };
}
