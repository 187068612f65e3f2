/** Small meshes for the tests of the rules: objects with every field at its default, but for those a test is about. */
import type { Gateway, GatewayClass, Listener } from '../state/gateway-api.ts';
import type { ServiceEntry, WorkloadEntry } from '../state/istio.ts';
import { KINDS } from '../state/kinds.ts';
import type {
  ContainerPort,
  EndpointSlice,
  Namespace,
  NetworkPolicy,
  Node,
  Pod,
  Service,
} from '../state/kubernetes.ts';
import { emptyState, type MeshState } from '../state/mesh-state.ts';
import type { SourceStatus } from '../state/source-status.ts';
import { indexMesh, type Mesh } from './mesh.ts';

const AT = '2026-01-01T00:00:00Z';

/** Every kind was read; what is not given does not exist. */
const everythingRead = (): SourceStatus[] =>
  KINDS.map(({ kind }) => ({
    source: kind,
    tier: 0,
    scope: null,
    state: 'ok',
    at: AT,
    count: 0,
    message: '',
    permission: null,
  }));

/** A mesh of the given slices. */
export function smallMesh(parts: Partial<MeshState>): Mesh {
  return indexMesh({ ...emptyState(AT), cluster: 'c1', network: 'n1', sources: everythingRead(), ...parts });
}

/** `namespace/name`, or the name of something without a namespace. */
export const metadata = (name: string) => {
  const [first = '', second] = name.split('/');
  return {
    namespace: second === undefined ? '' : first,
    name: second ?? first,
    uid: `uid-${name}`,
    labels: {},
    annotations: {},
    createdAt: AT,
    generation: null,
  };
};

/** `namespace/name`, ready and running. */
export function pod(name: string, rest: Partial<Pod> = {}): Pod {
  const meta = metadata(name);
  return {
    ...meta,
    deletedAt: null,
    startedAt: AT,
    node: 'node-1',
    hostNetwork: false,
    serviceAccount: 'default',
    owner: null,
    workload: { kind: 'Pod', name: meta.name },
    fromTemplate: false,
    phase: 'Running',
    ips: ['10.0.0.1'],
    ready: true,
    conditions: [],
    containers: [],
    dnsPolicy: 'ClusterFirst',
    hasDnsConfig: false,
    capturedAt: null,
    labelledAt: null,
    declaredHosts: [],
    ...rest,
  };
}

/** One container with the given ports. */
export function container(
  ports: Partial<ContainerPort>[],
  rest: Partial<Pod['containers'][number]> = {},
): Pod['containers'][number] {
  return {
    name: 'app',
    image: '',
    init: false,
    restartable: false,
    ports: ports.map((port) => ({ name: '', port: 8080, protocol: 'TCP', ...port })),
    ready: true,
    restarts: 0,
    waiting: '',
    waitingMessage: '',
    terminated: null,
    startedAt: AT,
    readinessProbe: '',
    ...rest,
  };
}

export function namespace(name: string, labels: Record<string, string> = {}): Namespace {
  return { ...metadata(name), labels, phase: 'Active', labelledAt: null };
}

export function node(name: string, labels: Record<string, string> = {}): Node {
  return { ...metadata(name), labels, conditions: [], taints: [], addresses: [], bootId: '', os: 'linux' };
}

/** A Service with one port 80 → 8080. */
export function service(name: string, rest: Partial<Service> = {}): Service {
  return {
    ...metadata(name),
    type: 'ClusterIP',
    clusterIPs: ['10.96.0.1'],
    headless: false,
    selector: { app: 'a' },
    ports: [servicePort({})],
    internalTrafficPolicy: 'Cluster',
    externalTrafficPolicy: 'Cluster',
    trafficDistribution: '',
    publishNotReady: false,
    ipFamilies: [],
    externalName: '',
    externalIPs: [],
    loadBalancer: [],
    sessionAffinity: 'None',
    conditions: [],
    ...rest,
  };
}

export function servicePort(rest: Partial<Service['ports'][number]>): Service['ports'][number] {
  return { name: 'http', port: 80, targetPort: 8080, protocol: 'TCP', appProtocol: '', nodePort: null, ...rest };
}

export function endpointSlice(name: string, rest: Partial<EndpointSlice>): EndpointSlice {
  return { ...metadata(name), service: '', addressType: 'IPv4', ports: [], endpoints: [], ...rest };
}

export function sliceEndpoint(rest: Partial<EndpointSlice['endpoints'][number]>): EndpointSlice['endpoints'][number] {
  return {
    addresses: ['10.1.0.1'],
    ready: true,
    serving: true,
    terminating: false,
    pod: '',
    podNamespace: '',
    podUid: '',
    node: '',
    zone: '',
    ...rest,
  };
}

export function listener(rest: Partial<Listener> = {}): Listener {
  return {
    name: 'mesh',
    hostname: '',
    port: 15008,
    protocol: 'HBONE',
    tlsMode: '',
    allowedKinds: [],
    allowedFrom: 'Same',
    allowedSelector: null,
    ...rest,
  };
}

/** A waypoint that has been ready. */
export function gateway(name: string, rest: Partial<Gateway> = {}): Gateway {
  return {
    ...metadata(name),
    className: 'istio-waypoint',
    listeners: [listener()],
    specAddresses: [],
    addresses: [{ type: 'Hostname', value: `${name.split('/').reverse().join('.')}.svc.cluster.local` }],
    conditions: [],
    listenerStatus: [],
    ...rest,
  };
}

export function gatewayClass(name: string, rest: Partial<GatewayClass> = {}): GatewayClass {
  return { ...metadata(name), controller: 'istio.io/mesh-controller', conditions: [], ...rest };
}

export function serviceEntry(name: string, rest: Partial<ServiceEntry> = {}): ServiceEntry {
  return {
    ...metadata(name),
    hosts: ['example.com'],
    addresses: [],
    allocated: [],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: null }],
    resolution: 'STATIC',
    location: 'MESH_EXTERNAL',
    exportTo: [],
    endpoints: [],
    workloadSelector: null,
    subjectAltNames: [],
    conditions: [],
    ...rest,
  };
}

const NO_ENTRY: WorkloadEntry['entry'] = {
  address: '10.2.0.1',
  ports: {},
  labels: {},
  serviceAccount: '',
  network: '',
  locality: '',
  weight: 0,
};

export const endpointSpec = (rest: Partial<WorkloadEntry['entry']>): WorkloadEntry['entry'] => ({
  ...NO_ENTRY,
  ...rest,
});

export function workloadEntry(name: string, rest: Partial<WorkloadEntry> = {}): WorkloadEntry {
  return { ...metadata(name), entry: NO_ENTRY, conditions: [], ...rest };
}

/** Selects every pod of its namespace, and admits nothing. */
export function networkPolicy(name: string, rest: Partial<NetworkPolicy> = {}): NetworkPolicy {
  return {
    ...metadata(name),
    podSelector: { matchLabels: {}, matchExpressions: [] },
    policyTypes: ['Ingress'],
    ingress: [],
    egress: [],
    ...rest,
  };
}

/** MeshConfig with everything at its default. */
export function meshConfig(
  rest: Partial<NonNullable<MeshState['meshConfig']>> = {},
): NonNullable<MeshState['meshConfig']> {
  return {
    revision: 'default',
    rootNamespace: 'istio-system',
    trustDomain: 'cluster.local',
    discoverySelectors: null,
    outboundTrafficPolicy: 'ALLOW_ANY',
    ...rest,
  };
}
