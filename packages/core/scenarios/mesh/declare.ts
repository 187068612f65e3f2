import { splitRef } from './identity.ts';
import type {
  AllowedNamespaces, Call, Capture, ContainerPort, GatewaySpec, GatewayState, Labels, MeshSpec, PortSpec, RouteSpec, ServiceEntrySpec,
  ServiceSpec, WorkloadKind, WorkloadSpec,
} from './spec.ts';
import { USE_WAYPOINT, USE_WAYPOINT_NAMESPACE } from './waypoint-binding.ts';

export interface NamespaceOptions {
  ambient?: boolean;
  /** `name`, `namespace/name` or `none` */
  waypoint?: string;
  labels?: Labels;
}

export interface ServiceOptions {
  name?: string;
  headless?: boolean;
  publishNotReady?: boolean;
  selector?: Labels;
  labels?: Labels;
  annotations?: Labels;
}

export interface AppOptions {
  kind?: WorkloadKind;
  replicas?: number;
  ports?: readonly PortSpec[];
  containerPorts?: readonly ContainerPort[];
  /** `namespace/service:port`, or `host:port` of a host outside */
  calls?: readonly string[];
  /** Declare the calls with an annotation instead of environment variables. */
  annotateCalls?: boolean;
  env?: Labels;
  labels?: Labels;
  annotations?: Labels;
  serviceAccount?: string;
  nodes?: readonly string[];
  hostNetwork?: boolean;
  sidecar?: boolean;
  capture?: Capture;
  waypoint?: string;
  service?: ServiceOptions | false;
  /** istiod never told ztunnel about the pods. */
  untold?: boolean;
}

export interface WaypointOptions {
  replicas?: number;
  for?: string;
  allowed?: AllowedNamespaces;
  state?: GatewayState;
  since?: number;
  className?: string;
  budget?: boolean;
  nodes?: readonly string[];
}

export interface GatewayOptions {
  replicas?: number;
  state?: GatewayState;
  since?: number;
  port?: number;
  address?: string;
  routes?: readonly { host: string; path?: string; to: string }[];
}

export interface ServiceEntryOptions {
  hosts: readonly string[];
  ports?: readonly { number: number; name: string; protocol: string }[];
  resolution?: ServiceEntrySpec['resolution'];
  addresses?: readonly string[];
  endpoints?: readonly string[];
  waypoint?: string;
  labels?: Labels;
}

const HTTP: PortSpec = { port: 80, target: 8080, name: 'http', appProtocol: 'http' };

export function addApp(spec: MeshSpec, ref: string, options: AppOptions): void {
  const { namespace, name } = splitRef(ref);
  const ports = options.ports ?? [HTTP];
  const calls = (options.calls ?? []).map(parseCall);
  const workload = addWorkload(spec, {
    namespace, name, replicas: options.replicas ?? 1, kind: options.kind ?? 'Deployment',
    selector: { app: name },
    podLabels: { ...(options.sidecar === true ? SIDECAR_LABELS : {}), ...options.labels },
    podAnnotations: {
      ...(options.annotateCalls === true ? { 'hopscope.dev/calls': (options.calls ?? []).join(', ') } : {}),
      ...options.annotations,
    },
    serviceAccount: options.serviceAccount ?? name,
    container: 'app', image: `registry.example/${namespace}/${name}:1.4.2`,
    ports: options.containerPorts === undefined ? portsBehind(ports) : [...options.containerPorts],
    env: { ...(options.annotateCalls === true ? {} : callEnv(namespace, calls)), ...options.env },
    nodes: [...(options.nodes ?? [])],
    hostNetwork: options.hostNetwork ?? false,
    sidecar: options.sidecar ?? false,
    captures: options.capture === undefined ? [] : [{ capture: options.capture }],
    told: options.untold !== true,
    calls,
  });
  if (options.service === false) return;
  const service = options.service ?? {};
  addService(spec, {
    namespace, name: service.name ?? name, selector: service.selector ?? workload.selector, ports: [...ports],
    headless: service.headless ?? false, publishNotReady: service.publishNotReady ?? false,
    labels: { ...waypointLabels(options.waypoint, namespace), ...service.labels }, annotations: service.annotations ?? {},
  });
}

export function addWorkload(
  spec: MeshSpec,
  given: Pick<WorkloadSpec, 'namespace' | 'name' | 'selector' | 'serviceAccount' | 'container' | 'image'> & Partial<WorkloadSpec>,
): WorkloadSpec {
  const workload: WorkloadSpec = {
    kind: 'Deployment', replicas: 1, labels: given.selector, podLabels: {}, podAnnotations: {}, ports: [], env: {}, nodes: [],
    missing: [], hostNetwork: false, sidecar: false, captures: [], told: true, faults: [], revision: 1, calls: [],
    slot: spec.slots.pod, ...given,
  };
  const pods = workload.kind === 'DaemonSet' ? spec.nodes.length : workload.replicas;
  // Room for one more generation of pods, so that faults never move other pods' addresses.
  spec.slots.pod += pods * 2 + 3;
  spec.workloads.push(workload);
  return workload;
}

export function addService(
  spec: MeshSpec,
  given: Pick<ServiceSpec, 'namespace' | 'name' | 'selector' | 'ports'> & Partial<ServiceSpec>,
): ServiceSpec {
  spec.slots.service += 1;
  const service: ServiceSpec = {
    type: 'ClusterIP', headless: false, publishNotReady: false, labels: {}, annotations: {}, slot: spec.slots.service, ...given,
  };
  spec.services.push(service);
  return service;
}

export function addWaypoint(spec: MeshSpec, ref: string, options: WaypointOptions): void {
  const { namespace, name } = splitRef(ref);
  const gateway: GatewaySpec = {
    namespace, name, className: options.className ?? 'istio-waypoint',
    labels: options.for === undefined ? {} : { 'istio.io/waypoint-for': options.for },
    listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE', allowed: options.allowed ?? 'Same' }],
    state: options.state ?? 'programmed', ...(options.since === undefined ? {} : { since: options.since }),
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
    namespace, name, className: 'istio', labels: {}, address,
    listeners: [{ name: 'http', port, protocol: 'HTTP', allowed: 'All' }],
    state: options.state ?? 'programmed', ...(options.since === undefined ? {} : { since: options.since }),
  };
  spec.gateways.push(gateway);
  const labels = managedLabels(gateway, 'istio.io-gateway-controller');
  const proxy = `${name}-istio`;
  addProxy(spec, gateway, proxy, labels, { replicas: options.replicas ?? 2 });
  addService(spec, {
    namespace, name: proxy, selector: gatewaySelector(name), labels, gateway: name, type: 'LoadBalancer',
    ports: [{ port: 15021, name: 'status-port', appProtocol: 'tcp' }, { port, name: 'http', appProtocol: 'http' }],
    ...(gateway.state === 'address-pending' ? {} : { loadBalancer: address }),
  });
  for (const route of options.routes ?? []) spec.routes.push(gatewayRoute(gateway, route));
}

export function addServiceEntry(spec: MeshSpec, ref: string, options: ServiceEntryOptions): void {
  const { namespace, name } = splitRef(ref);
  spec.slots.service += 1;
  spec.serviceEntries.push({
    namespace, name, hosts: [...options.hosts], addresses: [...(options.addresses ?? [])],
    ports: [...(options.ports ?? [{ number: 443, name: 'tls', protocol: 'TLS' }])],
    resolution: options.resolution ?? 'DNS', location: 'MESH_EXTERNAL', endpoints: [...(options.endpoints ?? [])],
    labels: { ...waypointLabels(options.waypoint, namespace), ...options.labels }, slot: spec.slots.service,
  });
}

function addProxy(spec: MeshSpec, gateway: GatewaySpec, name: string, labels: Labels, more: Partial<WorkloadSpec>): void {
  addWorkload(spec, {
    namespace: gateway.namespace, name, labels, selector: gatewaySelector(gateway.name),
    podLabels: { ...labels, 'istio.io/dataplane-mode': 'none', 'sidecar.istio.io/inject': 'false' },
    podAnnotations: { 'istio.io/rev': 'default' },
    serviceAccount: name, container: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.30.1-distroless', gateway: gateway.name,
    ports: [{ name: 'metrics', port: 15020 }, { name: 'status-port', port: 15021 }, { name: 'http-envoy-prom', port: 15090 }],
    ...(gateway.state === 'never-ready' ? { faults: [{ state: 'image' as const, since: gateway.since ?? 600 }] } : {}),
    ...more,
  });
}

function addBudget(spec: MeshSpec, gateway: GatewaySpec, name: string): void {
  spec.objects.push({
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name, namespace: gateway.namespace, generation: 1 },
    spec: { minAvailable: 1, selector: { matchLabels: gatewaySelector(gateway.name) } },
  });
}

function gatewayRoute(gateway: GatewaySpec, route: { host: string; path?: string; to: string }): RouteSpec {
  const { target, port } = parseCall(route.to);
  const { namespace, name } = splitRef(target);
  return {
    namespace, name: `${gateway.name}-${name}`, parent: { kind: 'Gateway', namespace: gateway.namespace, name: gateway.name },
    hostnames: [route.host], rules: [{ path: route.path ?? '/', to: [{ namespace, name, port, weight: 1 }] }],
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

export function waypointLabels(waypoint: string | undefined, namespace: string): Labels {
  if (waypoint === undefined) return {};
  if (!waypoint.includes('/')) return { [USE_WAYPOINT]: waypoint };
  const ref = splitRef(waypoint);
  if (ref.namespace === namespace) return { [USE_WAYPOINT]: ref.name };
  return { [USE_WAYPOINT]: ref.name, [USE_WAYPOINT_NAMESPACE]: ref.namespace };
}

export function parseCall(call: string): Call {
  const colon = call.lastIndexOf(':');
  const target = call.slice(0, colon);
  const port = Number(call.slice(colon + 1));
  const { namespace, name } = target.includes('/') ? splitRef(target) : { namespace: '', name: target };
  return { target, host: namespace === '' ? name : `${name}.${namespace}`, port };
}

const SCHEMES: Record<number, string> = { 5432: 'postgres', 6379: 'redis', 443: 'https', 9200: 'http', 27017: 'mongodb' };

/** The way applications are told where to call: `CATALOG_ADDR=catalog.shop:80`, `ORDERS_DB_URL=postgres://orders-db.data:5432`. */
function callEnv(namespace: string, calls: readonly Call[]): Labels {
  const own = `.${namespace}`;
  const env: Labels = {};
  for (const call of calls) {
    const key = (call.target.split('/').at(-1) ?? call.host).toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
    const host = call.host.endsWith(own) ? call.host.slice(0, -own.length) : call.host;
    const scheme = SCHEMES[call.port];
    if (scheme === undefined) env[`${key}_ADDR`] = `${host}:${call.port}`;
    else env[`${key}_URL`] = `${scheme}://${host}:${call.port}`;
  }
  return env;
}

function portsBehind(ports: readonly PortSpec[]): ContainerPort[] {
  return ports.map((port) => ({
    name: typeof port.target === 'string' ? port.target : (port.name ?? `p-${port.port}`),
    port: typeof port.target === 'number' ? port.target : port.target === undefined ? port.port : 8080,
  }));
}

const SIDECAR_LABELS: Labels = {
  'sidecar.istio.io/inject': 'true', 'security.istio.io/tlsMode': 'istio', 'networking.istio.io/tunnel': 'http',
};
