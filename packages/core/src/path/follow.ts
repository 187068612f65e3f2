/** One trace from the caller to the application: the facts of each hop, in the order a packet meets them. */

import {
  bypassesInbound,
  hasNativeTunnel,
  hasSidecar,
  isRedirected,
  redirectionOf,
} from '../mesh/enrolment/enrolment.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { admissionOf } from '../mesh/policy/admission.ts';
import { deliveredPolicies } from '../mesh/policy/policy-delivery.ts';
import { decideRbac } from '../mesh/policy/rbac.ts';
import type { RouteTaken } from '../mesh/route/route-decision.ts';
import { principalOfPod, ztunnelOn } from '../mesh/ztunnel/ztunnel.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { Pod, Service } from '../state/kubernetes.ts';
import type { PathQuery } from '../state/path-query.ts';
import { principalOf } from '../state/refs.ts';
import { eastWestOf } from './east-west.ts';
import type { Admitted, Caller, Choice, Leg, ServedBy, WalkTrace, WaypointStop } from './facts.ts';
import { buildHops } from './hops.ts';
import { isProbe, legsOf } from './legs.ts';
import { lookupOf } from './name-lookup.ts';
import { gatewayDecision, waypointStop } from './proxy-stop.ts';
import { servedBy } from './served-by.ts';
import type { Target } from './target.ts';
import type { WaypointUse } from './waypoint-use.ts';

export interface Plan {
  query: PathQuery;
  caller: Caller;
  gatewayRoute: RouteTaken | null;
  /** what is addressed; behind a gateway, what its rules send to */
  target: Target;
  use: WaypointUse;
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
  const isSelf = target.addressee.kind === 'workload' && !target.headless;
  const selfCall = isSelf && destination !== null && destination === caller.pod;
  const waypoint = plan.stop && !selfCall ? waypointStop(mesh, plan, plan.stop) : null;
  const legs = selfCall ? [] : legsOf(mesh, plan, waypoint, destination);
  const last = plan.backend ?? target;
  const eastWest = eastWestOf(mesh, waypoint ? 'waypoint' : caller.kind, last, choice.endpoint);
  const taken = takenIn(plan, legs.at(-1));
  const trace: WalkTrace = {
    caller,
    target: target.addressee,
    naming: target.naming ?? null,
    gatewayRoute: plan.gatewayRoute,
    gatewayDecision: gatewayDecision(mesh, plan),
    service: serviceOf(target),
    port: target.port,
    backend: plan.backend && serviceOf(plan.backend),
    backendPort: last.port,
    selfCall,
    binding: plan.use.binding,
    skipped: plan.use.skipped,
    waypoint,
    choice: choice.choice,
    endpoint: choice.endpoint,
    destination,
    choiceHop: waypoint ? 'upstream-link' : 'resolution',
    lookup: lookupOf(mesh, plan.query, caller, target.addressee),
    served: servingOf(mesh, caller),
    receivedBy: taken ? servedBy(mesh, taken.pod) : null,
    admitted: taken ? admit(mesh, caller, waypoint, taken) : null,
    legs,
    eastWest,
    endsAt: endOf(plan),
    endpointAlike: choice.alike,
    endpointOf: choice.of,
    share: plan.share,
    hops: [],
  };
  trace.hops = buildHops(mesh, trace);
  return trace;
}

/** P18: the ztunnel that takes what the caller sends; a gateway has one only where it is captured itself. */
function servingOf(mesh: Mesh, { kind, pod }: Caller): ServedBy | null {
  const isTaken = kind === 'ambient' || (kind === 'gateway' && pod !== null && redirectionOf(pod) === 'enabled');
  return isTaken && pod ? servedBy(mesh, pod) : null;
}

/** Without a backend the last proxy on the way answers by itself. */
function endOf({ backend, stop }: Plan): WalkTrace['endsAt'] {
  if (backend) return null;
  return stop ? 'waypoint' : 'gateway';
}

/** A packet that the destination's ztunnel takes in. */
interface TakenIn {
  pod: Pod;
  port: number;
  leg: Leg;
}

/** Whether the last packet is taken in by a ztunnel with its policies, or by nobody of the mesh. */
function takenIn({ caller, choice }: Plan, last: Leg | undefined): TakenIn | null {
  const { endpoint } = choice;
  if (!endpoint?.pod || !last || !meetsZtunnel(endpoint.pod, last, caller)) return null;
  return { pod: endpoint.pod, port: endpoint.port, leg: last };
}

/** The Service that is asked for, by its own address or one that is none in the mesh, or by a headless name. */
function serviceOf({ addressee, headless }: Target): Service | null {
  if (headless) return headless.service;
  return addressee.kind === 'service' || addressee.kind === 'outside-address' ? addressee.service : null;
}

/** P10, P11, E9, N3: whether the packet meets the destination's ztunnel at all; waypoints and gateways have none (M6). */
function meetsZtunnel(pod: Pod, leg: Leg, caller: Caller): boolean {
  if (!isRedirected(pod) || hasSidecar(pod)) return false;
  if (isProbe(caller, pod)) return false;
  return leg.protocol === 'HBONE' ? !hasNativeTunnel(pod) : !bypassesInbound(pod);
}

/** A9, A10: what the destination ztunnel is asked, with the identity of whoever really connects. */
function admit(mesh: Mesh, caller: Caller, waypoint: WaypointStop | null, { pod, port, leg }: TakenIn): Admitted {
  const admission = admissionOf(mesh, pod);
  const identity = leg.protocol === 'TCP' ? '' : waypoint ? waypointIdentity(mesh, waypoint) : caller.identity;
  const seen = { identity, sourceIp: leg.from.ip, destinationIp: leg.to.ip, destinationPort: port };
  const { dump } = ztunnelOn(mesh, pod.node);
  const policies = deliveredPolicies(mesh, dump, admission.policies);
  return { admission, seen, policies, decision: decideRbac(policies, seen) };
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
