/** Section 6: which endpoints ztunnel may choose for a service port. */
import type { ServiceEntry, WorkloadEntry, WorkloadEntrySpec } from '../../state/istio.ts';
import type { Pod, Service, ServicePort } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import type { Mesh } from '../mesh.ts';
import type { RemoteEndpoint } from '../multicluster/networks.ts';
import type { Scope } from './load-balancing.ts';
import { type Locality, localityOfNode, splitLocality } from './locality.ts';
import { describeService, type PublishedPort, type PublishedService } from './published-services.ts';
import { entriesOfService, labelsOfEntry, podsOfService, podsOnlyNamed, slicesOf } from './selection.ts';
import { containerPort, dialledPort, targetPortsOfPod, targetPortsOfSlice, targetPortsOfSpec } from './target-ports.ts';

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
  /** P8: what it is where it lies in another network, behind that network's gateway */
  remote?: RemoteEndpoint;
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
  locality: Locality | null;
  serviceAccount: string;
  labels: Labels;
  /** L4: its share among the others */
  weight: number;
}

/** The choice for one service port seen from one node. */
export interface EndpointChoice {
  /** undefined: the service has no such port (L2) */
  servicePort: PublishedPort | undefined;
  endpoints: readonly Endpoint[];
  excluded: readonly { pod: Pod; because: ExcludedBecause }[];
  /** pods and WorkloadEntries that the selector matches, usable or not */
  selected: number;
  /** L3: which preference narrowed the choice; '' for none */
  preference: string;
}

/** S4: the pod's port behind a port of a Service; null where a named port is not declared by the pod. */
export function targetPortOf(servicePort: Pick<ServicePort, 'port' | 'targetPort'>, pod: Pod): number | null {
  const target = servicePort.targetPort;
  return typeof target === 'number' ? target || servicePort.port : containerPort(pod, target);
}

/** L1-L3, L5, L6: the endpoints for one port of a Service; `fromNode` is the node of the client's ztunnel, '' where none counts. */
export function chooseEndpoints(mesh: Mesh, service: Service, port: number, fromNode = ''): EndpointChoice {
  const pods = [...podsOfService(mesh, service), ...podsOnlyNamed(mesh, service)];
  const published = describeService(mesh, service);
  const outside = entriesOfService(mesh, service).map(machineEndpoint);
  const servicePort = findPort(published, port);
  const written = servicePort ? handWritten(mesh, service, published, servicePort) : [];
  return chooseAmong(mesh, published, { pods, outside, written }, port, fromNode);
}

/** What a service has to choose from. */
export interface Members {
  pods: readonly Pod[];
  outside: readonly OutsideEndpoint[];
  /** S5 */
  written?: readonly Endpoint[];
}

/** L1-L3, L5, L6 for any published service. */
export function chooseAmong(
  mesh: Mesh,
  service: PublishedService,
  members: Members,
  port: number,
  fromNode: string,
): EndpointChoice {
  const servicePort = findPort(service, port);
  const selected = members.pods.length + members.outside.length;
  if (!servicePort) return { servicePort, endpoints: [], excluded: [], selected, preference: '' };
  const endpoints: Endpoint[] = [];
  const excluded: { pod: Pod; because: ExcludedBecause }[] = [];
  for (const pod of members.pods) {
    const answer = endpointOf(service, servicePort, pod);
    if (typeof answer === 'string') excluded.push({ pod, because: answer });
    else endpoints.push(answer);
  }
  endpoints.push(...(members.written ?? []));
  for (const outside of members.outside) {
    const target = dialledPort(servicePort, targetPortsOfSpec(service, outside));
    if (target !== null) endpoints.push({ pod: null, ip: outside.address, port: target, outside });
  }
  return { servicePort, selected, ...narrow(mesh, service, endpoints, excluded, fromNode) };
}

/** L2: of two protocols on one number the TCP port. */
const findPort = (service: PublishedService, port: number): PublishedPort | undefined =>
  service.ports.find((candidate) => candidate.port === port && candidate.protocol !== 'UDP') ??
  service.ports.find((candidate) => candidate.port === port);

/** S6: a WorkloadEntry as an endpoint; always healthy. */
export const machineEndpoint = (machine: WorkloadEntry): OutsideEndpoint =>
  outsideOf('WorkloadEntry', machine, machine.entry, labelsOfEntry(machine));

/** S6: an endpoint written into a ServiceEntry. */
export const writtenEndpoint = (entry: ServiceEntry, spec: WorkloadEntrySpec): OutsideEndpoint =>
  outsideOf('ServiceEntry', entry, spec, spec.labels);

function outsideOf(
  kind: OutsideEndpoint['kind'],
  { namespace, name }: { namespace: string; name: string },
  spec: WorkloadEntrySpec,
  labels: Labels,
): OutsideEndpoint {
  const { address, ports, network, serviceAccount, weight } = spec;
  const locality = splitLocality(spec.locality);
  return { kind, namespace, name, address, ports, network, locality, serviceAccount, labels, weight: weight || 1 };
}

/** S5: addresses written by hand, without a pod behind them; a port that the slice does not name is the Service's own target. */
function handWritten(
  mesh: Mesh,
  service: Service,
  published: PublishedService,
  servicePort: PublishedPort,
): Endpoint[] {
  const slices = slicesOf(mesh, service);
  if (slices.every(({ endpoints }) => endpoints.every(({ pod }) => pod !== ''))) return [];
  return slices.flatMap((slice) => {
    const port = slice.addressType === 'FQDN' ? null : dialledPort(servicePort, targetPortsOfSlice(published, slice));
    return slice.endpoints.flatMap((endpoint) => {
      const ip = addressFor(published, endpoint.addresses);
      const isUsable = endpoint.pod === '' && (endpoint.ready || published.balancing.allowsUnhealthy);
      return port === null || ip === undefined || !isUsable ? [] : [{ pod: null, ip, port }];
    });
  });
}

function endpointOf(service: PublishedService, servicePort: PublishedPort, pod: Pod): Endpoint | ExcludedBecause {
  if (pod.deletedAt !== null && !service.balancing.allowsUnhealthy) return 'terminating';
  if (!pod.ready && !service.balancing.allowsUnhealthy) return 'not-ready';
  const ip = addressFor(service, pod.ips);
  if (pod.ips.length === 0) return 'no-address';
  if (ip === undefined) return 'ip-family';
  const isKubernetes = service.source.kind === 'Service';
  const port = isKubernetes ? targetPortOf(servicePort, pod) : dialledPort(servicePort, targetPortsOfPod(service, pod));
  return port === null ? 'port-name' : { pod, ip, port };
}

/** L6: the family of the service when it has only one. */
function addressFor(service: PublishedService, addresses: readonly string[]): string | undefined {
  if (service.ipFamilies !== 'IPV4_ONLY' && service.ipFamilies !== 'IPV6_ONLY') return addresses[0];
  const wantsColon = service.ipFamilies === 'IPV6_ONLY';
  for (const ip of addresses) if (ip.includes(':') === wantsColon) return ip;
  return undefined;
}

/** L3: STRICT lets none but matching endpoints through; FAILOVER only prefers, so it narrows nothing that fails. */
function narrow(
  mesh: Mesh,
  service: PublishedService,
  endpoints: Endpoint[],
  excluded: { pod: Pod; because: ExcludedBecause }[],
  fromNode: string,
): Pick<EndpointChoice, 'endpoints' | 'excluded' | 'preference'> {
  const { mode, scopes, because } = service.balancing;
  if (fromNode === '' || (mode !== 'STRICT' && mode !== 'FAILOVER')) return { endpoints, excluded, preference: '' };
  const here = scopes.map((scope) => scopeValue(mesh, scope, fromNode, mesh.state.network));
  const rank = (endpoint: Endpoint): number => {
    const network = endpoint.outside?.network || mesh.state.network;
    const differs = scopes.findIndex(
      (scope, i) => scopeValue(mesh, scope, endpoint.pod?.node ?? '', network, endpoint) !== here[i],
    );
    return differs < 0 ? scopes.length : differs;
  };
  const ranks = new Map(endpoints.map((endpoint) => [endpoint, rank(endpoint)]));
  const wanted = mode === 'STRICT' ? scopes.length : Math.max(0, ...ranks.values());
  const best = endpoints.filter((endpoint) => ranks.get(endpoint) === wanted);
  if (mode === 'FAILOVER')
    return { endpoints: best, excluded, preference: best.length < endpoints.length ? because : '' };
  const elsewhere = endpoints.flatMap((endpoint) =>
    endpoint.pod && ranks.get(endpoint) !== wanted ? [{ pod: endpoint.pod, because: 'other-node' as const }] : [],
  );
  return { endpoints: best, excluded: [...excluded, ...elsewhere], preference: because };
}

function scopeValue(mesh: Mesh, scope: Scope, node: string, network: string, endpoint?: Endpoint): string {
  if (scope === 'NETWORK') return network;
  if (scope === 'NODE') return node;
  const locality = endpoint?.outside ? endpoint.outside.locality : localityOfNode(mesh, node);
  return locality?.[LOCALITY_FIELDS[scope]] ?? '';
}

const LOCALITY_FIELDS = { REGION: 'region', ZONE: 'zone', SUBZONE: 'subzone' } as const;
