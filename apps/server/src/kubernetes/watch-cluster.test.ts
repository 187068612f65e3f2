import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeApiServer, refuse, startFakeApiServer } from './fake-api-server.ts';
import type { WatchedKind } from './kinds.ts';
import { PODS, QUICK, until } from './reflector-trial.ts';
import { type ClusterWatch, type WatchClusterOptions, watchCluster } from './watch-cluster.ts';

const KINDS: WatchedKind[] = [
  { kind: 'Namespace', group: '', resource: 'namespaces', versions: ['v1'], namespaced: false },
  { kind: 'Pod', group: '', resource: 'pods', versions: ['v1'], namespaced: true },
  {
    kind: 'Gateway',
    group: 'gateway.networking.k8s.io',
    resource: 'gateways',
    versions: ['v1', 'v1beta1'],
    namespaced: true,
  },
  {
    kind: 'ConfigMap',
    group: '',
    resource: 'configmaps',
    versions: ['v1'],
    namespaced: true,
    names: ['istio', 'coredns'],
  },
];
const NAMESPACES = '/api/v1/namespaces';
const TIMING = { ...QUICK, lookMs: 30, reviewMs: 100, rediscoverMs: 100 };

let server: FakeApiServer;
let folder: string;
let stop: AbortController;

beforeEach(async () => {
  server = await startFakeApiServer([
    '/v1/namespaces',
    '/v1/pods',
    '/v1/configmaps',
    'gateway.networking.k8s.io/v1beta1/gateways',
  ]);
  folder = await mkdtemp(join(tmpdir(), 'hopscope-watch-'));
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await server.close();
  await rm(folder, { recursive: true });
});

async function kubeconfig(url = server.url): Promise<{ path: string }> {
  const path = join(folder, 'config');
  const contexts = [{ name: 'fake', context: { cluster: 'c', user: 'u' } }];
  const users = [{ name: 'u', user: {} }];
  await writeFile(
    path,
    JSON.stringify({ 'current-context': 'fake', clusters: [{ name: 'c', cluster: { server: url } }], users, contexts }),
  );
  return { path };
}

async function watch(more: Partial<WatchClusterOptions<string>> = {}): Promise<ClusterWatch<string>> {
  const watched = await watchCluster<string>({
    kubeconfig: await kubeconfig(),
    kinds: KINDS,
    trim: (_kind, { metadata }) => metadata.name,
    signal: stop.signal,
    timing: TIMING,
    ...more,
  });
  if (!watched.ok) throw new Error(watched.message);
  return watched.value;
}
const stateOf = (cluster: ClusterWatch<string>, kind: string, namespace: string | null = null) =>
  cluster.statuses().find((status) => status.kind === kind && status.namespace === namespace);

describe('watchCluster', () => {
  it('is ready when every kind is, in the versions that are served, and only by the names asked for', async () => {
    server.put('/apis/gateway.networking.k8s.io/v1beta1/gateways', 'waypoint');
    server.put('/api/v1/configmaps', 'istio');
    server.put('/api/v1/configmaps', 'password');
    const cluster = await watch();
    await cluster.ready;
    expect(cluster).toMatchObject({ context: 'fake', server: server.url, version: 'v1.36.1' });
    expect(cluster.objects('Gateway')).toEqual(['waypoint']);
    expect(cluster.objects('ConfigMap')).toEqual(['istio']);
    expect(cluster.statuses().map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'Namespace ok',
      'Pod ok',
      'Gateway ok',
      'ConfigMap ok',
    ]);
    expect(server.asks.some((ask) => ask.path === '/api/v1/configmaps' && !ask.query.has('fieldSelector'))).toBe(false);
  });

  it('tells which kinds changed, in few notices, and hands out the same array until then', async () => {
    const notices: ReadonlySet<string>[] = [];
    const cluster = await watch({ onChange: (kinds) => notices.push(kinds) });
    await cluster.ready;
    await until(() => expect(new Set(notices.flatMap((kinds) => [...kinds])).size).toBe(4));
    notices.length = 0;
    expect(cluster.objects('Pod')).toBe(cluster.objects('Pod'));
    for (let i = 0; i < 50; i++) server.put(PODS, `p${i}`);
    await until(() => expect(cluster.objects('Pod')).toHaveLength(50));
    await new Promise((done) => setTimeout(done, 40));
    expect(new Set(notices.flatMap((kinds) => [...kinds]))).toEqual(new Set(['Pod']));
    expect(notices.length).toBeLessThan(10);
  });

  it('ends every stream with the signal', async () => {
    const cluster = await watch();
    await cluster.ready;
    stop.abort();
    await cluster.done;
    await until(() => expect(server.watches).toHaveLength(0));
  });

  it('says in one sentence that there is no server', async () => {
    const answer = await watchCluster({
      kubeconfig: await kubeconfig('http://127.0.0.1:1'),
      kinds: KINDS,
      trim: () => '',
      signal: stop.signal,
    });
    expect(answer).toMatchObject({
      ok: false,
      message:
        'Cannot reach the API server http://127.0.0.1:1 of context "fake": connection refused. Is the cluster running, and does the kubeconfig point to it?',
    });
  });

  it('reads plain discovery, as of servers before 1.26', async () => {
    const plain: Record<string, unknown> = {
      '/api': { versions: ['v1'] },
      '/apis': {
        groups: [
          { name: 'gateway.networking.k8s.io', versions: [{ version: 'v1beta1' }] },
          { name: 'other', versions: [{ version: 'v1' }] },
        ],
      },
      '/api/v1': { resources: [{ name: 'pods' }, { name: 'namespaces' }] },
      '/apis/gateway.networking.k8s.io/v1beta1': { resources: [{ name: 'gateways' }] },
    };
    server.intercept = (ask, response) => ask.path in plain && Boolean(response.end(JSON.stringify(plain[ask.path])));
    const cluster = await watch();
    await cluster.ready;
    expect(cluster.statuses().map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'unserved']);
    expect(server.asks.some((ask) => ask.path === '/apis/other/v1')).toBe(false);
  });
});

describe('watchCluster and permissions', () => {
  const forbidden = (paths: readonly string[]): void => {
    server.intercept = (ask, response) =>
      paths.includes(ask.path) && refuse(response, 403, 'Forbidden', `forbidden: ${ask.path}`);
  };

  it('falls back to the namespaces it can see, and returns to the whole when allowed', async () => {
    server.put(NAMESPACES, 'shop');
    server.put(NAMESPACES, 'legacy');
    server.put('/api/v1/namespaces/shop/pods', 'mine');
    server.put(PODS, 'everyones');
    forbidden([PODS, '/api/v1/namespaces/legacy/pods']);
    const cluster = await watch();
    await cluster.ready;
    await until(() => expect(cluster.objects('Pod')).toEqual(['mine']));
    expect(stateOf(cluster, 'Pod')).toMatchObject({ state: 'forbidden', permission: { namespace: null } });
    expect(stateOf(cluster, 'Pod', 'shop')).toMatchObject({ state: 'ok', count: 1 });
    expect(stateOf(cluster, 'Pod', 'legacy')).toMatchObject({
      state: 'forbidden',
      permission: { namespace: 'legacy' },
    });
    server.intercept = null;
    await until(() => expect(cluster.objects('Pod')).toEqual(['everyones']));
    expect(cluster.statuses().filter(({ kind }) => kind === 'Pod')).toHaveLength(1);
  });

  it('asks again about open watches, since those outlive their permission', async () => {
    server.put(PODS, 'a');
    const cluster = await watch();
    await cluster.ready;
    server.intercept = (ask, response) => {
      const isPods = ask.path === PODS || ask.body.includes('"pods"');
      if (isPods && ask.path.endsWith('selfsubjectaccessreviews'))
        return Boolean(response.end('{"status":{"allowed":false}}'));
      return isPods && refuse(response, 403, 'Forbidden', 'no longer');
    };
    await until(() =>
      expect(stateOf(cluster, 'Pod')).toMatchObject({ state: 'forbidden', message: 'no longer', count: 1 }),
    );
    expect(stateOf(cluster, 'Gateway')).toMatchObject({ state: 'ok' });
  });

  it('notices a server that fell silent on connections that look alive', async () => {
    const cluster = await watch({ timing: { ...TIMING, graceMs: 50 } });
    await cluster.ready;
    server.intercept = (_ask, response) => Boolean(response.destroy());
    await until(() => expect(stateOf(cluster, 'Pod')).toMatchObject({ state: 'stale' }));
    server.intercept = null;
    await until(() => expect(cluster.statuses().every(({ state }) => state === 'ok')).toBe(true));
  });
});
