/** Section 13: which routes a gateway carries, and to which backends. */

import type { Gateway, Route, RouteBackend } from '../state/gateway-api.ts';
import { conditionOf, type Labels } from '../state/metadata.ts';
import { matchesHost } from './address.ts';
import type { Mesh } from './mesh.ts';
import { isWaypointGateway } from './waypoint.ts';

/** Gateways that take traffic from outside: every Gateway that is no waypoint and no east-west gateway (W6). */
export function ingressGateways(mesh: Mesh): Gateway[] {
  return mesh.state.gateways.filter(
    (gateway) =>
      !isWaypointGateway(mesh, gateway) &&
      gateway.className !== 'istio-east-west' &&
      gateway.className !== 'istio-remote',
  );
}

/** G1: routes that name the gateway as parent and that its controller did not refuse. */
export function routesOfGateway(mesh: Mesh, gateway: Gateway): Route[] {
  return mesh.state.routes.filter(
    (route) => route.parents.some((parent) => isParent(parent, gateway)) && !isRefused(route, gateway),
  );
}

/** Routes that name the gateway, attached or not. */
export function routesNaming(mesh: Mesh, gateway: Gateway): Route[] {
  return mesh.state.routes.filter((route) => route.parents.some((parent) => isParent(parent, gateway)));
}

const isParent = (parent: Route['parents'][number], gateway: Gateway): boolean =>
  parent.kind === 'Gateway' && parent.namespace === gateway.namespace && parent.name === gateway.name;

function isRefused(route: Route, gateway: Gateway): boolean {
  const status = route.status.find((entry) => isParent(entry.parent, gateway));
  return conditionOf(status?.conditions ?? [], 'Accepted')?.status === 'False';
}

/** Backends a gateway sends requests for a host to; every host when it is ''. */
export function backendsOf(mesh: Mesh, gateway: Gateway, host = ''): RouteBackend[] {
  const routes = routesOfGateway(mesh, gateway).filter(
    (route) =>
      host === '' || route.hostnames.length === 0 || route.hostnames.some((pattern) => matchesHost(pattern, host)),
  );
  return routes
    .flatMap((route) => route.rules.flatMap((rule) => rule.backends))
    .filter((backend) => backend.kind === 'Service');
}

const INGRESS_LABEL = 'istio.io/ingress-use-waypoint';

/** P16: the label on the Service, else on its namespace; null where neither has it. */
function ingressLabelOf(mesh: Mesh, service: { namespace: string; labels: Labels }): string | null {
  return service.labels[INGRESS_LABEL] ?? mesh.namespaces.get(service.namespace)?.labels[INGRESS_LABEL] ?? null;
}

/** P16: the Service or its namespace says something about ingress and waypoints, whatever it is. */
export function hasIngressLabel(mesh: Mesh, service: { namespace: string; labels: Labels }): boolean {
  return ingressLabelOf(mesh, service) !== null;
}

/** P16: parsed as a boolean, anything else is false. */
export function ingressUsesWaypoint(mesh: Mesh, service: { namespace: string; labels: Labels }): boolean {
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(ingressLabelOf(mesh, service) ?? '');
}
