/** S3, S5, S6: the workloads that istiod gives to ztunnel: pods, WorkloadEntries, endpoints written into ServiceEntries and EndpointSlices. */
import type { ServiceEntry, WorkloadEntry, WorkloadEntrySpec } from '../../state/istio.ts';
import type { EndpointSlice, Pod } from '../../state/kubernetes.ts';
import { canonicalIp } from '../address/ip.ts';
import { isDiscovered } from '../enrolment/discovery.ts';
import { isSeenConfig } from '../enrolment/seen-config.ts';
import { isFinished } from '../memory/pod-addresses.ts';
import { inEachNamespace, type Mesh, ofMesh } from '../mesh.ts';
import { type NetworkGateway, networkGateways } from '../multicluster/network-gateway.ts';
import { waypointOfEntry, waypointOfPod } from '../waypoint/waypoint.ts';
import { workloadNameOfEntry, workloadNameOfPod } from './canonical-name.ts';
import { localityOfNode, splitLocality } from './locality.ts';
import { publishedFor } from './published-services.ts';
import { labelsOfEntry, serviceOfSlice, servicesSelectingEntry, servicesSelectingPod } from './selection.ts';
import { identityOf, publishedTrustDomain, tunnelOf, type Workload } from './workload.ts';

const fromSlices = inEachNamespace((mesh, { endpointSlices }) =>
  endpointSlices.flatMap((slice) => fromSlice(mesh, slice)),
);

/** All workloads, pods first. */
export const listWorkloads = ofMesh((mesh: Mesh): readonly Workload[] => {
  const { state } = mesh;
  return [
    ...mesh.pods.all().flatMap((pod) => fromPod(mesh, pod) ?? []),
    ...state.workloadEntries.flatMap((entry) => fromWorkloadEntry(mesh, entry) ?? []),
    ...state.serviceEntries.flatMap((entry) => fromServiceEntry(mesh, entry)),
    ...fromSlices(mesh),
    ...networkGateways(mesh).map((found) => fromNetworkGateway(mesh, found)),
  ];
});

/** S3: a pod; null while it has no address, after it has finished, and where istiod does not look (E13). */
export function fromPod(mesh: Mesh, pod: Pod): Workload | null {
  if (isFinished(pod) || pod.ips.length === 0 || !isDiscovered(mesh, pod.namespace)) return null;
  const addresses = pod.ips.map(canonicalIp);
  if (addresses.includes(null)) return null;
  const { namespace, name, labels } = pod;
  return {
    uid: `${mesh.state.cluster}//Pod/${namespace}/${name}`,
    kind: 'Pod',
    namespace,
    name,
    addresses: addresses as string[],
    hostname: '',
    network: mesh.state.network,
    serviceAccount: pod.serviceAccount,
    node: pod.node,
    locality: localityOfNode(mesh, pod.node),
    healthy: pod.ready && pod.deletedAt === null,
    hostNetwork: pod.hostNetwork,
    ...identityOf(mesh, pod, labels, workloadNameOfPod(pod)),
    capacity: 0,
    applicationTunnel: tunnelOf(mesh, pod),
    services: servicesSelectingPod(mesh, pod),
    binding: waypointOfPod(mesh, pod),
    pod,
    ports: { kind: 'pod', pod },
  };
}

/** S6: labels of the entry itself win over those of its spec. Null for another revision's (S7), and where istiod does not look. */
export function fromWorkloadEntry(mesh: Mesh, entry: WorkloadEntry): Workload | null {
  const { namespace, name } = entry;
  if (!isSeenConfig(mesh, entry)) return null;
  const labels = labelsOfEntry(entry);
  return {
    uid: `${mesh.state.cluster}/networking.istio.io/WorkloadEntry/${namespace}/${name}`,
    kind: 'WorkloadEntry',
    namespace,
    name,
    ...fromSpec(entry.entry, entry.entry.network || mesh.state.network),
    ...identityOf(mesh, entry, labels, workloadNameOfEntry(entry, labels)),
    applicationTunnel: tunnelOf(mesh, { namespace, labels }),
    services: servicesSelectingEntry(mesh, entry),
    binding: waypointOfEntry(mesh, { namespace, labels }),
  };
}

/** S6, D4: endpoints written into a ServiceEntry; without any, a host that DNS resolves is its own endpoint. */
export function fromServiceEntry(mesh: Mesh, entry: ServiceEntry): Workload[] {
  const services = publishedFor(mesh, entry);
  const implicit = entry.endpoints.length === 0 && entry.workloadSelector === null && /DNS/.test(entry.resolution);
  const endpoints = implicit ? services.map((service) => ({ ...NO_SPEC, address: service.host })) : entry.endpoints;
  if (services.length === 0) return [];
  const { namespace, name } = entry;
  let network = mesh.state.network;
  return endpoints.map((endpoint, i) => {
    // istiod keeps the network of an endpoint for those that follow it without one.
    network = endpoint.network || network;
    const asked = { namespace, labels: endpoint.labels };
    return {
      uid: `${mesh.state.cluster}/networking.istio.io/ServiceEntry/${namespace}/${name}/${endpoint.address}`,
      kind: 'ServiceEntry',
      namespace,
      name,
      ...fromSpec(endpoint, network),
      // Policies select by the labels of the ServiceEntry, a waypoint is asked for by those of the endpoint.
      ...identityOf(mesh, entry, entry.labels, name),
      applicationTunnel: implicit ? null : tunnelOf(mesh, asked),
      services: implicit ? [services[i]!] : services,
      binding: implicit ? { state: 'none' } : waypointOfEntry(mesh, asked),
    };
  });
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

/** S6: what an entry says of its address; always healthy. */
function fromSpec(spec: WorkloadEntrySpec, network: string) {
  const address = canonicalIp(spec.address);
  return {
    addresses: address === null ? [] : [address],
    hostname: address === null ? spec.address : '',
    network,
    serviceAccount: spec.serviceAccount,
    node: '',
    locality: splitLocality(spec.locality),
    healthy: true,
    hostNetwork: false,
    capacity: spec.weight,
    pod: null,
    ports: { kind: 'spec' as const, spec },
  };
}

/** S5: endpoints of a Service that name no pod: plain text, without identity, policies or waypoint; each address once. Others may share it. */
export function fromSlice(mesh: Mesh, slice: EndpointSlice): Workload[] {
  const service = serviceOfSlice(mesh, slice);
  if (!service) return [];
  const seen = new Set<string>();
  return slice.endpoints.flatMap((endpoint) => {
    const key = endpoint.addresses[0];
    if (endpoint.pod !== '' || key === undefined || seen.has(key)) return [];
    seen.add(key);
    const addresses = endpoint.addresses.map(canonicalIp);
    if (addresses.includes(null)) return [];
    return {
      kind: 'EndpointSlice',
      ...NOTHING_KNOWN,
      hostNetwork: true,
      uid: `${mesh.state.cluster}/discovery.k8s.io/EndpointSlice/${slice.namespace}/${slice.name}/${key}`,
      namespace: slice.namespace,
      name: slice.name,
      addresses: addresses as string[],
      network: mesh.state.network,
      cluster: mesh.state.cluster,
      trustDomain: publishedTrustDomain(mesh),
      healthy: endpoint.ready,
      services: [service],
      ports: { kind: 'slice', slice },
    };
  });
}

/** MC4: the gateway of another network, as the workload that the network of others points to. */
function fromNetworkGateway(mesh: Mesh, found: NetworkGateway): Workload {
  const uid = `NetworkGateway/${found.network}/${found.address}/${found.port}`;
  const address = canonicalIp(found.address);
  return {
    uid,
    ...NOTHING_KNOWN,
    kind: 'NetworkGateway',
    namespace: found.gateway.namespace,
    name: uid,
    addresses: address === null ? [] : [address],
    hostname: address === null ? found.address : '',
    network: found.network,
    cluster: '',
    trustDomain: publishedTrustDomain(mesh),
    serviceAccount: found.serviceAccount,
    healthy: true,
    services: [],
    ports: { kind: 'none' },
  };
}

const NOTHING_KNOWN = {
  hostname: '',
  labels: null,
  serviceAccount: '',
  node: '',
  locality: null,
  hostNetwork: false,
  protocol: 'TCP',
  nativeTunnel: false,
  type: '',
  workloadName: '',
  canonicalName: '',
  canonicalRevision: '',
  capacity: 0,
  applicationTunnel: null,
  binding: { state: 'none' },
  pod: null,
} as const;
