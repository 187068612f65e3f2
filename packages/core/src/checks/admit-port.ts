/** A NetworkPolicy admits ports more: in a rule that is there for the same peer, else in a rule of its own (N1). */
import type { NetworkPolicyDecision, PacketEnd } from '../mesh/network-policy/network-policy.ts';
import { NAME_LABEL } from '../mesh/network-policy/network-policy-rules.ts';
import { ref } from '../state/refs.ts';
import { changed, type Json, type SuggestedChange } from './change.ts';

interface Port {
  protocol: 'TCP' | 'UDP';
  port: number;
}

/** The change of one of the policies that refuse; none where the peer has neither a namespace nor an address. */
export function admittingPorts(
  { direction, refusing, nearest, peer }: NetworkPolicyDecision,
  ports: readonly Port[],
): SuggestedChange[] {
  const policy = nearest?.policy ?? refusing[0];
  if (!policy || direction === null) return [];
  const object = ref('NetworkPolicy', policy.namespace, policy.name);
  if (nearest) {
    const path = ['spec', direction, nearest.rule, 'ports', '-'];
    return [{ object, edits: ports.map(({ protocol, port }) => ({ path, before: null, after: { protocol, port } })) }];
  }
  const from = peer && peerOf(peer);
  if (from === null) return [];
  const rule = { [direction === 'ingress' ? 'from' : 'to']: [from], ports: ports.map((one) => ({ ...one })) };
  return [changed(object, ['spec', direction, '-'], null, rule)];
}

/** Pods by their namespace, which stays what it is called; others by their address. */
function peerOf({ pod, ip }: PacketEnd): Json | null {
  if (pod && !pod.hostNetwork) return { namespaceSelector: { matchLabels: { [NAME_LABEL]: pod.namespace } } };
  return ip === '' ? null : { ipBlock: { cidr: `${ip}/${ip.includes(':') ? 128 : 32}` } };
}
