/** Section 6: which endpoints ztunnel may choose for a service port. */
import type { WorkloadEntry } from '../state/istio.ts';
import type { EndpointSlice, Pod, Service, ServicePort } from '../state/kubernetes.ts';
import type { Labels } from '../state/metadata.ts';
import { isFlagSet } from './flags.ts';
import { type Mesh, perMesh } from './mesh.ts';
import { isFinished } from './pod-addresses.ts';
import { matchesLabels } from './selector.ts';

/** Why a pod that the selector matches is no endpoint. */
export type ExcludedBecause = 'not-ready' | 'terminating' | 'no-address' | 'port-name' | 'ip-family' | 'other-node';

export interface Endpoint {
  /** null for a hand-written address (S5), a machine (S6) or a host outside */
  pod: Pod | null;
  /** a host name where ztunnel resolves it itself (D4) */
  ip: string;
  port: number;
  /** the object that names an endpoint that is no pod; absent for hand-written EndpointSlices and hosts outside */
  outside?: OutsideEndpoint;
}

/** S6: a machine or host that a WorkloadEntry or a ServiceEntry names. */
export interface OutsideEndpoint {
  kind: 'WorkloadEntry' | 'ServiceEntry';
  namespace: string;
  name: string;
  address: string;
  ports: Readonly<Record<string, number>>;
  /** '' = that of the cluster */
  network: string;
  serviceAccount: string;
  labels: Labels;
  /** L4: its share among the others */
  weight: number;
}

/** The choice for one service port seen from one node. */
export interface EndpointChoice {
  /** undefined: the Service has no such port (L2) */
  servicePort: ServicePort | undefined;
  endpoints: readonly Endpoint[];
  excluded: readonly { pod: Pod; because: ExcludedBecause }[];
  /** pods and WorkloadEntries that the selector matches, usable or not */
  selected: number;
  /** L3: which preference narrowed the choice; '' for none */
  preference: string;
}

/** S3: pods of the Service: selected by labels, or named by its EndpointSlices when it has no selector. */
export const podsOfService = perMesh((mesh: Mesh, service: Service): readonly Pod[] => {
  const local = mesh.pods.byNamespace.get(service.namespace) ?? [];
  const selector = service.selector;
  if (selector && Object.keys(selector).length > 0)
    return local.filter((pod) => !isFinished(pod) && matchesLabels(selector, pod.labels));
  const named = new Set(slicesOf(mesh, service).flatMap((slice) => slice.endpoints.map((endpoint) => endpoint.pod)));
  return local.filter((pod) => named.has(pod.name));
});

/** The EndpointSlices Kubernetes keeps for a Service. */
export function slicesOf(mesh: Mesh, service: { namespace: string; name: string }): readonly EndpointSlice[] {
  return mesh.slices.get(`${service.namespace}/${service.name}`) ?? [];
}

/** The Services that select a pod, in the order of their names (S3). */
export function servicesOfPod(
  mesh: Mesh,
  pod: { namespace: string; name: string; labels: Labels },
): readonly Service[] {
  return (mesh.services.byNamespace.get(pod.namespace) ?? []).filter((service) =>
    service.selector && Object.keys(service.selector).length > 0
      ? matchesLabels(service.selector, pod.labels)
      : slicesOf(mesh, service).some((slice) => slice.endpoints.some((endpoint) => endpoint.pod === pod.name)),
  );
}

/** L1-L3, L5, L6: the endpoints for one port of a Service; `fromNode` is the node of the client's ztunnel, '' where none counts. */
export function chooseEndpoints(mesh: Mesh, service: Service, port: number, fromNode = ''): EndpointChoice {
  const servicePort =
    service.ports.find((candidate) => candidate.port === port && candidate.protocol !== 'UDP') ??
    service.ports.find((candidate) => candidate.port === port);
  const pods = podsOfService(mesh, service);
  const selected = pods.length + entriesOfService(mesh, service).length;
  if (!servicePort) return { servicePort, endpoints: [], excluded: [], selected, preference: '' };
  const endpoints: Endpoint[] = [];
  const excluded: { pod: Pod; because: ExcludedBecause }[] = [];
  for (const pod of pods) {
    const answer = endpointOf(service, servicePort, pod);
    if (typeof answer === 'string') excluded.push({ pod, because: answer });
    else endpoints.push(answer);
  }
  const manual = [...handWritten(mesh, service, servicePort), ...entryEndpoints(mesh, service, servicePort)];
  return {
    servicePort,
    selected,
    ...narrow(mesh, service, [...endpoints, ...manual], excluded, fromNode),
  };
}

function endpointOf(service: Service, servicePort: ServicePort, pod: Pod): Endpoint | ExcludedBecause {
  if (pod.deletedAt !== null && !service.publishNotReady) return 'terminating';
  if (!pod.ready && !service.publishNotReady) return 'not-ready';
  const ip = addressFor(service, pod);
  if (pod.ips.length === 0) return 'no-address';
  if (ip === undefined) return 'ip-family';
  const port = targetPortOf(servicePort, pod);
  return port === null ? 'port-name' : { pod, ip, port };
}

/** L6: the family of the Service when it has only one. */
function addressFor(service: Service, pod: Pod): string | undefined {
  if (service.ipFamilies.length !== 1) return pod.ips[0];
  const wantsColon = service.ipFamilies[0] === 'IPv6';
  return pod.ips.find((ip) => ip.includes(':') === wantsColon);
}

/** S4, L5: the pod's port behind a service port; null where a named port is not declared by the pod. */
export function targetPortOf(servicePort: ServicePort, pod: Pod): number | null {
  const target = servicePort.targetPort;
  if (typeof target === 'number') return target === 0 ? servicePort.port : target;
  for (const container of pod.containers) {
    if (container.init && !container.restartable) continue;
    const named = container.ports.find((port) => port.name === target && port.protocol === 'TCP');
    if (named) return named.port;
  }
  return null;
}

/** S5: addresses written by hand, without a pod behind them; a port that the slice does not name is the Service's own target. */
function handWritten(mesh: Mesh, service: Service, servicePort: ServicePort): Endpoint[] {
  const found: Endpoint[] = [];
  for (const slice of slicesOf(mesh, service)) {
    if (slice.addressType === 'FQDN') continue;
    const named = slice.ports.find((candidate) => candidate.name === servicePort.name && candidate.protocol === 'TCP');
    const port = named?.port ?? numericTarget(servicePort);
    if (port === null) continue;
    for (const endpoint of slice.endpoints) {
      const ip = endpoint.addresses[0];
      if (endpoint.pod === '' && endpoint.ready && ip !== undefined) found.push({ pod: null, ip, port });
    }
  }
  return found;
}

const numericTarget = (servicePort: ServicePort): number | null =>
  typeof servicePort.targetPort === 'number' ? servicePort.targetPort || servicePort.port : null;

/** S6: WorkloadEntries that the Service selects, by the labels of both their halves; always healthy. */
export function entriesOfService(mesh: Mesh, service: Service): readonly WorkloadEntry[] {
  const selector = service.selector;
  if (!selector || Object.keys(selector).length === 0 || mesh.state.workloadEntries.length === 0) return [];
  if (!isFlagSet(mesh, 'PILOT_ENABLE_K8S_SELECT_WORKLOAD_ENTRIES', true)) return [];
  return mesh.state.workloadEntries.filter(
    (entry) => entry.namespace === service.namespace && matchesLabels(selector, labelsOfEntry(entry)),
  );
}

/** S6: labels of the object itself win over those of its spec. */
export function labelsOfEntry(entry: WorkloadEntry): Labels {
  return { ...entry.entry.labels, ...entry.labels };
}

function entryEndpoints(mesh: Mesh, service: Service, servicePort: ServicePort): Endpoint[] {
  return entriesOfService(mesh, service).flatMap(({ entry }) => {
    const target = servicePort.targetPort;
    const port = typeof target === 'string' ? (entry.ports[target] ?? null) : numericTarget(servicePort);
    return port === null ? [] : [{ pod: null, ip: entry.address, port }];
  });
}

/** L3: internalTrafficPolicy Local is strict; a traffic distribution only prefers, so it narrows nothing that fails. */
function narrow(
  mesh: Mesh,
  service: Service,
  endpoints: Endpoint[],
  excluded: { pod: Pod; because: ExcludedBecause }[],
  fromNode: string,
): Pick<EndpointChoice, 'endpoints' | 'excluded' | 'preference'> {
  if (fromNode === '') return { endpoints, excluded, preference: '' };
  if (service.internalTrafficPolicy === 'Local') {
    const local = endpoints.filter((endpoint) => endpoint.pod?.node === fromNode);
    const elsewhere = endpoints.flatMap((endpoint) =>
      endpoint.pod && endpoint.pod.node !== fromNode ? [{ pod: endpoint.pod, because: 'other-node' as const }] : [],
    );
    return { endpoints: local, excluded: [...excluded, ...elsewhere], preference: 'internalTrafficPolicy: Local' };
  }
  const distribution = trafficDistributionOf(mesh, service);
  const best = preferredOf(mesh, endpoints, distribution, fromNode);
  return {
    endpoints: best,
    excluded,
    preference: best.length < endpoints.length ? `trafficDistribution: ${distribution}` : '',
  };
}

/** L3: spec, then the Service's annotation, then its namespace's. */
function trafficDistributionOf(mesh: Mesh, service: Service): string {
  const annotation = 'networking.istio.io/traffic-distribution';
  return (
    service.trafficDistribution ||
    service.annotations[annotation] ||
    mesh.namespaces.get(service.namespace)?.annotations[annotation] ||
    ''
  );
}

function preferredOf(mesh: Mesh, endpoints: Endpoint[], distribution: string, fromNode: string): Endpoint[] {
  const scopes = PREFERENCES[distribution];
  if (!scopes) return endpoints;
  const here = scopes.map((scope) => scopeValue(mesh, fromNode, scope));
  const rank = (endpoint: Endpoint): number => {
    const there = scopes.map((scope) => scopeValue(mesh, endpoint.pod?.node ?? '', scope));
    const differs = here.findIndex((value, i) => value !== there[i]);
    return differs < 0 ? scopes.length : differs;
  };
  const best = Math.max(0, ...endpoints.map(rank));
  return endpoints.filter((endpoint) => rank(endpoint) === best);
}

const PREFERENCES: Record<string, readonly ('region' | 'zone' | 'node')[]> = {
  PreferClose: ['region', 'zone'],
  PreferSameZone: ['region', 'zone'],
  PreferSameNode: ['region', 'zone', 'node'],
};

function scopeValue(mesh: Mesh, node: string, scope: 'region' | 'zone' | 'node'): string {
  return scope === 'node' ? node : (mesh.nodes.get(node)?.labels[`topology.kubernetes.io/${scope}`] ?? '');
}
