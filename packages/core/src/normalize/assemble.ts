/** Puts normalised parts together: one state, every slice in a stable order, so that equal input gives equal output. */
import type { CniConfig, MeshConfig } from '../state/istio.ts';
import type { Controller } from '../state/kubernetes.ts';
import { emptyState, type MeshState, type Slice } from '../state/mesh-state.ts';
import type { SourceStatus } from '../state/source-status.ts';
import type { NormalizedConfig } from './config-maps.ts';
import type { Normalized } from './object.ts';
import { type NormalizedReading, sliceOfReading } from './reading.ts';

/** Slices that the caller has grouped and sorted already; their arrays are taken over as they are. */
export type GroupedSlices = { readonly [S in Exclude<Slice, 'sources'>]?: MeshState[S] };

export interface StateParts {
  takenAt: string;
  cluster: string;
  /** default: what ztunnel was told, else `cluster.local` */
  domainSuffix?: string;
  /** default: the label of the root namespace (MC2) */
  network?: string;
  normalized: Iterable<Normalized>;
  readings?: Iterable<NormalizedReading>;
  sources?: readonly SourceStatus[];
  /** for a live server: a slice that has not changed keeps its array, and with it every index built on it */
  slices?: GroupedSlices;
}

type Buckets = { [S in Slice]?: unknown[] };

/** The state of a mesh from its parts. */
export function assembleState(parts: StateParts): MeshState {
  const { buckets, configs } = group(parts.normalized);
  const sources = [...(parts.sources ?? [])];
  for (const reading of parts.readings ?? []) {
    sources.push(reading.status);
    addReading(buckets, reading);
  }
  const state: MeshState = {
    ...emptyState(parts.takenAt),
    ...sortBuckets(buckets, parts.slices),
    cluster: parts.cluster,
  };
  state.sources = sources.sort(bySource);
  // What an istiod works with is as good as the ConfigMap that it was read from.
  state.meshConfig = chooseMeshConfig(configs, state.controllers) ?? state.istiodMeshes[0]?.config ?? null;
  state.cniConfig = firstOf(configs, 'cniConfig') as CniConfig | null;
  state.ciliumConfig = firstOf(configs, 'ciliumConfig') as Record<string, string> | null;
  state.domainSuffix = parts.domainSuffix ?? domainOf(state);
  state.network = parts.network ?? networkOf(state);
  return state;
}

function group(normalized: Iterable<Normalized>): { buckets: Buckets; configs: NormalizedConfig[] } {
  const buckets: Buckets = {};
  const configs: NormalizedConfig[] = [];
  for (const item of normalized) {
    if (!('config' in item)) push(buckets, item.slice, item.entity);
    else if (item.config !== 'rootCert') configs.push(item);
    else if (item.value) push(buckets, 'rootBundles', item.value);
  }
  return { buckets, configs };
}

function addReading(buckets: Buckets, { status, value, metrics, rates = [] }: NormalizedReading): void {
  const slice = sliceOfReading(status.source);
  if (slice !== undefined && value !== undefined) push(buckets, slice, value);
  if (metrics !== undefined) push(buckets, 'componentMetrics', metrics);
  for (const rate of rates) push(buckets, 'series' in rate ? 'traffic' : 'componentMetrics', rate);
}

function push(buckets: Buckets, slice: Slice, value: unknown): void {
  const bucket = buckets[slice];
  if (bucket === undefined) buckets[slice] = [value];
  else bucket.push(value);
}

function sortBuckets(buckets: Buckets, slices: GroupedSlices = {}): Partial<MeshState> {
  const out: Record<string, readonly unknown[]> = { ...slices };
  for (const [slice, values] of Object.entries(buckets)) {
    const grouped = out[slice];
    out[slice] = sortEntities(grouped === undefined ? values : [...grouped, ...values]);
  }
  return out as Partial<MeshState>;
}

/** A sorted copy: by namespace, name and kind; readings by the pod that answered; plain texts by themselves, once each. */
export function sortEntities<T>(entities: readonly T[]): T[] {
  const sorted = [...entities].sort((a, b) => compare(sortKey(a), sortKey(b)));
  return sorted.filter((entity, i) => typeof entity !== 'string' || entity !== sorted[i - 1]);
}

interface SortKey {
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
}

function sortKey(entity: unknown): SortKey {
  if (typeof entity === 'string') return { namespace: '', name: entity, kind: '' };
  const { namespace = '', name = '', kind = '', pod } = entity as Partial<SortKey> & { pod?: string };
  return { namespace, name: pod ?? name, kind };
}

const compare = (a: SortKey, b: SortKey): number =>
  order(a.namespace, b.namespace) || order(a.name, b.name) || order(a.kind, b.kind);

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const bySource = (a: SourceStatus, b: SourceStatus): number =>
  a.tier - b.tier || order(a.source, b.source) || order(a.scope ?? '', b.scope ?? '');

function firstOf(configs: readonly NormalizedConfig[], kind: NormalizedConfig['config']): unknown {
  const found = configs.filter((config) => config.config === kind);
  return found.sort((a, b) => order(a.namespace, b.namespace) || order(a.name, b.name))[0]?.value ?? null;
}

/** The ConfigMap `istio` of the root namespace; without it the one of a revision that an istiod runs; else any. */
function chooseMeshConfig(configs: readonly NormalizedConfig[], controllers: readonly Controller[]): MeshConfig | null {
  const running = new Set(controllers.filter(isIstiod).map(revisionOf));
  const rank = (config: NormalizedConfig & { config: 'meshConfig' }): number => {
    const isRoot = config.value.rootNamespace === config.namespace;
    if (config.name === 'istio') return isRoot ? 0 : 2;
    return running.has(config.value.revision) ? 1 : 3;
  };
  return (
    configs
      .filter((config) => config.config === 'meshConfig')
      .sort((a, b) => rank(a) - rank(b) || order(a.namespace, b.namespace) || order(a.name, b.name))[0]?.value ?? null
  );
}

const isIstiod = (controller: Controller): boolean =>
  controller.kind === 'Deployment' &&
  (controller.template['app'] === 'istiod' || controller.labels['app'] === 'istiod');

const revisionOf = (controller: Controller): string =>
  controller.labels['istio.io/rev'] ?? controller.env['REVISION'] ?? 'default';

function domainOf(state: MeshState): string {
  return state.ztunnelDumps.find((dump) => dump.clusterDomain !== undefined)?.clusterDomain ?? 'cluster.local';
}

/** MC2: the label of the root namespace; '' without one. */
function networkOf(state: MeshState): string {
  const root = state.meshConfig?.rootNamespace ?? 'istio-system';
  return state.namespaces.find((namespace) => namespace.name === root)?.labels['topology.istio.io/network'] ?? '';
}
