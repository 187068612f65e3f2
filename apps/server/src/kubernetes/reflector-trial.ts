/** A reflector on the fake API server, for tests. */
import { vi } from 'vitest';
import { type ApiClient, createClient } from './client.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { fixedCredential } from './credentials.ts';
import { createDiscovery } from './discovery.ts';
import { type FakeApiServer, startFakeApiServer } from './fake-api-server.ts';
import type { KindStatus } from './kind-status.ts';
import type { WatchedKind } from './kinds.ts';
import { type Reflector, type ReflectorOptions, startReflector } from './reflector.ts';
import type { ObjectEvent } from './store.ts';

const POD: WatchedKind = { kind: 'Pod', group: '', resource: 'pods', versions: ['v1'], namespaced: true };
export const PODS = '/api/v1/pods';
/** Waits short enough for tests. */
export const QUICK = {
  firstMs: 10,
  minMs: 20,
  maxMs: 100,
  graceMs: 300,
  batchMs: 5,
  pollMs: 50,
  forbiddenMs: 50,
  unservedMs: 50,
};

export interface Run {
  reflector: Reflector<string>;
  events: ObjectEvent<string>[];
  batches: number;
  statuses: KindStatus[];
}

export interface Trial {
  server: FakeApiServer;
  client: ApiClient;
  stop: AbortController;
  /** Starts a reflector of pods that keeps their names. */
  start(more?: Partial<ReflectorOptions<string>>): Promise<Run>;
  end(): Promise<void>;
}

/** Access to the fake server, as a kubeconfig would give it. */
export function fakeAccess(server: FakeApiServer): ClusterAccess {
  return {
    context: 'test',
    server: server.url,
    namespace: null,
    inCluster: false,
    tls: { ca: null, insecure: false, serverName: null },
    credentials: fixedCredential({ authorization: null, certificate: null }),
  };
}

/** A fake server and a client of it. */
export async function startTrial(): Promise<Trial> {
  const server = await startFakeApiServer(['/v1/pods']);
  const client = createClient(fakeAccess(server), { connectTimeoutMs: 500 });
  const stop = new AbortController();
  return {
    server,
    client,
    stop,
    async start(more = {}) {
      const discovery = createDiscovery(client, [POD]);
      await discovery.refresh();
      const run = { events: [] as ObjectEvent<string>[], statuses: [] as KindStatus[], batches: 0 };
      const reflector = startReflector<string>({
        client,
        discovery,
        kind: POD,
        signal: stop.signal,
        trim: (raw) => raw.metadata.name,
        onEvents: (events) => {
          run.events.push(...events);
          run.batches += 1;
        },
        onStatus: (status) => run.statuses.push(status),
        timing: QUICK,
        ...more,
      });
      return Object.assign(run, { reflector });
    },
    async end() {
      stop.abort();
      await client.close();
      await server.close();
    },
  };
}

export const names = (run: Run): string[] => [...run.reflector.values()].sort();
export const state = (run: Run): string => run.reflector.status().state;
export const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 4_000, interval: 5 });
