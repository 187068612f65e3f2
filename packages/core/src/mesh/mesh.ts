/**
 * The state with the look-ups that the rules need. An index is kept per slice, by the slice's identity: a new state that
 * reuses a slice reuses its index, so one changed pod does not index the policies again.
 */
import type { Gateway, GatewayClass } from '../state/gateway-api.ts';
import type { EndpointSlice, Namespace, Node, Pod, Service } from '../state/kubernetes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import type { Labels } from '../state/metadata.ts';
import type { ZtunnelDump, ZtunnelReadiness } from '../state/readings.ts';
import { isReadable, type Permission, type SourceStatus } from '../state/source-status.ts';

/** What was not read, why, and which permission would give it. */
export interface Gap {
  /** a kind (`Gateway`) or a reading (`ztunnel-config`) */
  source: string;
  scope: string | null;
  why: string;
  permission: Permission | null;
}

export interface Mesh {
  readonly state: MeshState;
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly domainSuffix: string;
  readonly revision: string;
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly pods: PodIndex;
  readonly services: ServiceIndex;
  /** EndpointSlices by `namespace/service` */
  readonly slices: ReadonlyMap<string, readonly EndpointSlice[]>;
  readonly gateways: ReadonlyMap<string, Gateway>;
  readonly gatewayClasses: ReadonlyMap<string, GatewayClass>;
  /** by `namespace/pod` of the ztunnel that answered */
  readonly dumps: ReadonlyMap<string, ZtunnelDump>;
  readonly readiness: ReadonlyMap<string, ZtunnelReadiness>;
  readonly sources: ReadonlyMap<string, readonly SourceStatus[]>;
}

export interface PodIndex {
  readonly byName: ReadonlyMap<string, Pod>;
  readonly byUid: ReadonlyMap<string, Pod>;
  /** pods that ztunnel finds by address: not host-network, not finished (S3) */
  readonly byIp: ReadonlyMap<string, Pod>;
  readonly byNamespace: ReadonlyMap<string, readonly Pod[]>;
  readonly byNode: ReadonlyMap<string, readonly Pod[]>;
  /** by `namespace/Kind/name` of the workload */
  readonly byWorkload: ReadonlyMap<string, readonly Pod[]>;
  readonly ztunnels: ReadonlyMap<string, readonly Pod[]>;
  readonly cniAgents: ReadonlyMap<string, readonly Pod[]>;
  readonly istiods: readonly Pod[];
  /** pods of waypoints and gateways by `namespace/gateway` */
  readonly byGateway: ReadonlyMap<string, readonly Pod[]>;
}

export interface ServiceIndex {
  readonly byName: ReadonlyMap<string, Service>;
  readonly byNamespace: ReadonlyMap<string, readonly Service[]>;
  readonly byVip: ReadonlyMap<string, Service>;
  /** addresses that look like the Service's but are none in the mesh: load balancer, externalIPs (S1, W14) */
  readonly byOutsideAddress: ReadonlyMap<string, Service>;
}

/** The look-ups of a state. Cheap when slices are shared with an earlier state. */
export function indexMesh(state: MeshState): Mesh {
  const config = state.meshConfig;
  const rootNamespace = config?.rootNamespace || 'istio-system';
  return {
    state,
    rootNamespace,
    trustDomain: config?.trustDomain || 'cluster.local',
    domainSuffix: state.domainSuffix || 'cluster.local',
    revision: config ? config.revision : 'default',
    namespaces: namespaceIndex(state.namespaces),
    nodes: nodeIndex(state.nodes),
    pods: podIndex(state.pods),
    services: serviceIndex(state.services),
    slices: sliceIndex(state.endpointSlices),
    gateways: gatewayIndex(state.gateways),
    gatewayClasses: gatewayClassIndex(state.gatewayClasses),
    dumps: dumpIndex(state.ztunnelDumps),
    readiness: readinessIndex(state.ztunnelReadiness),
    sources: sourceIndex(state.sources),
  };
}

/** Remembers the value computed for a slice as long as somebody holds the slice. */
export function perSlice<S extends object, V>(compute: (slice: S) => V): (slice: S) => V {
  const known = new WeakMap<S, V>();
  return (slice) => {
    let value = known.get(slice);
    if (value === undefined) {
      value = compute(slice);
      known.set(slice, value);
    }
    return value;
  };
}

/** Remembers what a rule says of one thing of one mesh, as long as the mesh is held. */
export function perMesh<K, V>(compute: (mesh: Mesh, key: K) => V): (mesh: Mesh, key: K) => V {
  const known = perSlice((_mesh: Mesh) => new Map<K, V>());
  return (mesh, key) => {
    const values = known(mesh);
    let value = values.get(key);
    if (value === undefined) {
      value = compute(mesh, key);
      values.set(key, value);
    }
    return value;
  };
}

const byName = <T extends { name: string }>(list: readonly T[]) => new Map(list.map((item) => [item.name, item]));
const byKey = <T extends { namespace: string; name: string }>(list: readonly T[]) =>
  new Map(list.map((item) => [`${item.namespace}/${item.name}`, item]));
const byPod = <T extends { pod: string }>(list: readonly T[]) => new Map(list.map((item) => [item.pod, item]));

const namespaceIndex = perSlice((list: readonly Namespace[]) => byName(list));
const nodeIndex = perSlice((list: readonly Node[]) => byName(list));
const gatewayIndex = perSlice((list: readonly Gateway[]) => byKey(list));
const gatewayClassIndex = perSlice((list: readonly GatewayClass[]) => byName(list));
const dumpIndex = perSlice((list: readonly ZtunnelDump[]) => byPod(list));
const readinessIndex = perSlice((list: readonly ZtunnelReadiness[]) => byPod(list));
const sliceIndex = perSlice((list: readonly EndpointSlice[]) =>
  groupBy(list, (slice) => `${slice.namespace}/${slice.service}`),
);
const sourceIndex = perSlice((list: readonly SourceStatus[]) => groupBy(list, (status) => status.source));

/** Lists by key, in the order given. */
export function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** The Gateway a pod belongs to, by the label of today or of before 1.24 (W7); '' when it is none. */
export function gatewayOfPod(pod: Pod): string {
  return gatewayNameIn(pod.labels);
}

/** The same for the labels of any workload. */
export function gatewayNameIn(labels: Labels): string {
  return labels['gateway.networking.k8s.io/gateway-name'] ?? labels['istio.io/gateway-name'] ?? '';
}

/** A pod that ran to its end: ignored by istio-cni and istiod alike (E10). */
export function isFinished(pod: Pod): boolean {
  return pod.phase === 'Succeeded' || pod.phase === 'Failed';
}

const podIndex = perSlice((list: readonly Pod[]): PodIndex => {
  const byIp = new Map<string, Pod>();
  for (const pod of list) {
    if (pod.hostNetwork || isFinished(pod)) continue;
    for (const ip of pod.ips) {
      const other = byIp.get(ip);
      // An address may be handed to a new pod while the old object is still there: the younger living one holds it.
      if (
        !other ||
        other.deletedAt !== null ||
        (pod.deletedAt === null && (pod.createdAt ?? '') > (other.createdAt ?? ''))
      )
        byIp.set(ip, pod);
    }
  }
  const ztunnels = list.filter((pod) => pod.labels['app'] === 'ztunnel');
  const agents = list.filter((pod) => pod.labels['k8s-app'] === 'istio-cni-node');
  return {
    byName: byKey(list),
    byUid: new Map(list.map((pod) => [pod.uid, pod])),
    byIp,
    byNamespace: groupBy(list, (pod) => pod.namespace),
    byNode: groupBy(list, (pod) => pod.node),
    byWorkload: groupBy(list, (pod) => `${pod.namespace}/${pod.workload.kind}/${pod.workload.name}`),
    ztunnels: groupBy(ztunnels, (pod) => pod.node),
    cniAgents: groupBy(agents, (pod) => pod.node),
    istiods: list.filter((pod) => pod.labels['app'] === 'istiod' || pod.labels['istio'] === 'pilot'),
    byGateway: groupBy(
      list.filter((pod) => gatewayOfPod(pod) !== ''),
      (pod) => `${pod.namespace}/${gatewayOfPod(pod)}`,
    ),
  };
});

const serviceIndex = perSlice((list: readonly Service[]): ServiceIndex => {
  const byVip = new Map<string, Service>();
  const byOutsideAddress = new Map<string, Service>();
  for (const service of list) {
    for (const ip of service.clusterIPs) byVip.set(ip, service);
    for (const address of [...service.externalIPs, ...service.loadBalancer]) byOutsideAddress.set(address, service);
  }
  return { byName: byKey(list), byNamespace: groupBy(list, (service) => service.namespace), byVip, byOutsideAddress };
});

/** Why absence of such objects (in that namespace) proves nothing; null where the kind was read. */
export function gapOf(mesh: Mesh, source: string, namespace: string | null = null): Gap | null {
  const statuses = mesh.sources.get(source) ?? [];
  const status =
    statuses.find((s) => s.scope !== null && s.scope === namespace) ?? statuses.find((s) => s.scope === null);
  if (!status) return { source, scope: namespace, why: `${source} was not read`, permission: null };
  if (isReadable(status)) return null;
  return {
    source,
    scope: status.scope,
    why: whyUnread(status),
    permission: status.permission,
  };
}

/** Plain words for a source that was not read; the API server's own words stay with the source's status. */
function whyUnread(status: SourceStatus): string {
  const isKind = /^[A-Z]/.test(status.source);
  const what = isKind
    ? `${status.source} objects${status.scope ? ` in namespace ${status.scope}` : ''}`
    : `${READING_WORDS[status.source] ?? status.source}${status.scope ? ` (${status.scope})` : ''}`;
  if (status.state === 'forbidden') return `${what} may not be ${isKind ? 'listed' : 'read'}`;
  if (status.state === 'syncing') return `${what} ${isKind ? 'are' : 'is'} still being read`;
  return `${what} ${isKind ? 'were' : 'was'} not read${status.message === '' ? '' : `: ${status.message}`}`;
}

/** What a reading tells, for people who do not know its name. */
const READING_WORDS: Readonly<Record<string, string>> = {
  'ztunnel-config': 'what ztunnel serves',
  'ztunnel-ready': 'whether ztunnel calls itself ready',
  'istiod-syncz': 'what istiod has sent to the proxies',
  'waypoint-clusters': 'what the waypoint knows of its services',
};
