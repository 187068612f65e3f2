/** Section 13: which routes a gateway carries, and to which backends. */

import type { Gateway, Route } from '../../state/gateway-api.ts';
import type { Service } from '../../state/kubernetes.ts';
import { conditionOf, type Labels } from '../../state/metadata.ts';
import type { Mesh } from '../mesh.ts';
import { isWaypointGateway } from '../waypoint/waypoint.ts';
import { isParent, routesNaming } from './gateway-attachment.ts';

/** Gateways that take traffic from outside (W6). */
export function ingressGateways(mesh: Mesh): Gateway[] {
  return mesh.state.gateways.filter((gateway) => isIngressGateway(mesh, gateway));
}

/** W6: every Gateway that is no waypoint and no east-west gateway. */
export function isIngressGateway(mesh: Mesh, gateway: Gateway): boolean {
  return (
    !isWaypointGateway(mesh, gateway) && gateway.className !== 'istio-east-west' && gateway.className !== 'istio-remote'
  );
}

/** W6: a controller of Istio runs it, as far as its class tells. */
export function isIstioGateway(mesh: Mesh, gateway: Gateway): boolean {
  const controller = mesh.gatewayClasses.get(gateway.className)?.controller;
  return controller?.startsWith('istio.io/') ?? /^istio(?:-|$)/.test(gateway.className);
}

/** G1: routes that name the gateway as parent and that its controller did not refuse. */
export function routesOfGateway(mesh: Mesh, gateway: Gateway): Route[] {
  return routesNaming(mesh, gateway).filter((route) => !isRefused(route, gateway));
}

function isRefused(route: Route, gateway: Gateway): boolean {
  const status = route.status.find((entry) => isParent(entry.parent, gateway));
  return conditionOf(status?.conditions ?? [], 'Accepted')?.status === 'False';
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

/** W7, G2: the Services that lead to a Gateway: those a manual one names as its addresses, else those made for it. */
export function servicesOfGateway(mesh: Mesh, gateway: Gateway): Service[] {
  const named = gateway.specAddresses.filter(({ type }) => type === 'Hostname');
  if (named.length > 0)
    return named.flatMap(({ value }) => {
      const [name = '', namespace = gateway.namespace] = value.split('.');
      return mesh.services.byName.get(`${namespace}/${name}`) ?? [];
    });
  return (mesh.services.byNamespace.get(gateway.namespace) ?? []).filter(
    ({ labels }) => labels['gateway.networking.k8s.io/gateway-name'] === gateway.name,
  );
}
