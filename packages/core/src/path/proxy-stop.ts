/** What waypoints and gateways decide on a trace: policies on the caller, and who reads tokens. */

import { decideAtGateway } from '../mesh/gateway/gateway-policy.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { policiesAtWaypoint } from '../mesh/policy/policy.ts';
import { type TokenReading, tokensAtWaypoint } from '../mesh/policy/request-authentication.ts';
import type { Endpoint } from '../mesh/service/endpoints.ts';
import { healthyPodsOfGateway, podsOfGateway } from '../mesh/waypoint/waypoint.ts';
import { decideAtWaypoint, type WaypointDecision } from '../mesh/waypoint/waypoint-policy.ts';
import { ignoresIstioApis, parentOf, protocolOf } from '../mesh/waypoint/waypoint-routes.ts';
import type { Gateway } from '../state/gateway-api.ts';
import type { WalkTrace, WaypointStop } from './facts.ts';
import type { Plan } from './follow.ts';

/** A request comes to the port of a listener; asked by Service, nobody says which. */
export function gatewayDecision(mesh: Mesh, { caller, gatewayRoute, query }: Plan): WalkTrace['gatewayDecision'] {
  if (!caller.gateway || !gatewayRoute) return null;
  const port = query.to.kind === 'host' ? query.to.port : null;
  const tcp = gatewayRoute.match === null && gatewayRoute.rule !== null;
  return decideAtGateway(mesh, caller.gateway, caller.pod?.labels ?? {}, { http: query.http, port, tcp });
}

/** A12: the waypoint of a plan, with its decision on the client and the request. */
export function waypointStop(mesh: Mesh, plan: Plan, gateway: Gateway): WaypointStop {
  const { addressee, port } = plan.target;
  const protocol = protocolOf(addressee, port);
  const tcp = protocol === 'tcp' || protocol === 'tls';
  const parent = parentOf(mesh, addressee);
  // W6.agentgateway: a waypoint of that class reads none of Istio's own policies.
  const isDeaf = ignoresIstioApis(mesh, gateway);
  const policies = isDeaf ? [] : policiesAtWaypoint(mesh, gateway, parent);
  const tokens = isDeaf ? NO_TOKENS : tokensAtWaypoint(mesh, gateway, parent);
  const { identity, ip: sourceIp } = plan.caller;
  const request = { identity, sourceIp, port, http: plan.query.http, tcp, tokens: tokenPlaces(tokens) };
  const decideFor = (policyPort: number): WaypointDecision =>
    decideAtWaypoint(policies, { ...request, port: policyPort });
  const decision = decideFor(port);
  return {
    gateway,
    pods: podsOfGateway(mesh, gateway),
    healthy: healthyPodsOfGateway(mesh, gateway),
    pod: plan.waypointPod,
    decision,
    asked: { policies, request },
    tcp,
    protocol,
    route: plan.waypointRoute,
    tokens,
    inferred: isDeaf ? ['W6.agentgateway'] : decisionRests(decideFor, decision, plan.choice.endpoint),
  };
}

const NO_TOKENS: TokenReading = { policies: [], refused: null };

/** R8, R12: where tokens are looked for; a refused policy may be in force as it was before. */
function tokenPlaces({ policies, refused }: TokenReading): boolean | 'elsewhere' {
  return refused || policies.some((policy) => policy.readsOtherPlaces) ? 'elsewhere' : policies.length > 0;
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
