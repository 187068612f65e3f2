/** Section 4: which waypoint an object is bound to, and why not. */

import type { Gateway, Listener } from '../state/gateway-api.ts';
import type { ServiceEntry } from '../state/istio.ts';
import type { Pod, Service } from '../state/kubernetes.ts';
import { conditionOf, type Labels } from '../state/metadata.ts';
import { type Gap, gapOf, gatewayOfPod, type Mesh } from './mesh.ts';
import { matchesSelector } from './selector.ts';

export const USE_WAYPOINT = 'istio.io/use-waypoint';
export const USE_WAYPOINT_NAMESPACE = 'istio.io/use-waypoint-namespace';
const WAYPOINT_FOR = 'istio.io/waypoint-for';
const HBONE_PORT = 15008;

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
type UnboundReason =
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
  const levels: [Level, Labels][] = [
    ['object', client.labels],
    ['namespace', mesh.namespaces.get(client.namespace)?.labels ?? {}],
  ];
  for (const [level, labels] of levels) {
    const name = labels[USE_WAYPOINT];
    if (name !== undefined)
      return { level, requested: { name, namespace: labels[USE_WAYPOINT_NAMESPACE] ?? client.namespace } };
  }
  return null;
}

/** W8: resolves the waypoint an object asks for; traffic types and instances are W9's and W10's. */
export function resolveWaypoint(mesh: Mesh, client: WaypointClient): WaypointBinding {
  const request = requestOf(mesh, client);
  if (!request) return { state: 'none' };
  const { level, requested } = request;
  if (requested.name === 'none') return { state: 'opted-out', level };
  const gateway = mesh.gateways.get(`${requested.namespace}/${requested.name}`) ?? null;
  const unbound = (reason: UnboundReason, detail: UnboundDetail): WaypointBinding => ({
    state: 'unbound',
    level,
    requested,
    gateway,
    reason,
    detail,
  });
  if (!gateway) {
    const gap = gapOf(mesh, 'Gateway', requested.namespace);
    return gap ? { state: 'unknown', level, requested, gap } : unbound('WaypointIsNotReady', 'not-found');
  }
  if (gateway.addresses.length === 0) return unbound('WaypointIsNotReady', 'never-ready');
  if (!allowsNamespace(mesh, gateway, client.namespace)) return unbound('AttachmentDenied', 'denied');
  const type = trafficTypeOf(mesh, gateway);
  if (client.kind === 'Service' || client.kind === 'ServiceEntry') {
    if (type !== 'service' && type !== 'all') return unbound('UnsupportedTrafficType', 'traffic-type');
    if (client.namespaceVisible && requested.namespace !== client.namespace)
      return unbound('CrossNamespaceWaypointForbidden', 'cross-namespace');
  } else if (type !== 'workload' && type !== 'all') {
    // W10: inherited from the namespace this is the normal case; on the pod's own label it is an error recorded nowhere.
    return level === 'namespace' ? { state: 'none' } : unbound('UnsupportedTrafficType', 'traffic-type');
  }
  return { state: 'bound', level, gateway, reason: 'WaypointAccepted' };
}

/** W9: the waypoint for traffic addressed to a Service; a waypoint's own Service never has one. */
export function waypointOfService(mesh: Mesh, service: Service): WaypointBinding {
  const managed = service.labels['gateway.istio.io/managed'];
  if (managed === 'istio.io-mesh-controller' || managed === 'istio.io-eastwest-controller') return { state: 'none' };
  return resolveWaypoint(mesh, { kind: 'Service', namespace: service.namespace, labels: service.labels });
}

/** W9 for a ServiceEntry; NAMESPACE visibility is read from the condition istiod writes (ST2, D5). */
export function waypointOfServiceEntry(mesh: Mesh, entry: ServiceEntry): WaypointBinding {
  const namespaceVisible = conditionOf(entry.conditions, 'istio.io/VisibilityApplied')?.reason === 'Namespace';
  return resolveWaypoint(mesh, {
    kind: 'ServiceEntry',
    namespace: entry.namespace,
    labels: entry.labels,
    namespaceVisible,
  });
}

/** W10: the waypoint for traffic addressed to a pod; an instance of a waypoint has none. */
export function waypointOfPod(mesh: Mesh, pod: Pod): WaypointBinding {
  if (isWaypointInstance(mesh, pod)) return { state: 'none' };
  return resolveWaypoint(mesh, { kind: 'Pod', namespace: pod.namespace, labels: pod.labels });
}

/** W10: the pod runs a Gateway of the waypoint table of its namespace. */
export function isWaypointInstance(mesh: Mesh, pod: Pod): boolean {
  const name = gatewayOfPod(pod);
  const gateway = name === '' ? undefined : mesh.gateways.get(`${pod.namespace}/${name}`);
  return gateway !== undefined && gateway.addresses.length > 0;
}

/** W4: label on the Gateway, else on its class, else `service`; an unknown word behaves like `none`. */
export function trafficTypeOf(mesh: Mesh, gateway: Gateway): 'service' | 'workload' | 'all' | 'none' {
  const text =
    gateway.labels[WAYPOINT_FOR] ?? mesh.gatewayClasses.get(gateway.className)?.labels[WAYPOINT_FOR] ?? 'service';
  return text === 'service' || text === 'workload' || text === 'all' ? text : 'none';
}

/** W5: the listener whose allowedRoutes count. */
export function bindingListener(gateway: Gateway): Listener | undefined {
  const bound = gateway.annotations['ambient.istio.io/waypoint-inbound-binding'];
  const port = bound === undefined ? NaN : Number(bound.split('/').at(-1));
  const named = gateway.listeners.find((listener) => listener.port === port);
  return named ?? gateway.listeners.find((listener) => listener.protocol === 'HBONE' && listener.port === HBONE_PORT);
}

/** W5, W15: may objects of that namespace use the waypoint? */
export function allowsNamespace(mesh: Mesh, gateway: Gateway, namespace: string): boolean {
  const listener = bindingListener(gateway);
  if (listener?.allowedFrom === 'All') return true;
  if (listener?.allowedFrom === 'Selector') {
    return (
      listener.allowedSelector !== null &&
      matchesSelector(listener.allowedSelector, mesh.namespaces.get(namespace)?.labels ?? {})
    );
  }
  return gateway.namespace === namespace;
}

/** W6: the class belongs to a waypoint controller, or the Gateway itself listens for HBONE. */
export function isWaypointGateway(mesh: Mesh, gateway: Gateway): boolean {
  const controller = mesh.gatewayClasses.get(gateway.className)?.controller;
  if (controller === 'istio.io/mesh-controller' || controller === 'istio.io/agentgateway-waypoint-controller')
    return true;
  return controller === undefined && /waypoint/.test(gateway.className);
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
