import type { KubeObject } from '../bundle.ts';
import { shiftTime } from './clock.ts';
import { vipOf } from './emit-services.ts';
import type { MeshPlan } from './plan.ts';
import { hostOf } from './plan.ts';
import type { GatewaySpec, MeshSpec, RouteSpec } from './spec.ts';
import { bindService, hasAddress } from './waypoint-binding.ts';

const CONTROLLER = 'istio.io/gateway-controller';
const GROUP = 'gateway.networking.k8s.io';

/** Gateways with the status istiod gives them (ST4). */
export function emitGateways(plan: MeshPlan): KubeObject[] {
  return plan.spec.gateways.map((gateway) => ({
    apiVersion: `${GROUP}/v1`,
    kind: 'Gateway',
    metadata: {
      name: gateway.name,
      namespace: gateway.namespace,
      generation: 1,
      ...birthOf(plan.spec, gateway),
      ...(Object.keys(gateway.labels).length > 0 ? { labels: gateway.labels } : {}),
    },
    spec: {
      gatewayClassName: gateway.className,
      listeners: gateway.listeners.map(({ allowed, ...listener }) => ({
        ...listener,
        allowedRoutes: {
          namespaces:
            typeof allowed === 'string'
              ? { from: allowed }
              : { from: 'Selector', selector: { matchLabels: allowed.selector } },
        },
      })),
    },
    status: gateway.state === 'waiting' ? waitingStatus(plan.spec, gateway) : gatewayStatus(plan.spec, gateway),
  }));
}

/** A Gateway that was never taken or never ready is as young as its trouble. */
function birthOf(spec: MeshSpec, gateway: GatewaySpec) {
  if (gateway.since === undefined || hasAddress(gateway)) return {};
  return { creationTimestamp: shiftTime(spec.takenAt, -gateway.since) };
}

function conditionOf(spec: MeshSpec, since: number | undefined) {
  const at = since === undefined ? spec.bornAt : shiftTime(spec.takenAt, -since);
  return (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    reason,
    message,
    observedGeneration: 1,
    lastTransitionTime: at,
  });
}

/** What the API server's default leaves when no controller takes a Gateway. */
function waitingStatus(spec: MeshSpec, gateway: GatewaySpec) {
  const condition = conditionOf(spec, gateway.since);
  return {
    conditions: ['Accepted', 'Programmed'].map((type) => ({
      ...condition(type, 'Unknown', 'Pending', 'Waiting for controller'),
      lastTransitionTime: '1970-01-01T00:00:00Z',
    })),
  };
}

function gatewayStatus(spec: MeshSpec, gateway: GatewaySpec) {
  const steady = conditionOf(spec, undefined);
  const addresses = addressesOf(spec, gateway);
  return {
    ...(addresses.length > 0 ? { addresses } : {}),
    conditions: [
      steady('Accepted', 'True', 'Accepted', 'Resource accepted'),
      programmed(spec, gateway),
      steady('ResolvedRefs', 'True', 'ResolvedRefs', 'All references resolved'),
    ],
    listeners: gateway.listeners.map((listener) => ({
      name: listener.name,
      attachedRoutes: spec.routes.filter((route) => isParent(route, gateway)).length,
      supportedKinds:
        listener.protocol === 'HBONE' ? [] : ['HTTPRoute', 'GRPCRoute'].map((kind) => ({ group: GROUP, kind })),
      conditions: [
        steady('Accepted', 'True', 'Accepted', 'No errors found'),
        steady('Conflicted', 'False', 'NoConflicts', 'No errors found'),
        steady('Programmed', 'True', 'Programmed', 'No errors found'),
        steady('ResolvedRefs', 'True', 'ResolvedRefs', 'No errors found'),
      ],
    })),
  };
}

function isParent(route: RouteSpec, gateway: GatewaySpec): boolean {
  return (
    route.parent.kind === 'Gateway' &&
    route.parent.name === gateway.name &&
    route.parent.namespace === gateway.namespace
  );
}

function serviceOf(spec: MeshSpec, gateway: GatewaySpec) {
  return spec.services.find((one) => one.gateway === gateway.name && one.namespace === gateway.namespace);
}

function addressesOf(spec: MeshSpec, gateway: GatewaySpec) {
  const service = serviceOf(spec, gateway);
  if (service === undefined || gateway.state === 'never-ready' || gateway.state === 'address-pending') return [];
  if (service.type === 'LoadBalancer') return [{ type: 'IPAddress', value: gateway.address ?? '203.0.113.10' }];
  return [
    { type: 'IPAddress', value: vipOf(service) ?? '' },
    { type: 'Hostname', value: hostOf(service.namespace, service.name) },
  ];
}

function programmed(spec: MeshSpec, gateway: GatewaySpec) {
  const condition = conditionOf(spec, gateway.state === 'programmed' ? undefined : gateway.since);
  const service = serviceOf(spec, gateway);
  const host = service === undefined ? '' : hostOf(service.namespace, service.name);
  const port = gateway.listeners[0]?.port ?? 0;
  if (gateway.state === 'never-ready' || gateway.state === 'no-instances') {
    const message = `Failed to assign to any requested addresses: no instances found for hostname "${host}"`;
    return condition('Programmed', 'False', 'AddressNotAssigned', message);
  }
  if (gateway.state === 'address-pending') {
    const problem = `failed to assign to all requested addresses: address pending for hostname "${host}"`;
    return condition(
      'Programmed',
      'False',
      'AddressNotAssigned',
      `Assigned to service(s) ${host}:${port}, but ${problem}`,
    );
  }
  return condition('Programmed', 'True', 'Programmed', `Resource programmed, assigned to service(s) ${host}:${port}`);
}

/** HTTPRoutes with the status istiod gives them (ST5). */
export function emitRoutes(spec: MeshSpec): KubeObject[] {
  return spec.routes.map((route) => {
    const { kind, namespace, name } = route.parent;
    const parentRef = { group: kind === 'Gateway' ? GROUP : '', kind, name, namespace };
    return {
      apiVersion: `${GROUP}/v1`,
      kind: 'HTTPRoute',
      metadata: { name: route.name, namespace: route.namespace, generation: 1 },
      spec: {
        parentRefs: [parentRef],
        ...(route.hostnames.length > 0 ? { hostnames: route.hostnames } : {}),
        rules: route.rules.map((rule) => ({
          matches: [{ path: { type: 'PathPrefix', value: rule.path } }],
          backendRefs: rule.to.map((to) => ({
            group: '',
            kind: 'Service',
            name: to.name,
            port: to.port,
            weight: to.weight,
            ...(to.namespace === route.namespace ? {} : { namespace: to.namespace }),
          })),
        })),
      },
      status: { parents: [{ controllerName: CONTROLLER, parentRef, conditions: routeConditions(spec, route) }] },
    };
  });
}

function routeConditions(spec: MeshSpec, route: RouteSpec) {
  const condition = conditionOf(spec, undefined);
  const missing = route.rules
    .flatMap((rule) => rule.to)
    .find((to) => !spec.services.some((one) => one.namespace === to.namespace && one.name === to.name));
  return [
    condition('Accepted', 'True', 'Accepted', 'Route was valid'),
    missing === undefined
      ? condition('ResolvedRefs', 'True', 'ResolvedRefs', 'All references resolved')
      : condition(
          'ResolvedRefs',
          'False',
          'BackendNotFound',
          `backend(${hostOf(missing.namespace, missing.name)}) not found`,
        ),
    condition('ResolvedWaypoints', 'True', 'ResolvedWaypoints', waypointMessage(spec, route)),
  ];
}

/** ST5: only the message tells, and only whether a label is there. */
function waypointMessage(spec: MeshSpec, route: RouteSpec): string {
  if (route.parent.kind === 'Gateway') return 'All waypoints resolved';
  const parent = spec.services.find(
    (one) => one.name === route.parent.name && one.namespace === route.parent.namespace,
  );
  if (parent === undefined) return 'parent not found';
  if (bindService(spec, parent).condition !== undefined) return 'All waypoints resolved';
  return 'istio.io/use-waypoint label missing from parent and parent namespace; in ambient mode, route will not be respected';
}
