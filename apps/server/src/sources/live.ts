/** A live cluster: every change becomes a new state, soon when it was quiet and not too often when it is not. */
import { assembleState, KINDS, type MeshState, type Normalized, normalizeObject } from '@hopscope/core';
import type { ClientOptions } from '../kubernetes/client.ts';
import type { ScopedStatus } from '../kubernetes/kind-watch.ts';
import type { KubeconfigOptions } from '../kubernetes/kubeconfig.ts';
import { type ClusterWatch, type WatchClusterOptions, watchCluster } from '../kubernetes/watch-cluster.ts';
import { createSlicer } from './live-slices.ts';
import { liveStatuses } from './live-status.ts';
import type { MeshSource } from './source.ts';

export interface LiveOptions {
  kubeconfig?: KubeconfigOptions;
  client?: ClientOptions;
  timing?: Partial<LiveTiming>;
  watch?: Pick<WatchClusterOptions<Normalized>, 'timing' | 'namespaces'>;
}

/** All in milliseconds. */
export interface LiveTiming {
  /** from a change to a state, after quiet */
  soonMs: number;
  /** between states while much changes */
  pauseMs: number;
  /** what is true for long becomes a failure without any change: so often it is looked at again */
  refreshMs: number;
  /** the first state comes by then, complete or not */
  firstMs: number;
}

const TIMING: LiveTiming = { soonMs: 30, pauseMs: 250, refreshMs: 10_000, firstMs: 15_000 };

const WATCHED_KINDS = KINDS.filter((spec) => spec.gatherOnly !== true);

/** A source over the cluster of a kubeconfig. */
export function createLiveSource(options: LiveOptions = {}): MeshSource & { context(): string | null } {
  const timing = { ...TIMING, ...options.timing };
  const ending = new AbortController();
  let cluster: ClusterWatch<Normalized> | null = null;
  let pace: Pace | null = null;

  return {
    context: () => cluster?.context ?? null,
    async start(emit) {
      const slice = createSlicer();
      const watched = await watchCluster<Normalized>({
        ...options.watch,
        kubeconfig: options.kubeconfig ?? {},
        kinds: WATCHED_KINDS,
        trim: (_kind, raw) => normalizeObject(raw),
        onChange: () => pace?.due(),
        signal: ending.signal,
        ...(options.client === undefined ? {} : { client: options.client }),
      });
      if (!watched.ok) return { ok: false, reason: watched.message };
      const { value: found } = watched;
      cluster = found;
      pace = createPace(() => emit(stateOf(found, slice)), timing);
      void firstSync(found, timing.firstMs, ending.signal).then(() => pace?.open());
      return { ok: true };
    },
    async stop() {
      pace?.stop();
      ending.abort();
      await cluster?.done;
    },
  };
}

function stateOf(cluster: ClusterWatch<Normalized>, slice: ReturnType<typeof createSlicer>): MeshState {
  const statuses = cluster.statuses();
  const hidden = hiddenKinds(statuses);
  const { slices, configs } = slice((kind) => (hidden.has(kind) ? [] : cluster.objects(kind)));
  return assembleState({
    takenAt: new Date().toISOString(),
    cluster: cluster.context,
    normalized: configs,
    slices,
    sources: liveStatuses(statuses),
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

interface Pace {
  /** Something changed. */
  due(): void;
  /** From here on it emits; the first time at once. */
  open(): void;
  stop(): void;
}

/** Calls `emit` a moment after the first change, then at most every pause, and now and then without any change. */
function createPace(emit: () => void, { soonMs, pauseMs, refreshMs }: LiveTiming): Pace {
  let isOpen = false;
  let lastAt = 0;
  let tookMs = 0;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  /** A state that takes long to judge leaves three quarters of the time for requests. */
  const pauseAfter = (): number => Math.max(pauseMs, 3 * tookMs);
  const plan = (ms: number): void => {
    timer = setTimeout(fire, ms);
  };
  const fire = (): void => {
    if (stopped) return;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const begunAt = Date.now();
    emit();
    lastAt = Date.now();
    tookMs = lastAt - begunAt;
  };
  const refresh = setInterval(() => {
    if (isOpen && timer === null && Date.now() - lastAt >= refreshMs / 2) fire();
  }, refreshMs);
  return {
    due() {
      if (isOpen && timer === null && !stopped) plan(Math.max(soonMs, lastAt + pauseAfter() - Date.now()));
    },
    open() {
      isOpen = true;
      fire();
    },
    stop() {
      stopped = true;
      clearInterval(refresh);
      if (timer !== null) clearTimeout(timer);
    },
  };
}
