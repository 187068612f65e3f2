/** One attempt at keeping a list in sync: what is asked of the server, and what its answers do to the store. */
import type { ApiClient } from './client.ts';
import { acceptFor, apiVersionOf, type KubernetesObject, listPath, type Scope, type WatchedKind } from './kinds.ts';
import { listPages } from './list-pages.ts';
import { failure, type Outcome, success } from './outcome.ts';
import type { ObjectEvent, Replacement, Store } from './store.ts';
import { errorEventFailure, GO_ON, readWatch, type Verdict, type WatchEvent } from './watch-events.ts';

export interface SessionOptions<T> {
  client: ApiClient;
  kind: WatchedKind;
  version: string;
  scope: Scope;
  store: Store<T>;
  signal: AbortSignal;
  /** Seconds after which the server is to end a watch. */
  timeoutSeconds: number;
  /** How long a stream may be silent before its connection counts as dead. */
  idleMs: number;
  /** How long a watch-list may take to say anything new before pages are tried instead. */
  initialIdleMs: number;
  onEvents: (events: readonly ObjectEvent<T>[]) => void;
  /** Called with the resource version that what was heard brings us to. */
  onVersion: (resourceVersion: string) => void;
  /** The list is complete, or the watch is open again. */
  onSynced: () => void;
}

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/** Lists in pages; ok once the store holds the list. */
export async function syncPages<T>(options: SessionOptions<T>): Promise<Outcome<null>> {
  let replacement = options.store.replace();
  const listed = await listPages({
    client: options.client,
    kind: options.kind,
    version: options.version,
    scope: options.scope,
    signal: options.signal,
    onItem: (object) => replacement.add(object),
    onRestart: () => {
      replacement = options.store.replace();
    },
  });
  if (!listed.ok) return listed;
  options.onEvents(replacement.commit());
  options.onVersion(listed.value.resourceVersion);
  options.onSynced();
  return success(null);
}

/** Watches from a resource version until the stream ends (ok) or fails. */
export async function syncWatch<T>(options: SessionOptions<T>, resourceVersion: string): Promise<Outcome<null>> {
  const opened = await openWatch(options, { resourceVersion });
  if (!opened.ok) return opened;
  options.onSynced();
  return readWatch(options.client, opened.value, (event) => apply(options, event));
}

/** Asks for everything and all changes in one stream (watch-list), until the stream ends (ok) or fails. */
export async function syncWatchList<T>(options: SessionOptions<T>): Promise<Outcome<null>> {
  const opened = await openWatch(options, { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' });
  if (!opened.ok) return opened;
  const { value: body } = opened;
  let replacement: Replacement<T> | null = options.store.replace();
  let silent = false;
  const giveUp = (): void => {
    silent = true;
    body.destroy();
  };
  let watchdog: NodeJS.Timeout | null = setTimeout(giveUp, options.initialIdleMs);
  const finish = (): void => {
    if (watchdog !== null) clearTimeout(watchdog);
    watchdog = null;
  };
  const ended = await readWatch(options.client, body, (event) => {
    if (replacement === null) return apply(options, event);
    watchdog?.refresh();
    if (event.type === 'ADDED' || event.type === 'MODIFIED') {
      replacement.add(event.object);
      return GO_ON;
    }
    if (event.type === 'BOOKMARK' && isInitialEnd(event.object)) {
      finish();
      options.onEvents(replacement.commit());
      replacement = null;
      options.onVersion(event.object.metadata.resourceVersion ?? '');
      options.onSynced();
      return GO_ON;
    }
    return event.type === 'ERROR' ? errorEventFailure(event.object) : GO_ON;
  });
  finish();
  if (silent) return failure('refused', 'The API server does not finish a watch-list.');
  if (ended.ok && replacement !== null)
    return failure('unreachable', 'The API server ended a watch-list before it was complete.');
  return ended;
}

function openWatch<T>(options: SessionOptions<T>, query: Record<string, string>) {
  const path = listPath(options.kind, options.version, options.scope, {
    watch: 'true',
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(options.timeoutSeconds),
    ...query,
  });
  return options.client.stream(path, {
    accept: acceptFor(options.kind),
    signal: options.signal,
    timeoutMs: options.idleMs,
  });
}

function apply<T>(options: SessionOptions<T>, event: WatchEvent): Verdict {
  if (event.type === 'ERROR') return errorEventFailure(event.object);
  const { object } = event;
  const { resourceVersion } = object.metadata;
  if (event.type !== 'BOOKMARK') {
    object.kind = options.kind.kind;
    object.apiVersion ??= apiVersionOf(options.kind, options.version);
    const change = event.type === 'DELETED' ? options.store.remove(object) : options.store.upsert(object);
    options.onEvents(change === null ? [] : [change]);
  }
  if (resourceVersion !== undefined) options.onVersion(resourceVersion);
  return GO_ON;
}

function isInitialEnd(object: KubernetesObject): boolean {
  const annotations = object.metadata.annotations as Record<string, string> | undefined;
  return annotations?.[INITIAL_EVENTS_END] === 'true';
}
