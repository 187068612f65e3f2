/** One trace from the caller to the application: the facts of each hop, in the order a packet meets them. */
import { admissionOf } from '../mesh/admission.ts';
import type { Endpoint, EndpointChoice } from '../mesh/endpoints.ts';
import { bypassesInbound, hasNativeTunnel, hasSidecar, isRedirected, publishedProtocol } from '../mesh/enrolment.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { evaluateNetworkPolicies, type PacketEnd, PROBE_ADDRESS } from '../mesh/network-policy.ts';
import { policiesAtWaypoint } from '../mesh/policy.ts';
import { decideRbac } from '../mesh/rbac.ts';
import { healthyPodsOfGateway, podsOfGateway, type WaypointBinding } from '../mesh/waypoint.ts';
import { decideAtWaypoint, type WaypointDecision } from '../mesh/waypoint-policy.ts';
import { liveProxyOf, principalOfPod, ztunnelOn } from '../mesh/ztunnel.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { PathQuery } from '../state/path-query.ts';
import { principalOf } from '../state/refs.ts';
import type { Admitted, Caller, Leg, ServedBy, SkippedBecause, WalkTrace, WaypointStop } from './facts.ts';
import { buildHops } from './hops.ts';
import type { Target } from './target.ts';

export const HBONE_PORT = 15008;

export interface Choice {
  choice: EndpointChoice | null;
  endpoint: Endpoint | null;
  alike: number;
  of: number;
}

export interface Plan {
  query: PathQuery;
  caller: Caller;
  target: Target;
  binding: WaypointBinding;
  skipped: SkippedBecause | null;
  stop: Gateway | null;
  waypointPod: Pod | null;
  choice: Choice;
  share: number;
}

/** Follows one plan to its end. */
export function followTrace(mesh: Mesh, plan: Plan): WalkTrace {
  const { caller, target, choice } = plan;
  const destination = choice.endpoint?.pod ?? null;
  const service = target.addressee.kind === 'service' ? target.addressee.service : null;
  // A call of a pod to its own address never leaves the pod (Istio's own tests).
  const selfCall = target.addressee.kind === 'workload' && destination !== null && destination === caller.pod;
  const waypoint = plan.stop && !selfCall ? waypointStop(mesh, plan, plan.stop) : null;
  const legs = selfCall ? [] : legsOf(mesh, plan, waypoint, destination);
  const last = legs.at(-1);
  const meets = destination !== null && last !== undefined && meetsZtunnel(destination, last, caller);
  const bare: Omit<WalkTrace, 'hops'> = {
    caller,
    target: target.addressee,
    service,
    port: target.port,
    selfCall,
    binding: plan.binding,
    skipped: plan.skipped,
    waypoint,
    choice: choice.choice,
    endpoint: choice.endpoint,
    destination,
    choiceHop: waypoint ? 'upstream-link' : 'resolution',
    served: caller.kind === 'ambient' && caller.pod ? servedBy(mesh, caller.pod) : null,
    receivedBy: meets && destination ? servedBy(mesh, destination) : null,
    legs,
    admitted:
      meets && destination && last && choice.endpoint
        ? admit(mesh, caller, waypoint, destination, choice.endpoint, last)
        : null,
    endpointAlike: choice.alike,
    endpointOf: choice.of,
    share: plan.share,
  };
  return { ...bare, hops: buildHops(mesh, bare) };
}

/** P10, P11, E9, N3: whether the packet meets the destination's ztunnel at all; waypoints and gateways have none (M6). */
function meetsZtunnel(pod: Pod, leg: Leg, caller: Caller): boolean {
  if (!isRedirected(pod) || hasSidecar(pod)) return false;
  if (caller.kind === 'kubelet') return false;
  return leg.protocol === 'HBONE' ? !hasNativeTunnel(pod) : !bypassesInbound(pod);
}

function servedBy(mesh: Mesh, pod: Pod): ServedBy {
  const ztunnel = ztunnelOn(mesh, pod.node);
  const proxy = ztunnel.dump ? liveProxyOf(ztunnel.dump, pod) : undefined;
  return {
    ztunnel,
    node: mesh.nodes.get(pod.node),
    proxy,
    missing: ztunnel.dump?.hasProxies === true && proxy === undefined,
  };
}

function waypointStop(mesh: Mesh, plan: Plan, gateway: Gateway): WaypointStop {
  const { addressee } = plan.target;
  const target =
    addressee.kind === 'service'
      ? { kind: 'Service' as const, namespace: addressee.service.namespace, name: addressee.service.name }
      : addressee.kind === 'service-entry'
        ? { kind: 'ServiceEntry' as const, namespace: addressee.entry.namespace, name: addressee.entry.name }
        : null;
  const servicePort =
    addressee.kind === 'service' ? addressee.service.ports.find((port) => port.port === plan.target.port) : undefined;
  const tcp = servicePort !== undefined && isTcpPort(servicePort);
  const policies = policiesAtWaypoint(mesh, gateway, target);
  const { identity, ip: sourceIp } = plan.caller;
  const decideFor = (port: number): WaypointDecision =>
    decideAtWaypoint(policies, { identity, sourceIp, port, http: plan.query.http, tcp });
  const decision = decideFor(plan.target.port);
  return {
    gateway,
    pods: podsOfGateway(mesh, gateway),
    healthy: healthyPodsOfGateway(mesh, gateway),
    pod: plan.waypointPod,
    decision,
    tcp,
    inferred: decisionRests(decideFor, decision, plan.choice.endpoint),
  };
}

/** A9.port: that ports of policies mean the Service's port is inferred; it matters where the pod's port would decide otherwise. */
function decisionRests(
  decideFor: (port: number) => WaypointDecision,
  decision: WaypointDecision,
  endpoint: Endpoint | null,
): readonly string[] {
  const isSure = endpoint === null || decideFor(endpoint.port).allowed === decision.allowed;
  return isSure ? [] : ['A9.port'];
}

/** R6: the port is declared to carry no HTTP. */
function isTcpPort(port: { name: string; appProtocol: string }): boolean {
  const word = (port.appProtocol || port.name.split('-')[0] || '').toLowerCase();
  return ['tcp', 'tls', 'mongo', 'mysql', 'redis', 'postgres', 'postgresql'].includes(word);
}

/** P4-P7, P9, P13, P16, P19, P20: the packets on the wire, with the right ends for each; to a waypoint only HBONE (M5). */
function legsOf(mesh: Mesh, plan: Plan, waypoint: WaypointStop | null, destination: Pod | null): Leg[] {
  const { caller, choice } = plan;
  const start: PacketEnd = {
    pod: caller.kind === 'kubelet' ? null : caller.pod,
    ip: caller.kind === 'kubelet' ? probeSource(destination) : caller.ip,
  };
  const legs: Leg[] = [];
  const add = (hop: Leg['hop'], protocol: Leg['protocol'], from: PacketEnd, to: PacketEnd, port: number) =>
    legs.push({ hop, protocol, from, to, port, policies: evaluateNetworkPolicies(mesh, from, to, port) });
  if (waypoint) add('outbound-link', 'HBONE', start, { pod: waypoint.pod, ip: waypoint.pod?.ips[0] ?? '' }, HBONE_PORT);
  const from = waypoint ? { pod: waypoint.pod, ip: waypoint.pod?.ips[0] ?? '' } : start;
  const endpoint = choice.endpoint;
  if (endpoint) {
    const protocol = lastProtocol(waypoint ? 'waypoint' : caller.kind, destination);
    add(
      waypoint ? 'upstream-link' : 'outbound-link',
      protocol,
      from,
      { pod: destination, ip: endpoint.ip },
      protocol === 'HBONE' ? HBONE_PORT : endpoint.port,
    );
  }
  return legs;
}

/** N3: probes of captured pods come from istio-cni's address. */
const probeSource = (pod: Pod | null): string => (pod && isRedirected(pod) ? PROBE_ADDRESS : '');

function lastProtocol(sender: Caller['kind'] | 'waypoint', destination: Pod | null): Leg['protocol'] {
  if (!destination || sender === 'unmeshed' || sender === 'kubelet' || sender === 'outside') return 'TCP';
  if (destination.hostNetwork) return 'TCP';
  if (sender === 'sidecar' && hasSidecar(destination)) return 'mTLS';
  // A gateway or waypoint speaks the sidecar's own mTLS where no HBONE is offered.
  if ((sender === 'gateway' || sender === 'waypoint') && hasSidecar(destination) && !hasNativeTunnel(destination))
    return 'mTLS';
  return publishedProtocol(destination);
}

/** A9, A10: what the destination ztunnel is asked, with the identity of whoever really connects. */
function admit(
  mesh: Mesh,
  caller: Caller,
  waypoint: WaypointStop | null,
  destination: Pod,
  endpoint: Endpoint,
  leg: Leg,
): Admitted {
  const admission = admissionOf(mesh, destination);
  const identity = leg.protocol === 'TCP' ? '' : waypoint ? waypointIdentity(mesh, waypoint) : caller.identity;
  const seen = { identity, sourceIp: leg.from.ip, destinationIp: leg.to.ip, destinationPort: endpoint.port };
  return { admission, seen, decision: decideRbac(admission.policies, seen) };
}

/** A10, C6: a waypoint presents the account its pods run under. */
function waypointIdentity(mesh: Mesh, waypoint: WaypointStop): string {
  if (waypoint.pod) return principalOfPod(mesh, waypoint.pod);
  return principalOf(
    mesh.trustDomain,
    waypoint.gateway.namespace,
    waypoint.gateway.annotations['gateway.istio.io/service-account'] ?? waypoint.gateway.name,
  );
}
