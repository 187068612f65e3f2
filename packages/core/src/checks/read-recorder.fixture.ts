/** Records what a check reads of the mesh and of a trace, as the kinds and readings behind it: what `needs` must say. */
import { Memory } from '../mesh/memory/memory.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { WalkTrace } from '../path/facts.ts';

/** Kinds that one of which a reader must declare; empty where nothing is read. */
type Sources = readonly string[];

const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'];

const RULES = [...ROUTES, 'VirtualService', 'DestinationRule', 'ReferenceGrant'];

const LOGS = ['ztunnel-log', 'waypoint-log', 'istiod-log', 'cni-log'];

const METRICS = [
  'ztunnel-metrics',
  'istiod-metrics',
  'cni-metrics',
  'waypoint-metrics',
  'gateway-metrics',
  'prometheus',
];

const READINGS: Readonly<Record<string, Sources>> = {
  ztunnelDumps: ['ztunnel-config'],
  ztunnelReadiness: ['ztunnel-ready'],
  syncStatus: ['istiod-syncz'],
  traffic: ['ztunnel-metrics', 'waypoint-metrics', 'gateway-metrics', 'prometheus'],
  logs: LOGS,
  componentMetrics: METRICS,
  envoyClusters: ['waypoint-clusters'],
  versions: ['istiod-version'],
  istiodMeshes: ['istiod-mesh'],
  ambientViews: ['istiod-ambientz'],
  istiodReadiness: ['istiod-ready'],
  cniReadiness: ['cni-ready'],
};

/** Look-ups of the mesh. Identity and revision have defaults that hold when the ConfigMap was not read. */
const OF_MESH: Readonly<Record<string, Sources>> = {
  namespaces: ['Namespace'],
  nodes: ['Node'],
  pods: ['Pod'],
  services: ['Service'],
  slices: ['EndpointSlice'],
  controllers: ['Deployment', 'DaemonSet', 'StatefulSet'],
  events: ['Event'],
  gateways: ['Gateway'],
  gatewayClasses: ['GatewayClass'],
  dumps: ['ztunnel-config'],
  readiness: ['ztunnel-ready'],
  logs: LOGS,
  metrics: METRICS,
  metricRates: METRICS,
  envoyClusters: ['waypoint-clusters'],
  versions: ['istiod-version'],
  ambientViews: ['istiod-ambientz'],
  cniReadiness: ['cni-ready'],
};

const OF_STATE: Readonly<Record<string, Sources>> = {
  namespaces: ['Namespace'],
  nodes: ['Node'],
  networkPolicies: ['NetworkPolicy'],
  markers: ['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'CustomResourceDefinition', 'Lease'],
  gatewayClasses: ['GatewayClass'],
  gateways: ['Gateway'],
  routes: ROUTES,
  authorizationPolicies: ['AuthorizationPolicy'],
  peerAuthentications: ['PeerAuthentication'],
  requestAuthentications: ['RequestAuthentication'],
  serviceEntries: ['ServiceEntry'],
  workloadEntries: ['WorkloadEntry'],
  virtualServices: ['VirtualService'],
  destinationRules: ['DestinationRule'],
  istioGateways: ['IstioGateway'],
  webhooks: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
  apiServices: ['APIService'],
  meshConfig: ['ConfigMap'],
  cniConfig: ['ConfigMap'],
  ciliumConfig: ['ConfigMap'],
  rootBundles: ['ConfigMap'],
  ...READINGS,
};

const OF_SHARD: Readonly<Record<string, Sources>> = {
  pods: ['Pod'],
  services: ['Service'],
  endpointSlices: ['EndpointSlice'],
  controllers: ['Deployment', 'DaemonSet', 'StatefulSet'],
  events: ['Event'],
};

/** What the walk has found out already: each fact by the kind it stands on first, then what else went into it. */
const OF_TRACE: Readonly<Record<string, Sources>> = {
  caller: ['Pod', 'Gateway'],
  target: ['Service', 'ServiceEntry', 'Pod'],
  naming: ['Service', 'ServiceEntry', 'Pod'],
  eastWest: ['Gateway', 'WorkloadEntry', 'ServiceEntry', 'Service', 'Pod'],
  service: ['Service'],
  backend: ['Service'],
  gatewayRoute: ROUTES,
  gatewayDecision: ['AuthorizationPolicy'],
  binding: ['Gateway', 'Namespace', 'Service'],
  skipped: ['Gateway', 'Service'],
  waypoint: ['Gateway', 'Pod', 'Service'],
  choice: ['Service', 'Pod', 'EndpointSlice'],
  endpoint: ['Service', 'Pod', 'EndpointSlice'],
  destination: ['Pod'],
  served: ['Pod'],
  receivedBy: ['Pod'],
  legs: ['NetworkPolicy', 'Pod', 'Namespace'],
  lookup: ['NetworkPolicy', 'Pod', 'Namespace', 'Service'],
  admitted: ['AuthorizationPolicy', 'PeerAuthentication', 'Pod', 'Namespace'],
};

const OF_STOP: Readonly<Record<string, Sources>> = {
  decision: ['AuthorizationPolicy', 'Service'],
  route: RULES,
  tokens: ['RequestAuthentication'],
};

const OF_SERVED: Readonly<Record<string, Sources>> = {
  proxy: ['ztunnel-config'],
  missing: ['ztunnel-config'],
  node: ['Node'],
};

const OF_ZTUNNEL: Readonly<Record<string, Sources>> = {
  pods: ['Pod'],
  dump: ['ztunnel-config'],
  readiness: ['ztunnel-ready'],
};

/** Everything that was read so far; each entry lists the kinds of which one must be declared. */
export class ReadRecorder {
  readonly reads = new Map<string, Sources>();

  mesh(mesh: Mesh): Mesh {
    const shards = [...mesh.shards].map(([name, shard]) => [name, this.watch('shard.', shard, OF_SHARD)] as const);
    const state = this.watch('state.', mesh.state, OF_STATE);
    // A memory of its own: what is remembered is not read again.
    const own = { ...mesh, state, shards: new Map(shards), memory: new Memory(null, null) };
    return this.watch('', own, OF_MESH);
  }

  trace(trace: WalkTrace): WalkTrace {
    const served = (of: WalkTrace['served']): WalkTrace['served'] =>
      of && this.watch('served.', { ...of, ztunnel: this.watch('ztunnel.', of.ztunnel, OF_ZTUNNEL) }, OF_SERVED);
    const waypoint = trace.waypoint && this.watch('waypoint.', trace.waypoint, OF_STOP);
    const nested = { ...trace, waypoint, served: served(trace.served), receivedBy: served(trace.receivedBy) };
    return this.watch('trace.', nested, OF_TRACE);
  }

  /** Kinds that something was read of. */
  get kinds(): ReadonlySet<string> {
    return new Set([...this.reads.values()].flat());
  }

  /** What was read although none of its kinds is declared. */
  undeclared(declared: readonly string[]): string[] {
    const isDeclared = (sources: Sources): boolean => sources.some((source) => declared.includes(source));
    return [...this.reads].filter(([, sources]) => !isDeclared(sources)).map(([name, [kind]]) => `${name} (${kind})`);
  }

  private watch<T extends object>(prefix: string, object: T, sources: Readonly<Record<string, Sources>>): T {
    return new Proxy(object, {
      get: (target, key) => {
        const found = sources[String(key)];
        if (found) this.reads.set(`${prefix}${String(key)}`, found);
        return Reflect.get(target, key);
      },
    });
  }
}
