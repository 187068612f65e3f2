/** The packets on the wire, with the right ends for each. */

import { hasNativeTunnel, hasSidecar, hasTunnelLabel, publishedProtocol } from '../mesh/enrolment/enrolment.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { evaluateNetworkPolicies, type PacketEnd } from '../mesh/network-policy/network-policy.ts';
import type { Endpoint } from '../mesh/service/endpoints.ts';
import type { Pod } from '../state/kubernetes.ts';
import { eastWestOf } from './east-west.ts';
import type { Caller, Leg, WaypointStop } from './facts.ts';
import type { Plan } from './follow.ts';
import { startOf } from './packet-ends.ts';
import type { Target } from './target.ts';

const HBONE_PORT = 15008;

/** N3: what a node sends to its own pods comes from istio-cni's address and passes ztunnel by; to others it is plain traffic. */
export const isProbe = (caller: Caller, pod: Pod | null): boolean =>
  caller.kind === 'kubelet' && pod?.node === caller.node;

/** P4-P9, P13, P16, P19, P20: one leg, or two with a waypoint between; to a waypoint only HBONE (M5). */
export function legsOf(mesh: Mesh, plan: Plan, waypoint: WaypointStop | null, destination: Pod | null): Leg[] {
  const atWaypoint: PacketEnd = { pod: waypoint?.pod ?? null, ip: waypoint?.pod?.ips[0] ?? '' };
  const start = startOf(mesh, plan.caller, destination, plan.choice.endpoint?.ip ?? '');
  const last = lastHalf(mesh, plan, waypoint !== null, destination);
  const leg = (hop: Leg['hop'], from: PacketEnd, { protocol, to, port }: Half): Leg => ({
    hop,
    protocol,
    from,
    to,
    port,
    policies: evaluateNetworkPolicies(mesh, from, to, port),
  });
  if (!waypoint) return last ? [leg('outbound-link', start, last)] : [];
  const first = leg('outbound-link', start, { protocol: 'HBONE', to: atWaypoint, port: HBONE_PORT });
  return last ? [first, leg('upstream-link', atWaypoint, last)] : [first];
}

type Half = Pick<Leg, 'protocol' | 'to' | 'port'>;

/** Where the last leg goes, and how it is spoken; null where there is nobody to send to, or no way there (P8). */
function lastHalf(mesh: Mesh, plan: Plan, viaWaypoint: boolean, destination: Pod | null): Half | null {
  const { endpoint } = plan.choice;
  const target = plan.backend ?? plan.target;
  const sender = viaWaypoint ? 'waypoint' : plan.caller.kind;
  const crossing = eastWestOf(mesh, sender, target, endpoint);
  if (crossing) {
    const { gateway } = crossing;
    return gateway && { protocol: 'HBONE', to: { pod: null, ip: gateway.address }, port: gateway.port };
  }
  if (!endpoint) return null;
  const protocol = protocolTo(sender, target, endpoint);
  const to = { pod: destination, ip: endpoint.ip };
  return { protocol, to, port: protocol === 'HBONE' ? HBONE_PORT : endpoint.port };
}

/** P5, P7, P13, P14, P20, D6, S6: how the last leg is spoken. Past the mesh's own addresses it is always plain text. */
function protocolTo(
  sender: Caller['kind'] | 'waypoint',
  { addressee }: Target,
  { pod, outside }: Endpoint,
): Leg['protocol'] {
  if (sender === 'unmeshed' || sender === 'kubelet' || sender === 'outside') return 'TCP';
  if (addressee.kind === 'outside-address') return 'TCP';
  if (!pod) return outside && hasTunnelLabel(outside.labels) ? 'HBONE' : 'TCP';
  if (pod.hostNetwork) return 'TCP';
  if (sender === 'sidecar' && hasSidecar(pod)) return 'mTLS';
  // A gateway or waypoint speaks the sidecar's own mTLS where no HBONE is offered.
  if ((sender === 'gateway' || sender === 'waypoint') && hasSidecar(pod) && !hasNativeTunnel(pod)) return 'mTLS';
  return publishedProtocol(pod);
}
