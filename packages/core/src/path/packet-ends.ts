/** Where the packets of a call come from, as NetworkPolicies see them. */

import { isIp } from '../mesh/address/ip.ts';
import { isRedirected } from '../mesh/enrolment/enrolment.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { type PacketEnd, probeAddressOf } from '../mesh/network-policy/network-policy.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { Caller } from './facts.ts';

/** N3: a kubelet calls from its node, but captured pods of its own node from istio-cni's address for probes; all others from their own. */
export function startOf(mesh: Mesh, caller: Caller, destination: Pod | null, address: string): PacketEnd {
  if (caller.kind !== 'kubelet') return { pod: caller.pod, ip: caller.ip };
  const end = { pod: null, node: caller.node };
  if (destination?.node !== caller.node) return { ip: nodeAddress(mesh, caller.node, address), ...end };
  return { ip: isRedirected(destination) ? probeAddressOf(mesh, address) : '', ...end };
}

/** The address of a node in the family that is dialled; '' where it is not known. */
function nodeAddress(mesh: Mesh, node: string, dialled: string): string {
  const isSixth = dialled.includes(':');
  const addresses = mesh.nodes.get(node)?.addresses ?? [];
  return addresses.find((address) => isIp(address) && address.includes(':') === isSixth) ?? '';
}
