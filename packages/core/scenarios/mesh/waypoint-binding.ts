import type { GatewaySpec, Labels, MeshSpec } from './spec.ts';

export interface Binding {
  /** The waypoint in use. */
  waypoint?: GatewaySpec;
  /** `istio.io/WaypointBound` as istiod writes it; absent when no waypoint is asked for. */
  condition?: { status: 'True' | 'False'; reason: string; message: string };
}

export const USE_WAYPOINT = 'istio.io/use-waypoint';
export const USE_WAYPOINT_NAMESPACE = 'istio.io/use-waypoint-namespace';
export const INGRESS_USE_WAYPOINT = 'istio.io/ingress-use-waypoint';

/** W8, W9: the waypoint of a Service or ServiceEntry and the condition that tells it. */
export function bindService(spec: MeshSpec, target: { namespace: string; labels: Labels }): Binding {
  if (target.labels['gateway.istio.io/managed'] === 'istio.io-mesh-controller') return {};
  const found = findWaypoint(spec, target);
  if (found === undefined) return {};
  const { gateway, name, level } = found;
  if (gateway === undefined || !hasAddress(gateway)) {
    return refusal('WaypointIsNotReady', `waypoint "${name}" is not ready`);
  }
  if (!isAllowed(spec, gateway, target.namespace)) {
    return refusal('AttachmentDenied', `we are not permitted to attach to waypoint "${name}" (missing allowedRoutes?)`);
  }
  if (!['service', 'all'].includes(trafficType(gateway))) {
    const problem = `attempting to bind to traffic type "service" which the waypoint "${name}" does not support`;
    return refusal('UnsupportedTrafficType', problem);
  }
  const message = `Successfully attached to waypoint ${name}${ingressSentence(target.labels, level)}`;
  return { waypoint: gateway, condition: { status: 'True', reason: 'WaypointAccepted', message } };
}

/** W10: the waypoint of a pod; nothing is written down when its label cannot be obeyed. */
export function bindWorkload(spec: MeshSpec, target: { namespace: string; labels: Labels }): GatewaySpec | undefined {
  const ownGateway = target.labels['gateway.networking.k8s.io/gateway-name'];
  if (spec.gateways.some((one) => one.namespace === target.namespace && one.name === ownGateway)) return undefined;
  const gateway = findWaypoint(spec, target)?.gateway;
  if (gateway === undefined || !hasAddress(gateway)) return undefined;
  if (!isAllowed(spec, gateway, target.namespace)) return undefined;
  return ['workload', 'all'].includes(trafficType(gateway)) ? gateway : undefined;
}

function findWaypoint(spec: MeshSpec, target: { namespace: string; labels: Labels }) {
  const namespaceLabels = spec.namespaces.find((one) => one.name === target.namespace)?.labels ?? {};
  const level = target.labels[USE_WAYPOINT] === undefined ? namespaceLabels : target.labels;
  const asked = level[USE_WAYPOINT];
  if (asked === undefined || asked === 'none') return undefined;
  const namespace = level[USE_WAYPOINT_NAMESPACE] ?? target.namespace;
  const gateway = spec.gateways.find((one) => one.namespace === namespace && one.name === asked);
  return { gateway, name: `${namespace}/${asked}`, level: namespaceLabels };
}

/** W2: addresses stay once they were given. */
export function hasAddress(gateway: GatewaySpec): boolean {
  return gateway.state !== 'never-ready' && gateway.state !== 'waiting';
}

/** W4 */
function trafficType(gateway: GatewaySpec): string {
  return gateway.labels['istio.io/waypoint-for'] ?? 'service';
}

/** W5 */
function isAllowed(spec: MeshSpec, gateway: GatewaySpec, namespace: string): boolean {
  const allowed = gateway.listeners.find((one) => one.protocol === 'HBONE')?.allowed ?? 'Same';
  if (allowed === 'All') return true;
  if (allowed === 'Same') return gateway.namespace === namespace;
  const labels = spec.namespaces.find((one) => one.name === namespace)?.labels ?? {};
  return Object.entries(allowed.selector).every(([key, value]) => labels[key] === value);
}

function ingressSentence(labels: Labels, namespaceLabels: Labels): string {
  const value = labels[INGRESS_USE_WAYPOINT] ?? namespaceLabels[INGRESS_USE_WAYPOINT];
  if (value === undefined) return '';
  if (value === 'true') return '. Ingress traffic will traverse the waypoint';
  return '. Ingress traffic is not using the waypoint, set the istio.io/ingress-use-waypoint label to true if desired.';
}

function refusal(reason: string, message: string): Binding {
  return { condition: { status: 'False', reason, message } };
}
