import type { KubeObject } from '../bundle.ts';
import { shiftTime } from './clock.ts';
import { autoAddress, serviceAddress, suffixOf, uidOf } from './identity.ts';
import type { MeshPlan, PodPlan } from './plan.ts';
import { backendsOf, isHealthy, matches, targetPort } from './plan.ts';
import type { MeshSpec, ServiceEntrySpec, ServiceSpec } from './spec.ts';
import { bindService } from './waypoint-binding.ts';

/** Services with their EndpointSlices. */
export function emitServices(plan: MeshPlan): KubeObject[] {
  return [
    ...plan.spec.services.flatMap((service) => [emitService(plan.spec, service), emitSlice(plan, service)]),
    ...apiServer(),
  ];
}

export function vipOf(service: ServiceSpec): string | undefined {
  return service.headless ? undefined : serviceAddress(service.slot);
}

function emitService(spec: MeshSpec, service: ServiceSpec): KubeObject {
  const address = vipOf(service) ?? 'None';
  const { condition } = bindService(spec, service);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: service.name,
      namespace: service.namespace,
      ...(Object.keys(service.labels).length > 0 ? { labels: service.labels } : {}),
      ...(Object.keys(service.annotations).length > 0 ? { annotations: service.annotations } : {}),
      ...gatewayOwner(service),
    },
    spec: {
      type: service.type,
      clusterIP: address,
      clusterIPs: [address],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      sessionAffinity: 'None',
      ...(Object.keys(service.selector).length > 0 ? { selector: service.selector } : {}),
      ...(service.publishNotReady ? { publishNotReadyAddresses: true } : {}),
      ports: service.ports.map((port) => ({
        name: port.name ?? `p-${port.port}`,
        port: port.port,
        targetPort: port.target ?? port.port,
        protocol: port.protocol ?? 'TCP',
        ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
      })),
    },
    status: {
      loadBalancer:
        service.loadBalancer === undefined ? {} : { ingress: [{ ip: service.loadBalancer, ipMode: 'VIP' }] },
      ...(condition === undefined
        ? {}
        : { conditions: [{ type: 'istio.io/WaypointBound', ...condition, lastTransitionTime: spec.bornAt }] }),
    },
  };
}

function gatewayOwner(service: ServiceSpec) {
  if (service.gateway === undefined) return {};
  const uid = uidOf('Gateway', service.namespace, service.gateway);
  return {
    ownerReferences: [{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', name: service.gateway, uid }],
  };
}

function emitSlice(plan: MeshPlan, service: ServiceSpec): KubeObject {
  const pods = backendsOf(plan, service);
  const ports = service.ports.flatMap((port) => {
    const target = pods.map((pod) => targetPort(pod, port)).find((one) => one !== undefined);
    return target === undefined
      ? []
      : [{ name: port.name ?? `p-${port.port}`, port: target, protocol: port.protocol ?? 'TCP' }];
  });
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    addressType: 'IPv4',
    metadata: {
      name: `${service.name}-${suffixOf(`slice/${service.namespace}/${service.name}`, 5)}`,
      namespace: service.namespace,
      generation: 1,
      annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': lastChange(plan, service) },
      labels: {
        ...service.labels,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': service.name,
        ...(service.headless ? { 'service.kubernetes.io/headless': '' } : {}),
      },
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'Service',
          name: service.name,
          uid: uidOf('Service', service.namespace, service.name),
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    endpoints: pods.length === 0 ? null : pods.map((pod) => emitEndpoint(plan.spec, service, pod)),
    ports: pods.length === 0 ? null : ports,
  };
}

/** When a pod of the Service last came, went or changed its readiness. */
function lastChange(plan: MeshPlan, service: ServiceSpec): string {
  const { takenAt, bornAt } = plan.spec;
  const owners = plan.spec.workloads.filter(
    (one) => one.namespace === service.namespace && matches(service.selector, { ...one.selector, ...one.podLabels }),
  );
  const scaled = owners.flatMap((one) => (one.scaledAgo === undefined ? [] : [shiftTime(takenAt, -one.scaledAgo)]));
  const changed = plan.pods.filter((pod) => owners.includes(pod.workload)).map((pod) => pod.changedAt);
  return [bornAt, ...scaled, ...changed].toSorted().at(-1) ?? bornAt;
}

function emitEndpoint(spec: MeshSpec, service: ServiceSpec, pod: PodPlan) {
  const terminating = pod.state === 'terminating';
  const zone = spec.nodes.find((node) => node.name === pod.node)?.zone;
  return {
    addresses: [pod.ip],
    conditions: { ready: service.publishNotReady || isHealthy(pod), serving: pod.ready, terminating },
    ...(pod.node === undefined ? {} : { nodeName: pod.node }),
    targetRef: { kind: 'Pod', name: pod.name, namespace: pod.namespace, uid: pod.uid },
    ...(zone === undefined ? {} : { zone }),
  };
}

/** The API server: a Service without selector whose slice is written by hand. */
function apiServer(): KubeObject[] {
  const labels = { component: 'apiserver', provider: 'kubernetes' };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kubernetes', namespace: 'default', labels },
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.96.0.1',
        clusterIPs: ['10.96.0.1'],
        internalTrafficPolicy: 'Cluster',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        sessionAffinity: 'None',
        ports: [{ name: 'https', port: 443, targetPort: 6443, protocol: 'TCP' }],
      },
      status: { loadBalancer: {} },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      addressType: 'IPv4',
      metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      endpoints: [{ addresses: ['10.10.255.250'], conditions: { ready: true } }],
      ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
    },
  ];
}

/** D3: the addresses of a ServiceEntry, its own or allocated by istiod. */
export function entryAddresses(entry: ServiceEntrySpec): string[] {
  if (entry.addresses.length > 0) return entry.addresses;
  const wild = entry.hosts.some((host) => host.startsWith('*'));
  return entry.resolution === 'NONE' || wild ? [] : [autoAddress(entry.slot)];
}

export function emitServiceEntries(spec: MeshSpec): KubeObject[] {
  return spec.serviceEntries.map((entry) => {
    const { condition } = bindService(spec, entry);
    const allocated = entry.addresses.length > 0 ? [] : entryAddresses(entry);
    const status = {
      ...(allocated.length > 0 ? { addresses: allocated.map((value) => ({ host: entry.hosts[0], value })) } : {}),
      ...(condition === undefined
        ? {}
        : { conditions: [{ type: 'istio.io/WaypointBound', ...condition, lastTransitionTime: spec.bornAt }] }),
    };
    return {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: {
        name: entry.name,
        namespace: entry.namespace,
        generation: 1,
        ...(Object.keys(entry.labels).length > 0 ? { labels: entry.labels } : {}),
      },
      spec: {
        hosts: entry.hosts,
        ports: entry.ports,
        resolution: entry.resolution,
        location: entry.location,
        ...(entry.addresses.length > 0 ? { addresses: entry.addresses } : {}),
        ...(entry.endpoints.length > 0 ? { endpoints: entry.endpoints.map((address) => ({ address })) } : {}),
      },
      ...(Object.keys(status).length > 0 ? { status } : {}),
    };
  });
}
