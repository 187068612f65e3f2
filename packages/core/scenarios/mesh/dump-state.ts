import { entryAddresses, vipOf } from './emit-services.ts';
import type { MeshPlan, PodPlan } from './plan.ts';
import { backendsOf, hostOf, isHealthy, matches, targetPort } from './plan.ts';
import type { GatewaySpec, MeshSpec, RemoteSpec, ServiceEntrySpec, ServiceSpec } from './spec.ts';
import { bindService, bindWorkload } from './waypoint-binding.ts';
import { policiesOfPod } from './ztunnel-policies.ts';

/** What istiod tells every ztunnel (section 3 of the semantics), in the form of ztunnel's dump. */
export function dumpWorkloads(plan: MeshPlan): Record<string, unknown>[] {
  const pods = plan.pods.filter(
    (pod) => pod.ip !== undefined && pod.workload.told && isDiscovered(plan.spec, pod.namespace),
  );
  return [
    ...pods.map((pod) => dumpPod(plan, pod)),
    apiServer(),
    ...plan.spec.serviceEntries.flatMap((entry) => dumpExternal(entry)),
    ...plan.spec.remotes.map((remote) => dumpRemote(remote)),
  ];
}

/** MC4: all endpoints of a Service in one other network are one workload without an address. */
function dumpRemote({ namespace, name, network, gateway }: RemoteSpec): Record<string, unknown> {
  return {
    uid: `${network}/SplitHorizonWorkload/${namespace}/${name}`,
    name,
    namespace,
    workloadIps: [],
    protocol: 'HBONE',
    networkMode: 'Standard',
    network,
    ...(gateway === undefined
      ? {}
      : { networkGateway: { destination: `${network}/${gateway.address}`, hboneMtlsPort: gateway.port } }),
    serviceAccount: 'default',
    trustDomain: 'cluster.local',
    clusterId: network,
    workloadType: 'pod',
    capacity: 1,
    status: 'Healthy',
    services: [`${namespace}/${hostOf(namespace, name)}`],
  };
}

/** E13: istiod leaves out namespaces its discoverySelectors do not choose. */
function isDiscovered(spec: MeshSpec, namespace: string): boolean {
  const selectors = spec.istio.discoverySelectors;
  const labels = spec.namespaces.find((one) => one.name === namespace)?.labels ?? {};
  return (
    selectors.length === 0 || namespace === 'istio-system' || selectors.some((one) => matches(one.matchLabels, labels))
  );
}

export function workloadUid(pod: PodPlan): string {
  return `Kubernetes//Pod/${pod.namespace}/${pod.name}`;
}

function waypointAddress(gateway: GatewaySpec | undefined) {
  if (gateway === undefined) return {};
  const service = gateway.className === 'istio' ? `${gateway.name}-istio` : gateway.name;
  const destination = `${gateway.namespace}/${hostOf(gateway.namespace, service)}`;
  return { waypoint: { destination, hboneMtlsPort: 15008 } };
}

function dumpPod(plan: MeshPlan, pod: PodPlan): Record<string, unknown> {
  const { spec } = plan;
  const services = spec.services
    .filter((service) => service.namespace === pod.namespace && matches(service.selector, pod.labels))
    .map((service) => `${service.namespace}/${hostOf(service.namespace, service.name)}`);
  const policies = policiesOfPod(spec, pod);
  const zone = spec.nodes.find((node) => node.name === pod.node)?.zone ?? '';
  const waypoint = bindWorkload(spec, { namespace: pod.namespace, labels: { ...pod.labels } });
  return {
    uid: workloadUid(pod),
    name: pod.name,
    namespace: pod.namespace,
    workloadIps: [pod.ip],
    protocol: pod.hbone ? 'HBONE' : 'TCP',
    networkMode: pod.workload.hostNetwork ? 'HostNetwork' : 'Standard',
    serviceAccount: pod.workload.serviceAccount,
    trustDomain: spec.istio.trustDomain,
    clusterId: 'Kubernetes',
    node: pod.node,
    locality: { region: 'region-1', zone, subzone: '' },
    workloadName: pod.workload.name,
    workloadType: 'pod',
    canonicalName: pod.labels['app'] ?? pod.workload.name,
    canonicalRevision: 'latest',
    capacity: 1,
    status: isHealthy(pod) ? 'Healthy' : 'Unhealthy',
    ...(pod.workload.sidecar ? { nativeTunnel: true } : {}),
    ...(services.length > 0 ? { services } : {}),
    ...(policies.length > 0 ? { authorizationPolicies: policies } : {}),
    ...waypointAddress(waypoint),
  };
}

export function dumpServices(plan: MeshPlan): Record<string, unknown>[] {
  const known = plan.spec.services.filter((service) => isDiscovered(plan.spec, service.namespace));
  return [
    ...known.map((service) => dumpService(plan, service)),
    apiServerService(),
    ...plan.spec.serviceEntries.flatMap((entry) => dumpEntry(plan.spec, entry)),
  ];
}

/** L1: the endpoints ztunnel keeps are the healthy pods, or all where the Service publishes unready ones. */
export function endpointsOf(plan: MeshPlan, service: ServiceSpec): PodPlan[] {
  return backendsOf(plan, service).filter((pod) => pod.workload.told && (service.publishNotReady || isHealthy(pod)));
}

function dumpService(plan: MeshPlan, service: ServiceSpec): Record<string, unknown> {
  const endpoints = endpointsOf(plan, service).map((pod) => {
    const port = Object.fromEntries(
      service.ports.flatMap((one) => {
        const target = targetPort(pod, one);
        return target === undefined ? [] : [[String(one.port), target]];
      }),
    );
    return [
      workloadUid(pod),
      { workloadUid: workloadUid(pod), port, status: isHealthy(pod) ? 'Healthy' : 'Unhealthy' },
    ];
  });
  const vip = vipOf(service);
  const near = service.annotations['networking.istio.io/traffic-distribution'] === 'PreferClose';
  return {
    name: service.name,
    namespace: service.namespace,
    hostname: hostOf(service.namespace, service.name),
    vips: vip === undefined ? [] : [`/${vip}`],
    canonical: true,
    visibility: 'Public',
    ipFamilies: 'IPv4',
    subjectAltNames: [],
    ports: Object.fromEntries(
      service.ports.map((port) => {
        const target = port.target ?? port.port;
        return [String(port.port), typeof target === 'number' ? target : 0];
      }),
    ),
    endpoints: Object.fromEntries(endpoints),
    ...(near
      ? {
          loadBalancer: {
            mode: 'Failover',
            routingPreferences: ['Network', 'Region', 'Zone'],
            healthPolicy: 'OnlyHealthy',
          },
        }
      : {}),
    ...(service.publishNotReady
      ? { loadBalancer: { mode: 'Standard', routingPreferences: [], healthPolicy: 'AllowAll' } }
      : {}),
    ...waypointAddress(bindService(plan.spec, service).waypoint),
  };
}

const API_UID = 'Kubernetes/discovery.k8s.io/EndpointSlice/default/kubernetes/10.10.255.250';

function apiServer(): Record<string, unknown> {
  return {
    uid: API_UID,
    name: 'kubernetes',
    namespace: 'default',
    workloadIps: ['10.10.255.250'],
    protocol: 'TCP',
    networkMode: 'HostNetwork',
    serviceAccount: 'default',
    trustDomain: 'cluster.local',
    clusterId: 'Kubernetes',
    workloadType: 'deployment',
    capacity: 1,
    status: 'Healthy',
    services: ['default/kubernetes.default.svc.cluster.local'],
  };
}

function apiServerService(): Record<string, unknown> {
  return {
    name: 'kubernetes',
    namespace: 'default',
    hostname: 'kubernetes.default.svc.cluster.local',
    vips: ['/10.96.0.1'],
    canonical: true,
    visibility: 'Public',
    ipFamilies: 'IPv4',
    subjectAltNames: [],
    ports: { 443: 6443 },
    endpoints: { [API_UID]: { workloadUid: API_UID, port: { 443: 6443 }, status: 'Healthy' } },
  };
}

function externalUid(entry: ServiceEntrySpec, address: string): string {
  return `Kubernetes/networking.istio.io/ServiceEntry/${entry.namespace}/${entry.name}/${address}`;
}

/** The addresses behind a ServiceEntry: listed ones, else its own host, resolved on demand (D4). */
function targetsOf(entry: ServiceEntrySpec): string[] {
  if (entry.resolution === 'NONE') return [];
  return entry.endpoints.length > 0 ? entry.endpoints : entry.hosts.slice(0, 1);
}

function dumpExternal(entry: ServiceEntrySpec): Record<string, unknown>[] {
  return targetsOf(entry).map((address) => ({
    uid: externalUid(entry, address),
    name: entry.name,
    namespace: entry.namespace,
    protocol: 'TCP',
    networkMode: 'Standard',
    ...(/^[\d.]+$/.test(address) ? { workloadIps: [address] } : { hostname: address, workloadIps: [] }),
    serviceAccount: 'default',
    trustDomain: 'cluster.local',
    clusterId: 'Kubernetes',
    workloadType: 'deployment',
    capacity: 1,
    status: 'Healthy',
    services: entry.hosts.map((host) => `${entry.namespace}/${host}`),
  }));
}

function dumpEntry(spec: MeshSpec, entry: ServiceEntrySpec): Record<string, unknown>[] {
  return entry.hosts.map((hostname) => {
    const ports = Object.fromEntries(entry.ports.map((port) => [String(port.number), port.number]));
    return {
      name: entry.name,
      namespace: entry.namespace,
      hostname,
      vips: entryAddresses(entry).map((vip) => `/${vip}`),
      canonical: true,
      visibility: 'Public',
      ipFamilies: 'IPv4',
      subjectAltNames: [],
      ports,
      endpoints: Object.fromEntries(
        targetsOf(entry).map((address) => [
          externalUid(entry, address),
          { workloadUid: externalUid(entry, address), port: ports, status: 'Healthy' },
        ]),
      ),
      ...(entry.resolution === 'NONE'
        ? { loadBalancer: { mode: 'Passthrough', routingPreferences: [], healthPolicy: 'OnlyHealthy' } }
        : {}),
      ...waypointAddress(bindService(spec, entry).waypoint),
    };
  });
}
