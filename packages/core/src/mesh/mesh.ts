/**
 * The state with the look-ups that the rules need. Indexes and results are kept from one state to the next as far as what
 * they rest on is the same (see `reads.ts`), so one changed pod does not index the policies again. For that, whatever may
 * change from state to state is only reached through look-ups that note what was read: the objects of a namespace, and time.
 */
import type { AmbientView, CniReadiness, ComponentVersion } from '../state/component-answers.ts';
import type { ComponentMetrics } from '../state/component-metrics.ts';
import type { EnvoyClusters } from '../state/envoy-clusters.ts';
import type { Gateway, GatewayClass } from '../state/gateway-api.ts';
import type { EndpointSlice, Namespace, Node } from '../state/kubernetes.ts';
import type { ComponentLog } from '../state/logs.ts';
import type { MeshState } from '../state/mesh-state.ts';
import type { ZtunnelDump, ZtunnelReadiness } from '../state/readings.ts';
import { isReadable, type Permission, type SourceStatus } from '../state/source-status.ts';
import { findFormer, remember } from './memory/lineage.ts';
import { concat, type Lookup, perSlice } from './memory/look-up.ts';
import { Memory, newSlot } from './memory/memory.ts';
import { metricRatesIndex, metricsIndex } from './memory/metrics-index.ts';
import {
  ambientIndex,
  clustersIndex,
  cniIndex,
  dumpIndex,
  gatewayClassIndex,
  gatewayIndex,
  logIndex,
  namespaceIndex,
  nodeIndex,
  readinessIndex,
  sourceIndex,
  versionIndex,
} from './memory/object-indexes.ts';
import { indexPods, type PodIndex } from './memory/pod-index.ts';
import { noteRead, unrecorded } from './memory/reads.ts';
import {
  type ControllerIndex,
  type EventIndex,
  indexControllers,
  indexEvents,
  indexServices,
  indexSlices,
  type ServiceIndex,
} from './memory/service-index.ts';
import { isSameList, type Shard, type ShardedSlice, shardState } from './memory/shards.ts';
import { READING_WORDS } from './told/reading-words.ts';

/** What was not read, why, and which permission would give it. */
export interface Gap {
  /** a kind (`Gateway`) or a reading (`ztunnel-config`) */
  source: string;
  scope: string | null;
  why: string;
  permission: Permission | null;
}

export interface Mesh {
  /** All that changes seldom. Pods, Services, slices, controllers and events have look-ups, the time is `takenAt`. */
  readonly state: Omit<MeshState, ShardedSlice | 'takenAt'>;
  /** RFC 3339; who reads it is asked again whenever time has passed */
  readonly takenAt: string;
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly domainSuffix: string;
  /** what the full name of every Service ends with: `.svc.` and the domain */
  readonly serviceSuffix: string;
  readonly revision: string;
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly pods: PodIndex;
  readonly services: ServiceIndex;
  /** EndpointSlices by `namespace/service` */
  readonly slices: Lookup<readonly EndpointSlice[]>;
  readonly controllers: ControllerIndex;
  readonly events: EventIndex;
  readonly gateways: ReadonlyMap<string, Gateway>;
  readonly gatewayClasses: ReadonlyMap<string, GatewayClass>;
  /** by `namespace/pod` of the ztunnel that answered */
  readonly dumps: ReadonlyMap<string, ZtunnelDump>;
  readonly readiness: ReadonlyMap<string, ZtunnelReadiness>;
  /** by the pod that wrote it, of whatever component */
  readonly logs: ReadonlyMap<string, ComponentLog>;
  /** by the pod that counted */
  readonly metrics: ReadonlyMap<string, ComponentMetrics>;
  /** the same per second, of pods that were asked twice */
  readonly metricRates: ReadonlyMap<string, ComponentMetrics>;
  /** by the pod of a waypoint or gateway */
  readonly envoyClusters: ReadonlyMap<string, EnvoyClusters>;
  /** by the pod of istiod */
  readonly versions: ReadonlyMap<string, ComponentVersion>;
  readonly ambientViews: ReadonlyMap<string, AmbientView>;
  /** by the pod of istio-cni */
  readonly cniReadiness: ReadonlyMap<string, CniReadiness>;
  /** by source, then by scope; '' = all */
  readonly sources: ReadonlyMap<string, ReadonlyMap<string, SourceStatus>>;
  /** by namespace: who asks which there are is asked again when one comes or goes; `inEachNamespace` notes each one's content */
  readonly shards: ReadonlyMap<string, Shard>;
  /** the names of the shards in lists that stay the same objects, so that what is found in all of one list is taken over at once */
  readonly chunks: readonly (readonly string[])[];
  readonly memory: Memory;
}

/** The look-ups of a state. Cheap where most is the same as in the state before. */
export function indexMesh(state: MeshState): Mesh {
  const config = state.meshConfig;
  const { alike, last } = findFormer<Mesh>(state);
  const former = alike ?? last;
  const shards = shardState(state, former && { state: former.state, shards: former.mesh.shards });
  const memory = new Memory(alike?.mesh.memory ?? null, former?.mesh.memory ?? null);
  const names = memory.keep('namespaces with objects', [...shards.keys()], isSameList);
  for (const [namespace, shard] of shards) memory.keep(`shard ${namespace}`, shard, () => false);
  const clock = memory.keep('time', { at: state.takenAt }, (a, b) => a.at === b.at);
  const shardOf = (namespace: string): Shard | undefined => {
    const shard = shards.get(namespace);
    noteRead(shard ?? names);
    return shard;
  };
  const mesh: Mesh = {
    state,
    get takenAt() {
      noteRead(clock);
      return state.takenAt;
    },
    rootNamespace: config?.rootNamespace || 'istio-system',
    trustDomain: config?.trustDomain || toldTrustDomain(state.ztunnelDumps) || 'cluster.local',
    domainSuffix: state.domainSuffix || 'cluster.local',
    serviceSuffix: `.svc.${state.domainSuffix || 'cluster.local'}`,
    revision: config ? config.revision : 'default',
    namespaces: namespaceIndex(state.namespaces),
    nodes: nodeIndex(state.nodes),
    pods: indexPods(shards, shardOf, memory),
    services: indexServices(shards, shardOf, memory),
    slices: indexSlices(shardOf),
    controllers: indexControllers(shards, shardOf, memory),
    events: indexEvents(shards, shardOf, memory),
    gateways: gatewayIndex(state.gateways),
    gatewayClasses: gatewayClassIndex(state.gatewayClasses),
    dumps: dumpIndex(state.ztunnelDumps),
    readiness: readinessIndex(state.ztunnelReadiness),
    logs: logIndex(state.logs),
    metrics: metricsIndex(state.componentMetrics),
    metricRates: metricRatesIndex(state.componentMetrics),
    envoyClusters: clustersIndex(state.envoyClusters),
    versions: versionIndex(state.versions),
    ambientViews: ambientIndex(state.ambientViews),
    cniReadiness: cniIndex(state.cniReadiness),
    sources: sourceIndex(state.sources),
    get shards() {
      noteRead(names);
      return shards;
    },
    get chunks() {
      noteRead(names);
      return chunksOf(names);
    },
    memory,
  };
  remember(state, mesh);
  return mesh;
}

/** Remembers what a rule says of one thing of one mesh, and takes it over to the next where what it read is the same. */
export function perMesh<K, V>(compute: (mesh: Mesh, key: K) => V): (mesh: Mesh, key: K) => V {
  const slot = newSlot();
  return (mesh, key) => mesh.memory.recall(slot, compute, mesh, key);
}

/** The same for what is computed once a mesh. */
export function ofMesh<V>(compute: (mesh: Mesh) => V): (mesh: Mesh) => V {
  const slot = newSlot();
  return (mesh) => mesh.memory.recall(slot, compute, mesh, null);
}

/** Remembers what was computed of one mesh and takes nothing over: for what makes parts itself. Nobody reads anything by it. */
export function onlyOfMesh<V>(compute: (mesh: Mesh) => V): (mesh: Mesh) => V {
  const known = new WeakMap<Mesh, V>();
  return (mesh) => {
    let value = known.get(mesh);
    if (value === undefined) {
      value = unrecorded(() => compute(mesh));
      known.set(mesh, value);
    }
    return value;
  };
}

const CHUNK = 24;

const chunksOf = perSlice((names: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(names.length / CHUNK) }, (_, i) => names.slice(i * CHUNK, (i + 1) * CHUNK)),
);

/** Goes through the mesh namespace by namespace; each is asked again only when something it read has changed. */
export function inEachNamespace<T>(find: (mesh: Mesh, part: Shard) => readonly T[]): (mesh: Mesh) => T[] {
  const inNamespace = perMesh((mesh: Mesh, namespace: string) => {
    const shard = mesh.shards.get(namespace);
    if (!shard) return [];
    noteRead(shard);
    return find(mesh, shard);
  });
  const inChunk = perMesh((mesh: Mesh, names: readonly string[]) =>
    concat(names.map((namespace) => inNamespace(mesh, namespace))),
  );
  return (mesh) => concat(mesh.chunks.map((names) => inChunk(mesh, names)));
}

/** S8: the trust domain of workloads as istiod told it to ztunnel; empty is `cluster.local`. Aliases are not told. */
const toldTrustDomain = perSlice((dumps: readonly ZtunnelDump[]): string => {
  for (const { workloads } of dumps)
    for (const { trustDomain } of workloads) if (trustDomain !== '') return trustDomain;
  return '';
});

/** Why absence of such objects (in that namespace) proves nothing; null where the kind was read. */
export function gapOf(mesh: Mesh, source: string, namespace: string | null = null): Gap | null {
  const scopes = mesh.sources.get(source);
  const status = scopes?.get(namespace ?? '') ?? scopes?.get('');
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
  // It stands within a sentence.
  const message = status.message.replace(/\.$/, '');
  return `${what} ${isKind ? 'were' : 'was'} not read${message === '' ? '' : `: ${message}`}`;
}
