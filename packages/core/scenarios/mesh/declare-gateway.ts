import { addService, addWorkload, parseCall, waypointLabels } from './declare.ts';
import { splitRef } from './identity.ts';
import type { GatewayOptions, ServiceEntryOptions, WaypointOptions } from './options.ts';
import type { GatewaySpec, Labels, MeshSpec, RouteSpec, WorkloadSpec } from './spec.ts';

export function addWaypoint(spec: MeshSpec, ref: string, options: WaypointOptions): void {
  const { namespace, name } = splitRef(ref);
  const gateway: GatewaySpec = {
    namespace,
    name,
    className: options.className ?? 'istio-waypoint',
    labels: options.for === undefined ? {} : { 'istio.io/waypoint-for': options.for },
    listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE', allowed: options.allowed ?? 'Same' }],
    state: options.state ?? 'programmed',
    ...(options.since === undefined ? {} : { since: options.since }),
  };
  spec.gateways.push(gateway);
  if (gateway.state === 'waiting') return;
  const labels = managedLabels(gateway, 'istio.io-mesh-controller');
  addProxy(spec, gateway, name, labels, { replicas: options.replicas ?? 2, nodes: [...(options.nodes ?? [])] });
  const ports = [
    { port: 15021, name: 'status-port', appProtocol: 'tcp' },
    { port: 15008, name: 'mesh', appProtocol: 'hbone' },
  ];
  const annotations = { 'networking.istio.io/traffic-distribution': 'PreferClose' };
  addService(spec, { namespace, name, selector: gatewaySelector(name), ports, labels, annotations, gateway: name });
  if (options.budget !== false && (options.replicas ?? 2) > 1) addBudget(spec, gateway, name);
}

export function addGateway(spec: MeshSpec, ref: string, options: GatewayOptions): void {
  const { namespace, name } = splitRef(ref);
  const port = options.port ?? 80;
  const address = options.address ?? '203.0.113.10';
  const gateway: GatewaySpec = {
    namespace,
    name,
    className: 'istio',
    labels: {},
    address,
    listeners: [{ name: 'http', port, protocol: 'HTTP', allowed: 'All' }],
    state: options.state ?? 'programmed',
    ...(options.since === undefined ? {} : { since: options.since }),
  };
  spec.gateways.push(gateway);
  const labels = managedLabels(gateway, 'istio.io-gateway-controller');
  const proxy = `${name}-istio`;
  addProxy(spec, gateway, proxy, labels, { replicas: options.replicas ?? 2 });
  addService(spec, {
    namespace,
    name: proxy,
    selector: gatewaySelector(name),
    labels,
    gateway: name,
    type: 'LoadBalancer',
    ports: [
      { port: 15021, name: 'status-port', appProtocol: 'tcp' },
      { port, name: 'http', appProtocol: 'http' },
    ],
    ...(gateway.state === 'address-pending' ? {} : { loadBalancer: address }),
  });
  for (const route of options.routes ?? []) spec.routes.push(gatewayRoute(gateway, route));
}

export function addServiceEntry(spec: MeshSpec, ref: string, options: ServiceEntryOptions): void {
  const { namespace, name } = splitRef(ref);
  spec.slots.service += 1;
  spec.serviceEntries.push({
    namespace,
    name,
    hosts: [...options.hosts],
    addresses: [...(options.addresses ?? [])],
    ports: [...(options.ports ?? [{ number: 443, name: 'tls', protocol: 'TLS' }])],
    resolution: options.resolution ?? 'DNS',
    location: 'MESH_EXTERNAL',
    endpoints: [...(options.endpoints ?? [])],
    labels: { ...waypointLabels(options.waypoint, namespace), ...options.labels },
    slot: spec.slots.service,
  });
}

function addProxy(
  spec: MeshSpec,
  gateway: GatewaySpec,
  name: string,
  labels: Labels,
  more: Partial<WorkloadSpec>,
): void {
  addWorkload(spec, {
    namespace: gateway.namespace,
    name,
    labels,
    selector: gatewaySelector(gateway.name),
    podLabels: { ...labels, 'istio.io/dataplane-mode': 'none', 'sidecar.istio.io/inject': 'false' },
    podAnnotations: { 'istio.io/rev': 'default' },
    serviceAccount: name,
    container: 'istio-proxy',
    image: 'docker.io/istio/proxyv2:1.30.1-distroless',
    gateway: gateway.name,
    ports: [
      { name: 'metrics', port: 15020 },
      { name: 'status-port', port: 15021 },
      { name: 'http-envoy-prom', port: 15090 },
    ],
    ...(gateway.state === 'never-ready' ? { faults: [{ state: 'image' as const, since: gateway.since ?? 600 }] } : {}),
    ...more,
  });
}

function addBudget(spec: MeshSpec, gateway: GatewaySpec, name: string): void {
  spec.objects.push({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: gateway.namespace, generation: 1 },
    spec: { minAvailable: 1, selector: { matchLabels: gatewaySelector(gateway.name) } },
  });
}

function gatewayRoute(gateway: GatewaySpec, route: { host: string; path?: string; to: string }): RouteSpec {
  const { target, port } = parseCall(route.to);
  const { namespace, name } = splitRef(target);
  return {
    namespace,
    name: `${gateway.name}-${name}`,
    parent: { kind: 'Gateway', namespace: gateway.namespace, name: gateway.name },
    hostnames: [route.host],
    rules: [{ path: route.path ?? '/', to: [{ namespace, name, port, weight: 1 }] }],
  };
}

/** W7: the labels of everything istiod makes for a Gateway. */
function managedLabels(gateway: GatewaySpec, controller: string): Labels {
  return {
    'gateway.istio.io/managed': controller,
    'gateway.networking.k8s.io/gateway-class-name': gateway.className,
    'gateway.networking.k8s.io/gateway-name': gateway.name,
  };
}

function gatewaySelector(name: string): Labels {
  return { 'gateway.networking.k8s.io/gateway-name': name };
}
