/** Section 4: which waypoint an object is bound to, and why not. */

import type { Gateway, GatewayClass } from '../../state/gateway-api.ts';
import type { ServiceEntry } from '../../state/istio.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import { isIp } from '../address/ip.ts';
import { gatewayClassIndex } from '../memory/object-indexes.ts';
import { type Gap, gapOf, type Mesh, perMesh } from '../mesh.ts';
import { matchesSelector } from '../service/selector.ts';
import { visibilityOf } from '../service/visibility.ts';
import { bindingListener } from '../ztunnel/inbound-binding.ts';

export const USE_WAYPOINT = 'istio.io/use-waypoint';
export const USE_WAYPOINT_NAMESPACE = 'istio.io/use-waypoint-namespace';
const WAYPOINT_FOR = 'istio.io/waypoint-for';

/** W8-W10: the outcome for one object. Only `bound` sends traffic to a waypoint. */
export type WaypointBinding =
  | { state: 'none' }
  | { state: 'opted-out'; level: Level }
  | { state: 'bound'; level: Level; gateway: Gateway; reason: 'WaypointAccepted' }
  | {
      state: 'unbound';
      level: Level;
      requested: Requested;
      gateway: Gateway | null;
      reason: UnboundReason;
      detail: UnboundDetail;
    }
  /** the binding cannot be known: Gateways or namespaces were not read */
  | { state: 'unknown'; level: Level; requested: Requested; gap: Gap };

type Level = 'object' | 'namespace';
interface Requested {
  namespace: string;
  name: string;
}
/** The reason istiod writes into the condition (ST1). */
export type UnboundReason =
  | 'WaypointIsNotReady'
  | 'AttachmentDenied'
  | 'UnsupportedTrafficType'
  | 'CrossNamespaceWaypointForbidden';
/** What really is the matter: ST1's reasons do not tell a missing Gateway from one that was never ready. */
type UnboundDetail = 'not-found' | 'never-ready' | 'denied' | 'traffic-type' | 'cross-namespace';

/** An object that may ask for a waypoint. */
export interface WaypointClient {
  kind: 'Service' | 'ServiceEntry' | 'Pod' | 'WorkloadEntry';
  namespace: string;
  labels: Labels;
  /** a ServiceEntry of NAMESPACE visibility (W9) */
  namespaceVisible?: boolean;
}

/** The request of an object: its own label, else its namespace's; `use-waypoint-namespace` counts only at the same level (W8). */
function requestOf(mesh: Mesh, client: WaypointClient): { level: Level; requested: Requested } | null {
  return (
    requestIn('object', client.labels, client.namespace) ??
    requestIn('namespace', mesh.namespaces.get(client.namespace)?.labels, client.namespace)
  );
}

function requestIn(
  level: Level,
  labels: Labels | undefined,
  own: string,
): { level: Level; requested: Requested } | null {
  const name = labels?.[USE_WAYPOINT];
  return name === undefined ? null : { level, requested: { name, namespace: labels?.[USE_WAYPOINT_NAMESPACE] ?? own } };
}

/** W8: resolves the waypoint an object asks for; traffic types and instances are W9's and W10's. */
export function resolveWaypoint(mesh: Mesh, client: WaypointClient): WaypointBinding {
  const request = requestOf(mesh, client);
  if (!request) return withoutRequest(mesh, client);
  const { level, requested } = request;
  if (requested.name === 'none') return { state: 'opted-out', level };
  const gateway = mesh.gateways.get(`${requested.namespace}/${requested.name}`) ?? null;
  if (!gateway) {
    const gap = gapOf(mesh, 'Gateway', requested.namespace);
    if (gap) return { state: 'unknown', level, requested, gap };
    return { state: 'unbound', level, requested, gateway, reason: 'WaypointIsNotReady', detail: 'not-found' };
  }
  const refusal = refusalOfGateway(mesh, client, gateway);
  if (!refusal) return { state: 'bound', level, gateway, reason: 'WaypointAccepted' };
  // W10: inherited from the namespace this is the normal case; on the pod's own label it is an error recorded nowhere.
  if (refusal.detail === 'traffic-type' && level === 'namespace' && !isServiceLike(client)) return { state: 'none' };
  return { state: 'unbound', level, requested, gateway, ...refusal };
}

/** Nothing asks for a waypoint, as far as the labels could be read: those of the namespace may be out of reach. */
function withoutRequest(mesh: Mesh, client: WaypointClient): WaypointBinding {
  const gap = mesh.namespaces.has(client.namespace) ? null : gapOf(mesh, 'Namespace');
  if (!gap) return { state: 'none' };
  return { state: 'unknown', level: 'namespace', requested: { namespace: client.namespace, name: '' }, gap };
}

const isServiceLike = (client: WaypointClient): boolean => client.kind === 'Service' || client.kind === 'ServiceEntry';

/** W8-W10: why a Gateway that exists is not bound, in istiod's order; null when it is. */
export function refusalOfGateway(
  mesh: Mesh,
  client: WaypointClient,
  gateway: Gateway,
): { reason: UnboundReason; detail: UnboundDetail } | null {
  if (gateway.addresses.length === 0) return { reason: 'WaypointIsNotReady', detail: 'never-ready' };
  if (!allowsNamespace(mesh, gateway, client.namespace)) return { reason: 'AttachmentDenied', detail: 'denied' };
  const type = trafficTypeOf(mesh, gateway);
  if (type !== 'all' && type !== (isServiceLike(client) ? 'service' : 'workload'))
    return { reason: 'UnsupportedTrafficType', detail: 'traffic-type' };
  if (client.namespaceVisible && gateway.namespace !== client.namespace)
    return { reason: 'CrossNamespaceWaypointForbidden', detail: 'cross-namespace' };
  return null;
}

/** W9: a waypoint's own Service, or an east-west gateway's, never has a waypoint. */
export function belongsToWaypoint(labels: Labels): boolean {
  const managed = labels['gateway.istio.io/managed'];
  return managed === 'istio.io-mesh-controller' || managed === 'istio.io-eastwest-controller';
}

/** W9: the waypoint for traffic addressed to a Service; a waypoint's own Service never has one. */
export const waypointOfService = perMesh((mesh: Mesh, service: Service): WaypointBinding => {
  if (belongsToWaypoint(service.labels)) return { state: 'none' };
  return resolveWaypoint(mesh, { kind: 'Service', namespace: service.namespace, labels: service.labels });
});

/** W8: the waypoint that a namespace asks for on behalf of its Services. */
export function waypointOfNamespace(mesh: Mesh, namespace: string): WaypointBinding {
  return resolveWaypoint(mesh, { kind: 'Service', namespace, labels: {} });
}

/** W9, D5 for a ServiceEntry; one that nobody may see has no waypoint, as it is not published. */
export function waypointOfServiceEntry(mesh: Mesh, entry: ServiceEntry): WaypointBinding {
  const visibility = visibilityOf(mesh, entry);
  if (belongsToWaypoint(entry.labels) || visibility === 'none') return { state: 'none' };
  return resolveWaypoint(mesh, {
    kind: 'ServiceEntry',
    namespace: entry.namespace,
    labels: entry.labels,
    namespaceVisible: visibility === 'namespace',
  });
}

/** W8, S6: the waypoint for traffic addressed to a WorkloadEntry, or to an endpoint of a ServiceEntry by the endpoint's labels. */
export function waypointOfEntry(mesh: Mesh, entry: { namespace: string; labels: Labels }): WaypointBinding {
  if (isInstance(mesh, entry)) return { state: 'none' };
  return resolveWaypoint(mesh, { kind: 'WorkloadEntry', namespace: entry.namespace, labels: entry.labels });
}

/** W10: the waypoint for traffic addressed to a pod; an instance of a waypoint has none. */
export function waypointOfPod(mesh: Mesh, pod: Pod): WaypointBinding {
  if (isWaypointInstance(mesh, pod)) return { state: 'none' };
  return resolveWaypoint(mesh, { kind: 'Pod', namespace: pod.namespace, labels: pod.labels });
}

/** W10: the pod runs a Gateway of the waypoint table of its namespace. */
export function isWaypointInstance(mesh: Mesh, pod: Pod): boolean {
  return isInstance(mesh, pod);
}

const isInstance = (mesh: Mesh, workload: { namespace: string; labels: Labels }): boolean =>
  gatewayOfInstance(mesh, workload) !== null;

/** W10: the Gateway that a workload is an instance of, by today's label alone; null for none, or one that was never ready. */
export function gatewayOfInstance(mesh: Mesh, workload: { namespace: string; labels: Labels }): Gateway | null {
  const name = workload.labels['gateway.networking.k8s.io/gateway-name'] ?? '';
  const gateway = name === '' ? undefined : mesh.gateways.get(`${workload.namespace}/${name}`);
  return gateway && gateway.addresses.length > 0 ? gateway : null;
}

/** W4: label on the Gateway, else on its class, else `service`; an unknown word behaves like `none`. */
export function trafficTypeOf(mesh: Mesh, gateway: Gateway): 'service' | 'workload' | 'all' | 'none' {
  const text =
    gateway.labels[WAYPOINT_FOR] ?? mesh.gatewayClasses.get(gateway.className)?.labels[WAYPOINT_FOR] ?? 'service';
  return text === 'service' || text === 'workload' || text === 'all' ? text : 'none';
}

/** W5, W15: may objects of that namespace use the waypoint? */
export function allowsNamespace(mesh: Mesh, gateway: Gateway, namespace: string): boolean {
  const listener = bindingListener(gateway, mesh.gatewayClasses.get(gateway.className));
  if (listener?.allowedFrom === 'All') return true;
  if (listener?.allowedFrom === 'Selector') {
    return (
      listener.allowedSelector !== null &&
      matchesSelector(listener.allowedSelector, mesh.namespaces.get(namespace)?.labels ?? {})
    );
  }
  return gateway.namespace === namespace;
}

/** W3: what istiod gives to ztunnel as the waypoint's address: a host name before an IP; null = none is given. */
export function waypointAddressOf(gateway: Gateway): { type: 'Hostname' | 'IPAddress'; value: string } | null {
  const host = gateway.addresses.find((address) => address.type === 'Hostname');
  if (host) return { type: 'Hostname', value: host.value };
  const ip = gateway.addresses.find((address) => address.type === 'IPAddress' && isIp(address.value));
  return ip ? { type: 'IPAddress', value: ip.value } : null;
}

/** W6: the class belongs to a waypoint controller, or the Gateway itself listens for HBONE. */
export function isWaypointGateway(mesh: Mesh, gateway: Gateway): boolean {
  return isWaypointClass(mesh.state.gatewayClasses, gateway.className);
}

/** The same by the name of the class, among those that were read. */
export function isWaypointClass(classes: readonly GatewayClass[], className: string): boolean {
  const controller = gatewayClassIndex(classes).get(className)?.controller;
  if (controller === 'istio.io/mesh-controller' || controller === 'istio.io/agentgateway-waypoint-controller')
    return true;
  return controller === undefined && /waypoint/.test(className);
}

/** Pods that run a Gateway (W7). */
export function podsOfGateway(mesh: Mesh, gateway: { namespace: string; name: string }): readonly Pod[] {
  return (mesh.pods.byGateway.get(`${gateway.namespace}/${gateway.name}`) ?? []).filter(
    (pod) => pod.phase !== 'Succeeded' && pod.phase !== 'Failed',
  );
}

/** W13, L1: pods a ztunnel would choose: ready and not going. */
export function healthyPodsOfGateway(mesh: Mesh, gateway: { namespace: string; name: string }): readonly Pod[] {
  return podsOfGateway(mesh, gateway).filter((pod) => pod.ready && pod.deletedAt === null);
}
