/** Keeps one kind (or the part of it within a scope) in sync with the API server. */
import type { ApiClient } from './client.ts';
import type { Discovery } from './discovery.ts';
import { createEventBatch, type EventBatch } from './event-batch.ts';
import { isSettled, type KindStatus } from './kind-status.ts';
import { type KubernetesObject, permissionFor, type Scope, type WatchedKind } from './kinds.ts';
import type { Failure, Outcome } from './outcome.ts';
import { createNap, type Gate, type Nap } from './pacing.ts';
import { createStatusTracker, type StatusTracker } from './reflector-status.ts';
import { createStore, type ObjectEvent, type Store } from './store.ts';
import {
  createProgress,
  type Decision,
  type Phase,
  type Progress,
  type ReflectorTiming,
  TIMING,
} from './sync-progress.ts';
import { type SessionOptions, syncPages, syncWatch, syncWatchList } from './sync-session.ts';

export interface ReflectorOptions<T> {
  client: ApiClient;
  discovery: Discovery;
  kind: WatchedKind;
  /** Only this namespace; all when absent. */
  namespace?: string | null;
  /** Only objects of this name; all when absent. */
  name?: string | null;
  /** Pure: what is kept of an object; null for nothing. */
  trim: (raw: KubernetesObject) => T | null;
  /** Changes, in order, coalesced over `batchMs`. */
  onEvents: (events: readonly ObjectEvent<T>[]) => void;
  /** Each transition of the status, after the changes that led to it. */
  onStatus: (status: KindStatus) => void;
  signal: AbortSignal;
  /** Limits how many reflectors make their first sync at once. */
  gate?: Gate | undefined;
  timing?: Partial<ReflectorTiming> | undefined;
}

export interface Reflector<T> {
  readonly kind: WatchedKind;
  readonly scope: Scope;
  status(): KindStatus;
  values(): IterableIterator<T>;
  /** metadata.name of what is held. */
  names(): IterableIterator<string>;
  /** Tries again at once, where it is waiting to, and with the best way of syncing. */
  retry(): void;
  /** Something hints that the stream is dead or no longer allowed: it is opened again. */
  suspect(): void;
  /** Resolves when the signal has ended everything. */
  readonly done: Promise<void>;
}

interface Parts<T> extends Omit<ReflectorOptions<T>, 'timing'> {
  scope: Scope;
  timing: ReflectorTiming;
  store: Store<T>;
  batch: EventBatch<T>;
  status: StatusTracker;
  progress: Progress;
  nap: Nap;
  /** The attempt that is running. */
  session: AbortController;
}

/**
 * Starts keeping a kind in sync: by a watch-list stream, else by pages and a watch, else (where watching is forbidden) by
 * pages every half minute. Lost streams are taken up where they ended, or listed anew when the server has forgotten that
 * point. It never throws and never gives up before `signal`; how well it does is the status.
 */
export function startReflector<T>(options: ReflectorOptions<T>): Reflector<T> {
  const parts = assemble(options);
  const { nap, progress, signal, status, store } = parts;
  const stop = (): void => {
    parts.session.abort();
    nap.wake();
  };
  signal.addEventListener('abort', stop, { once: true });
  return {
    kind: options.kind,
    scope: parts.scope,
    status: status.current,
    values: () => store.values(),
    names: () => store.names(),
    retry() {
      if (progress.mode === 'poll') progress.restart();
      nap.wake();
    },
    suspect: () => parts.session.abort(),
    done: run(parts).finally(() => signal.removeEventListener('abort', stop)),
  };
}

function assemble<T>(options: ReflectorOptions<T>): Parts<T> {
  const timing = { ...TIMING, ...options.timing };
  const store = createStore(options.trim);
  const batch = createEventBatch(options.onEvents, timing.batchMs);
  const status = createStatusTracker({
    counts: () => ({ count: store.size, skipped: store.skipped }),
    onStatus: (next) => {
      batch.flush();
      options.onStatus(next);
    },
    graceMs: timing.graceMs,
  });
  const scope = { namespace: options.namespace ?? null, name: options.name ?? null };
  const progress = createProgress(timing, Math.random, Date.now);
  return {
    ...options,
    scope,
    timing,
    store,
    batch,
    status,
    progress,
    nap: createNap(),
    session: new AbortController(),
  };
}

async function run<T>(parts: Parts<T>): Promise<void> {
  const { gate, nap, signal, status, batch } = parts;
  const leave = await gate?.enter();
  while (!signal.aborted) {
    const waitMs = await step(parts, leave);
    if (isSettled(status.current().state)) leave?.();
    if (waitMs > 0 && !signal.aborted) await nap.sleep(waitMs);
  }
  leave?.();
  status.stop();
  batch.flush();
}

/** One attempt; returns how long to wait before the next. */
async function step<T>(parts: Parts<T>, leave: (() => void) | undefined): Promise<number> {
  const { discovery, kind, progress, signal, status, timing } = parts;
  const version = discovery.version(kind);
  if (version === null) {
    parts.batch.add(parts.store.clear());
    progress.restart();
    status.unserved();
    return timing.unservedMs;
  }
  const phase = progress.phase();
  const outcome = await attempt(parts, version, phase, leave);
  if (signal.aborted) return 0;
  if (!outcome.ok && parts.session.signal.aborted) {
    status.lost();
    return 0;
  }
  const decision = progress.ended(phase, outcome);
  if (!outcome.ok && outcome.reason === 'not-found') {
    // The kind may be gone, or served in another version only.
    await discovery.refresh();
    if (discovery.version(kind) !== version) return 0;
  }
  tell(parts, decision, outcome);
  return decision.waitMs;
}

function attempt<T>(
  parts: Parts<T>,
  version: string,
  phase: Phase,
  leave: (() => void) | undefined,
): Promise<Outcome<null>> {
  const { progress, status, timing } = parts;
  parts.session = new AbortController();
  progress.began();
  const request: SessionOptions<T> = {
    client: parts.client,
    kind: parts.kind,
    version,
    scope: parts.scope,
    store: parts.store,
    signal: parts.session.signal,
    timeoutSeconds: Math.max(1, Math.round((timing.streamMs * (1 + Math.random())) / 1000)),
    idleMs: timing.idleMs,
    initialIdleMs: timing.initialIdleMs,
    onEvents: (events) => parts.batch.add(events),
    onVersion: (next) => {
      status.heard();
      progress.reached(next);
    },
    onSynced: () => {
      progress.synced();
      status.ok(progress.mode);
      leave?.();
    },
  };
  if (phase === 'watch') return syncWatch(request, progress.resourceVersion ?? '');
  return phase === 'watch-list' ? syncWatchList(request) : syncPages(request);
}

function tell<T>(parts: Parts<T>, decision: Decision, outcome: Outcome<null>): void {
  const { kind, scope, status } = parts;
  if (decision.verdict === 'lost') status.lost();
  if (outcome.ok) return;
  if (decision.verdict === 'forbidden') status.forbidden(outcome satisfies Failure, permissionFor(kind, 'list', scope));
  if (decision.verdict === 'failed') status.failed(outcome);
}
