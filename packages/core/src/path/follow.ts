/** One trace from the caller to the application: the facts of each hop, in the order a packet meets them. */
import { admissionOf } from '../mesh/admission.ts';
import type { Endpoint, EndpointChoice } from '../mesh/endpoints.ts';
import { bypassesInbound, hasNativeTunnel, hasSidecar, isRedirected, publishedProtocol } from '../mesh/enrolment.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { evaluateNetworkPolicies, type PacketEnd } from '../mesh/network-policy.ts';
import { decideRbac } from '../mesh/rbac.ts';
import type { RouteTaken } from '../mesh/route-decision.ts';
import type { WaypointBinding } from '../mesh/waypoint.ts';
import { liveProxyOf, principalOfPod, ztunnelOn } from '../mesh/ztunnel.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { PathQuery } from '../state/path-query.ts';
import { principalOf } from '../state/refs.ts';
import type { Admitted, Caller, Leg, ServedBy, SkippedBecause, WalkTrace, WaypointStop } from './facts.ts';
import { buildHops } from './hops.ts';
import { lookupOf } from './name-lookup.ts';
import { startOf } from './packet-ends.ts';
import { gatewayDecision, waypointStop } from './proxy-stop.ts';
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
  gatewayRoute: RouteTaken | null;
  /** what is addressed; behind a gateway, what its rules send to */
  target: Target;
  binding: WaypointBinding;
  skipped: SkippedBecause | null;
  stop: Gateway | null;
  waypointPod: Pod | null;
  waypointRoute: RouteTaken | null;
  /** whose endpoints are chosen from; null where a proxy answers by itself */
  backend: Target | null;
  choice: Choice;
  share: number;
}

/** Follows one plan to its end. */
export function followTrace(mesh: Mesh, plan: Plan): WalkTrace {
  const { caller, target, choice } = plan;
  const destination = choice.endpoint?.pod ?? null;
  // A call of a pod to its own address never leaves the pod (Istio's own tests).
  const selfCall = target.addressee.kind === 'workload' && destination !== null && destination === caller.pod;
  const waypoint = plan.stop && !selfCall ? waypointStop(mesh, plan, plan.stop) : null;
  const legs = selfCall ? [] : legsOf(mesh, plan, waypoint, destination);
  const bare: Omit<WalkTrace, 'hops'> = {
    caller,
    ...addressed(plan),
    gatewayDecision: gatewayDecision(mesh, plan),
    selfCall,
    binding: plan.binding,
    skipped: plan.skipped,
    waypoint,
    choice: choice.choice,
    endpoint: choice.endpoint,
    destination,
    choiceHop: waypoint ? 'upstream-link' : 'resolution',
    lookup: lookupOf(mesh, plan.query, caller, target.addressee),
    served: caller.kind === 'ambient' && caller.pod ? servedBy(mesh, caller.pod) : null,
    ...received(mesh, plan, waypoint, legs.at(-1)),
    legs,
    endpointAlike: choice.alike,
    endpointOf: choice.of,
    share: plan.share,
  };
  return { ...bare, hops: buildHops(mesh, bare) };
}

/** What was asked for, and what the rules on the way make of it. */
function addressed({ target, gatewayRoute, backend, stop }: Plan) {
  const endsAt = stop ? ('waypoint' as const) : ('gateway' as const);
  return {
    target: target.addressee,
    gatewayRoute,
    service: serviceOf(target),
    port: target.port,
    backend: backend && serviceOf(backend),
    backendPort: (backend ?? target).port,
    endsAt: backend ? null : endsAt,
  };
}

/** Who takes the last packet in: the destination's ztunnel and its policies, or nobody of the mesh. */
function received(
  mesh: Mesh,
  { caller, choice }: Plan,
  waypoint: WaypointStop | null,
  last: Leg | undefined,
): Pick<WalkTrace, 'receivedBy' | 'admitted'> {
  const { endpoint } = choice;
  if (!endpoint?.pod || !last || !meetsZtunnel(endpoint.pod, last, caller)) return { receivedBy: null, admitted: null };
  return {
    receivedBy: servedBy(mesh, endpoint.pod),
    admitted: admit(mesh, caller, waypoint, endpoint.pod, endpoint, last),
  };
}

const serviceOf = ({ addressee }: Target) => (addressee.kind === 'service' ? addressee.service : null);

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

/** P4-P7, P9, P13, P16, P19, P20: the packets on the wire, with the right ends for each; to a waypoint only HBONE (M5). */
function legsOf(mesh: Mesh, plan: Plan, waypoint: WaypointStop | null, destination: Pod | null): Leg[] {
  const { caller, choice } = plan;
  const start = startOf(mesh, caller, destination, choice.endpoint?.ip ?? '');
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
