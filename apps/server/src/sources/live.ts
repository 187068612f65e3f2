/** A live cluster: every change becomes a new state, soon when it was quiet and not too often when it is not. */
import {
  assembleState,
  emptyState,
  type GroupedSlices,
  KINDS,
  type MeshState,
  type Normalized,
  normalizeObject,
} from '@hopscope/core';
import type { LiveControl } from '../collect/live-control.ts';
import {
  type Collecting,
  type CollectOptions,
  createRequestBudget,
  startCollecting,
} from '../collect/start-collecting.ts';
import type { ClientOptions } from '../kubernetes/client.ts';
import type { ScopedStatus } from '../kubernetes/kind-watch.ts';
import type { KubeconfigOptions } from '../kubernetes/kubeconfig.ts';
import { type ClusterWatch, type WatchClusterOptions, watchCluster } from '../kubernetes/watch-cluster.ts';
import { createPace, type LiveTiming, type Pace, TIMING } from './live-pace.ts';
import { createSlicer } from './live-slices.ts';
import { kindStatuses } from './live-status.ts';
import type { MeshSource } from './source.ts';

export interface LiveOptions {
  kubeconfig?: KubeconfigOptions;
  client?: ClientOptions;
  timing?: Partial<LiveTiming>;
  collect: CollectOptions;
  watch?: Pick<WatchClusterOptions<Normalized>, 'timing' | 'namespaces'>;
}

/** A change of rules is seen at once; that all is reviewed now and then leaves requests for components. */
const WATCH_TIMING = { reviewMs: 60_000 };

const WATCHED_KINDS = KINDS.filter((spec) => spec.gatherOnly !== true);

export interface LiveSource extends MeshSource {
  context(): string | null;
  readonly control: LiveControl;
}

/** A source over the cluster of a kubeconfig, and over what its components answer. */
export function createLiveSource(options: LiveOptions): LiveSource {
  const timing = { ...TIMING, ...options.timing };
  const ending = new AbortController();
  const budget = createRequestBudget(options.collect.requests);
  let cluster: ClusterWatch<Normalized> | null = null;
  let collecting: Collecting | null = null;
  let pace: Pace | null = null;

  return {
    context: () => cluster?.context ?? null,
    control: {
      attention: options.collect.attention,
      want: (pods) => collecting?.want(pods),
      tiers: (statuses) => collecting?.tiers(statuses) ?? [],
    },
    async start(emit) {
      const slice = createSlicer();
      const watched = await watchCluster<Normalized>({
        ...options.watch,
        timing: { ...WATCH_TIMING, ...options.watch?.timing },
        kubeconfig: options.kubeconfig ?? {},
        kinds: WATCHED_KINDS,
        trim: (_kind, raw) => normalizeObject(raw),
        onChange: () => pace?.due(),
        signal: ending.signal,
        client: { ...options.client, onRequest: budget.count },
      });
      if (!watched.ok) {
        await options.collect.reader.close();
        return { ok: false, reason: watched.message };
      }
      const { value: found } = watched;
      cluster = found;
      const collector = startCollecting(found.client, budget.bucket, options.collect, () => pace?.answered());
      collecting = collector;
      pace = createPace(() => emit(stateOf(found, slice, collector)), timing);
      void firstSync(found, timing.firstMs, ending.signal).then(() => pace?.open());
      return { ok: true };
    },
    async stop() {
      pace?.stop();
      await collecting?.stop();
      ending.abort();
      await cluster?.done;
    },
  };
}

/** What was never filled is the same empty list in every state, so that states are seen to be alike. */
const NOTHING: GroupedSlices = Object.fromEntries(
  Object.entries(emptyState('')).filter(([key, value]) => Array.isArray(value) && key !== 'sources'),
);

function stateOf(
  cluster: ClusterWatch<Normalized>,
  slice: ReturnType<typeof createSlicer>,
  collector: Collecting,
): MeshState {
  const statuses = cluster.statuses();
  const hidden = hiddenKinds(statuses);
  const { slices, configs } = slice((kind) => (hidden.has(kind) ? [] : cluster.objects(kind)));
  const { pods, gateways, gatewayClasses, istioGateways } = { ...emptyState(''), ...NOTHING, ...slices };
  const podsSeen = statuses.some(
    ({ kind, namespace, state }) => kind === 'Pod' && namespace === null && state === 'ok',
  );
  collector.follow({ pods, gateways, gatewayClasses, istioGateways }, podsSeen);
  return assembleState({
    takenAt: new Date().toISOString(),
    cluster: cluster.context,
    normalized: configs,
    slices: { ...NOTHING, ...slices, ...collector.slices() },
    sources: [...kindStatuses(statuses), ...collector.statuses()],
  });
}

/** Kinds that may not be seen any more: what was known of them before is no longer shown as known. */
function hiddenKinds(statuses: readonly ScopedStatus[]): Set<string> {
  const seen = new Set(statuses.filter(({ state }) => state === 'ok').map(({ kind }) => kind));
  const forbidden = statuses.filter(({ state, namespace }) => state === 'forbidden' && namespace === null);
  return new Set(forbidden.map(({ kind }) => kind).filter((kind) => !seen.has(kind)));
}

/** Until every kind was tried once, or waiting longer helps nobody. */
async function firstSync(cluster: ClusterWatch<unknown>, ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((done) => {
    timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => done(), { once: true });
  });
  await Promise.race([cluster.ready, late]);
  clearTimeout(timer);
}
