/** S3, S5, S6: the workloads that istiod gives to ztunnel: pods, WorkloadEntries, endpoints written into ServiceEntries and EndpointSlices. */
import type { ServiceEntry, WorkloadEntry, WorkloadEntrySpec } from '../state/istio.ts';
import type { EndpointSlice, Pod } from '../state/kubernetes.ts';
import type { Labels } from '../state/metadata.ts';
import { hostOf } from './address.ts';
import { labelsOfEntry, slicesOf } from './endpoints.ts';
import { isFlagSet } from './flags.ts';
import { isIp } from './ip.ts';
import { type Mesh, ofMesh } from './mesh.ts';
import { isFinished } from './pod-addresses.ts';
import { type PublishedService, publishedIn } from './published-services.ts';
import { matchesLabels } from './selector.ts';
import { type WaypointBinding, waypointOfEntry, waypointOfPod } from './waypoint.ts';

/** One workload. */
export interface Workload {
  uid: string;
  kind: 'Pod' | 'WorkloadEntry' | 'ServiceEntry' | 'EndpointSlice';
  namespace: string;
  name: string;
  /** one is the host name of an endpoint that ztunnel resolves itself (D4) */
  addresses: readonly string[];
  hostname: string;
  network: string;
  /** by which policies and Services select it; null = nothing can (S5) */
  labels: Labels | null;
  serviceAccount: string;
  node: string;
  healthy: boolean;
  hostNetwork: boolean;
  services: readonly PublishedService[];
  binding: WaypointBinding;
  pod: Pod | null;
}

/** All workloads, pods first. */
export const listWorkloads = ofMesh((mesh: Mesh): readonly Workload[] => {
  const { state } = mesh;
  return [
    ...mesh.pods.all().flatMap((pod) => fromPod(mesh, pod) ?? []),
    ...state.workloadEntries.map((entry) => fromWorkloadEntry(mesh, entry)),
    ...state.serviceEntries.flatMap((entry) => fromServiceEntry(mesh, entry)),
    ...[...mesh.shards.values()].flatMap(({ endpointSlices }) =>
      endpointSlices.flatMap((slice) => fromSlice(mesh, slice)),
    ),
  ];
});

/** S3: a pod; null while it has no address, or after it has finished. */
export function fromPod(mesh: Mesh, pod: Pod): Workload | null {
  if (isFinished(pod) || pod.ips.length === 0 || !pod.ips.every(isIp)) return null;
  const { namespace, name, labels } = pod;
  return {
    uid: `${mesh.state.cluster}//Pod/${namespace}/${name}`,
    kind: 'Pod',
    namespace,
    name,
    addresses: pod.ips,
    hostname: '',
    network: mesh.state.network,
    labels,
    serviceAccount: pod.serviceAccount,
    node: pod.node,
    healthy: pod.ready && pod.deletedAt === null,
    hostNetwork: pod.hostNetwork,
    services: servicesSelecting(mesh, pod),
    binding: waypointOfPod(mesh, pod),
    pod,
  };
}

/** S3: published services that select the pod, and those without a selector whose EndpointSlices name it. */
function servicesSelecting(mesh: Mesh, pod: Pod): PublishedService[] {
  return publishedIn(mesh, pod.namespace).filter((service) => {
    if (hasSelector(service)) return matchesLabels(service.selector ?? {}, pod.labels);
    if (service.source.kind !== 'Service') return false;
    return slicesOf(mesh, service).some((slice) => slice.endpoints.some((endpoint) => endpoint.pod === pod.name));
  });
}

const hasSelector = (service: PublishedService): boolean => Object.keys(service.selector ?? {}).length > 0;

/** S6: labels of the entry itself win over those of its spec. */
export function fromWorkloadEntry(mesh: Mesh, entry: WorkloadEntry): Workload {
  const { namespace, name } = entry;
  const labels = labelsOfEntry(entry);
  const kubernetesToo = isFlagSet(mesh, 'PILOT_ENABLE_K8S_SELECT_WORKLOAD_ENTRIES', true);
  const services = publishedIn(mesh, namespace).filter(
    (service) =>
      hasSelector(service) &&
      (kubernetesToo || service.source.kind === 'ServiceEntry') &&
      matchesLabels(service.selector ?? {}, labels),
  );
  return {
    ...fromSpec(mesh, entry.entry),
    uid: `${mesh.state.cluster}/networking.istio.io/WorkloadEntry/${namespace}/${name}`,
    kind: 'WorkloadEntry',
    namespace,
    name,
    labels,
    services,
    binding: waypointOfEntry(mesh, { namespace, labels }),
  };
}

/** S6, D4: endpoints written into a ServiceEntry; without any, a host that DNS resolves is its own endpoint. */
export function fromServiceEntry(mesh: Mesh, entry: ServiceEntry): Workload[] {
  const services = publishedIn(mesh, entry.namespace).filter((service) => service.source.object === entry);
  const implicit = entry.endpoints.length === 0 && entry.workloadSelector === null && /DNS/.test(entry.resolution);
  const endpoints = implicit ? services.map((service) => ({ ...NO_SPEC, address: service.host })) : entry.endpoints;
  if (services.length === 0) return [];
  const { namespace, name, labels } = entry;
  return endpoints.map((endpoint, i) => ({
    ...fromSpec(mesh, endpoint),
    uid: `${mesh.state.cluster}/networking.istio.io/ServiceEntry/${namespace}/${name}/${endpoint.address}`,
    kind: 'ServiceEntry',
    namespace,
    name,
    // Policies select by the labels of the ServiceEntry, a waypoint is asked for by those of the endpoint.
    labels,
    services: implicit ? [services[i]!] : services,
    binding: implicit ? { state: 'none' } : waypointOfEntry(mesh, { namespace, labels: endpoint.labels }),
  }));
}

const NO_SPEC: WorkloadEntrySpec = {
  address: '',
  ports: {},
  labels: {},
  serviceAccount: '',
  network: '',
  locality: '',
  weight: 0,
};

type FromSpec = Omit<Workload, 'uid' | 'kind' | 'namespace' | 'name' | 'labels' | 'services' | 'binding'>;

function fromSpec(mesh: Mesh, spec: WorkloadEntrySpec): FromSpec {
  const isAddress = isIp(spec.address);
  return {
    addresses: isAddress ? [spec.address] : [],
    hostname: isAddress ? '' : spec.address,
    network: spec.network || mesh.state.network,
    serviceAccount: spec.serviceAccount,
    node: '',
    healthy: true,
    hostNetwork: false,
    pod: null,
  };
}

/** S5: endpoints of a Service that name no pod: plain text, without identity, policies or waypoint. */
export function fromSlice(mesh: Mesh, slice: EndpointSlice): Workload[] {
  const service = publishedIn(mesh, slice.namespace).find(
    (candidate) => candidate.host === hostOf(mesh, { namespace: slice.namespace, name: slice.service }),
  );
  if (slice.addressType === 'FQDN' || service?.source.kind !== 'Service') return [];
  return slice.endpoints.flatMap((endpoint) => {
    const key = endpoint.addresses[0];
    if (endpoint.pod !== '' || key === undefined || !endpoint.addresses.every(isIp)) return [];
    return {
      uid: `${mesh.state.cluster}/discovery.k8s.io/EndpointSlice/${slice.namespace}/${slice.name}/${key}`,
      kind: 'EndpointSlice' as const,
      namespace: slice.namespace,
      name: slice.name,
      addresses: endpoint.addresses,
      hostname: '',
      network: mesh.state.network,
      labels: null,
      serviceAccount: '',
      node: '',
      healthy: endpoint.ready,
      hostNetwork: true,
      services: [service],
      binding: { state: 'none' } as const,
      pod: null,
    };
  });
}
