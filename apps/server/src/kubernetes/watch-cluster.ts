/** A whole cluster kept in sync: a reflector for each kind of a table. */
import { setMaxListeners } from 'node:events';
import { type AccessTiming, troubled, watchAccess } from './access-watch.ts';
import type { ApiClient, ClientOptions } from './client.ts';
import { connectCluster } from './connect.ts';
import { createDiscovery, type Discovery } from './discovery.ts';
import { type KindWatch, type ScopedStatus, startKindWatch } from './kind-watch.ts';
import type { KubernetesObject, WatchedKind } from './kinds.ts';
import type { KubeconfigOptions } from './kubeconfig.ts';
import { type Outcome, success } from './outcome.ts';
import { createGate } from './pacing.ts';
import { type Reflector, startReflector } from './reflector.ts';
import type { ReflectorTiming } from './sync-progress.ts';

export interface WatchClusterOptions<T> {
  kubeconfig?: KubeconfigOptions;
  kinds: readonly WatchedKind[];
  /** Pure: what is kept of an object of a kind; null for nothing. Raw objects are not retained. */
  trim: (kind: string, raw: KubernetesObject) => T | null;
  /** Which kinds' objects or statuses changed; coalesced over 20 ms. */
  onChange?: (kinds: ReadonlySet<string>) => void;
  signal: AbortSignal;
  /** Namespaces to read where the whole cluster is forbidden; by default the first 25 there are, else the context's own. */
  namespaces?: readonly string[] | undefined;
  client?: ClientOptions;
  timing?: Partial<ReflectorTiming & AccessTiming & { rediscoverMs: number }>;
}

export interface ClusterWatch<T> {
  /** For further requests to the same server: proxies, logs, port-forwards. */
  readonly client: ApiClient;
  readonly context: string;
  readonly server: string;
  /** The API server's version, where it tells. */
  readonly version: string | null;
  /** Resolves once every kind's first attempt is over: ok, forbidden, unserved or failed. */
  readonly ready: Promise<void>;
  /** The current objects of a kind; the same array until they change. */
  objects(kind: string): readonly T[];
  /** One for each kind, and one more for each namespace where only namespaces can be read. */
  statuses(): ScopedStatus[];
  /** Resolves when the signal has ended everything. */
  readonly done: Promise<void>;
}

const CHANGE_MS = 20;
const FIRST_SYNCS = 8;
const NAMESPACES_TRIED = 25;
const REDISCOVER_MS = 60_000;
/** A new kind is announced a little after its definition appears. */
const AFTER_DEFINITION_MS = [300, 2_000] as const;

/** Connects and keeps every kind in sync until the signal. Fails with one sentence when there is no server to talk to. */
export async function watchCluster<T>(options: WatchClusterOptions<T>): Promise<Outcome<ClusterWatch<T>>> {
  const connected = await connectCluster(options.kubeconfig ?? {}, options.client);
  if (!connected.ok) return connected;
  const { client, namespace, version } = connected.value;
  const discovery = createDiscovery(client, options.kinds);
  const discovered = await discovery.refresh();
  if (!discovered.ok) {
    await client.close();
    return discovered;
  }
  const cluster = startKinds(options, client, discovery, namespace);
  return success({ client, context: client.context, server: client.server, version, ...cluster });
}

function startKinds<T>(options: WatchClusterOptions<T>, client: ApiClient, discovery: Discovery, own: string | null) {
  const { signal, timing } = options;
  const watches = new Map<string, KindWatch<T>>();
  const cache = new Map<string, T[]>();
  const gate = createGate(FIRST_SYNCS);
  // Every reflector listens to it.
  setMaxListeners(0, signal);
  const ends: Promise<void>[] = [];
  let settled: () => void = () => {};
  const ready = new Promise<void>((done) => {
    settled = done;
  });
  const reflectors = (): Reflector<T>[] => [...watches.values()].flatMap((watch) => watch.reflectors());
  const notices = collectNotices((kinds) => options.onChange?.(kinds));
  const touch = (kind: string): void => {
    cache.delete(kind);
    notices.add(kind);
    offerNamespaces(watches, options.namespaces, own);
    if (watches.size === options.kinds.length && [...watches.values()].every((watch) => watch.isSettled())) settled();
  };
  const rediscovery = keepDiscovering(discovery, reflectors, timing?.rediscoverMs ?? REDISCOVER_MS);

  for (const kind of options.kinds) {
    const start = (
      scope: { namespace: string | null; name: string | null },
      stop: AbortSignal,
      onStatus: () => void,
    ): Reflector<T> => {
      const reflector = startReflector<T>({
        client,
        discovery,
        kind,
        ...scope,
        gate,
        timing,
        signal: stop,
        trim: (raw) => options.trim(kind.kind, raw),
        onEvents: () => {
          touch(kind.kind);
          if (kind.resource === 'customresourcedefinitions') rediscovery.soon();
        },
        onStatus: ({ state }) => {
          // One stream is back, so the server is: the others need not wait for their turn.
          if (state === 'ok') for (const other of troubled(reflectors())) other.retry();
          onStatus();
        },
      });
      ends.push(reflector.done);
      return reflector;
    };
    watches.set(kind.kind, startKindWatch<T>({ kind, start, signal, onChange: () => touch(kind.kind) }));
  }
  const done = watchAccess({ client, reflectors, signal, timing }).then(async () => {
    rediscovery.stop();
    notices.stop();
    await Promise.all(ends);
    await client.close();
  });
  const objects = (kind: string): readonly T[] => {
    const held = cache.get(kind) ?? watches.get(kind)?.values() ?? [];
    cache.set(kind, held);
    return held;
  };
  return { ready, done, objects, statuses: () => [...watches.values()].flatMap((watch) => watch.statuses()) };
}

/** Namespaces to fall back to: those configured, else those that can be seen, else the context's own. */
function offerNamespaces<T>(
  watches: ReadonlyMap<string, KindWatch<T>>,
  configured: readonly string[] | undefined,
  own: string | null,
): void {
  const narrowed = [...watches.values()].filter((watch) => watch.isNarrowed());
  if (narrowed.length === 0) return;
  let namespaces = configured;
  if (namespaces === undefined || namespaces.length === 0) {
    const seen =
      [...watches.values()].find(({ kind }) => kind.group === '' && kind.resource === 'namespaces')?.names() ?? [];
    namespaces = seen.length > 0 ? seen.slice(0, NAMESPACES_TRIED) : own === null ? [] : [own];
  }
  for (const watch of narrowed) watch.offer(namespaces);
}

function collectNotices(tell: (kinds: ReadonlySet<string>) => void) {
  let waiting = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  return {
    add(kind: string) {
      waiting.add(kind);
      timer ??= setTimeout(() => {
        const kinds = waiting;
        waiting = new Set();
        timer = null;
        tell(kinds);
      }, CHANGE_MS);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Looks regularly, and soon after a definition changed, whether kinds became served. */
function keepDiscovering(discovery: Discovery, reflectors: () => readonly Reflector<unknown>[], everyMs: number) {
  const look = async (): Promise<void> => {
    const unserved = reflectors().filter((reflector) => reflector.status().state === 'unserved');
    if (unserved.length === 0) return;
    const refreshed = await discovery.refresh();
    if (refreshed.ok && refreshed.value) for (const reflector of unserved) reflector.retry();
  };
  const interval = setInterval(() => void look(), everyMs);
  let soon: NodeJS.Timeout[] = [];
  return {
    soon() {
      for (const timer of soon) clearTimeout(timer);
      soon = AFTER_DEFINITION_MS.map((ms) => setTimeout(() => void look(), ms));
    },
    stop() {
      clearInterval(interval);
      for (const timer of soon) clearTimeout(timer);
    },
  };
}
