/** The question to DNS that comes before a call by name. */
import type { Addressee } from '../mesh/address/address.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { asksClusterDns, dnsDecisionOf } from '../mesh/network-policy/dns-access.ts';
import type { NetworkPolicyDecision } from '../mesh/network-policy/network-policy.ts';
import type { PathQuery } from '../state/path-query.ts';
import type { Caller } from './facts.ts';

/** D1: a caller in a pod that calls a name asks for its address first; an address or a pod is called as it is. */
export function lookupOf(
  mesh: Mesh,
  { to }: PathQuery,
  caller: Caller,
  addressee: Addressee,
): NetworkPolicyDecision | null {
  const isName = to.kind === 'service' || to.kind === 'host';
  if (!isName || !caller.pod || caller.kind === 'gateway' || caller.kind === 'kubelet') return null;
  return asksClusterDns(mesh, caller.pod, addressee) ? dnsDecisionOf(mesh, caller.pod) : null;
}
