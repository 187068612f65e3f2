import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiClient, createClient } from './client.ts';
import { type FakeApiServer, refuse, startFakeApiServer } from './fake-api-server.ts';
import { gatherObjects } from './gather.ts';
import type { WatchedKind } from './kinds.ts';
import { fakeAccess, PODS } from './reflector-trial.ts';

const KINDS: WatchedKind[] = [
  { kind: 'Pod', group: '', resource: 'pods', versions: ['v1'], namespaced: true },
  { kind: 'Namespace', group: '', resource: 'namespaces', versions: ['v1'], namespaced: false },
  { kind: 'Secret', group: '', resource: 'secrets', versions: ['v1'], namespaced: true },
  { kind: 'Absent', group: 'example.com', resource: 'absents', versions: ['v1'], namespaced: true },
];

let server: FakeApiServer;
let client: ApiClient;

beforeEach(async () => {
  server = await startFakeApiServer(['/v1/pods', '/v1/namespaces', '/v1/secrets']);
  client = createClient(fakeAccess(server));
});
afterEach(async () => {
  await client.close();
  await server.close();
});

describe('gatherObjects', () => {
  it('lists everything in pages, without what nobody needs, and tells how far it is', async () => {
    server.put('/api/v1/namespaces', 'shop');
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', kept: 'yes' };
    for (let i = 0; i < 600; i++) {
      const pod = server.put(PODS, `p${i}`);
      Object.assign(pod.metadata, { managedFields: [{}], annotations });
    }
    const progress: string[] = [];
    const gathered = await gatherObjects({
      client,
      kinds: KINDS,
      onProgress: (p) => progress.push(`${p.index}/${p.total} ${p.kind} ${p.objects}`),
    });
    if (!gathered.ok) throw new Error(gathered.message);
    expect(gathered.value.unread).toEqual([]);
    expect(gathered.value.objects).toHaveLength(601);
    expect(gathered.value.objects[1]).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'p0',
        namespace: 'default',
        uid: 'uid-p0',
        resourceVersion: expect.any(String),
        annotations: { kept: 'yes' },
      },
    });
    expect(progress[0]).toBe('1/4 Namespace 0');
    expect(progress.at(-1)).toBe('4/4 Absent 601');
  });

  it('never asks for the data of Secrets', async () => {
    await gatherObjects({ client, kinds: KINDS });
    const accepts = server.asks.filter((ask) => ask.path === '/api/v1/secrets').map((ask) => ask.headers.accept);
    expect(accepts).toEqual(['application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1']);
  });

  it('reads what it may, namespace by namespace, and lists what it may not', async () => {
    server.put('/api/v1/namespaces', 'shop');
    server.put('/api/v1/namespaces', 'legacy');
    server.put('/api/v1/namespaces/shop/pods', 'mine');
    const denied = [PODS, '/api/v1/namespaces/legacy/pods'];
    server.intercept = (ask, response) =>
      denied.includes(ask.path) && refuse(response, 403, 'Forbidden', `no: ${ask.path}`);
    const gathered = await gatherObjects({ client, kinds: KINDS });
    expect(gathered).toMatchObject({
      ok: true,
      value: {
        unread: [
          { kind: 'Pod', namespace: null, code: 'forbidden', message: 'no: /api/v1/pods' },
          { kind: 'Pod', namespace: 'legacy', code: 'forbidden', message: 'no: /api/v1/namespaces/legacy/pods' },
        ],
      },
    });
    expect(gathered.ok && gathered.value.objects.map(({ metadata }) => metadata.name)).toEqual([
      'shop',
      'legacy',
      'mine',
    ]);
  });

  it('gives up when the server is gone, and goes on when one kind fails', async () => {
    server.intercept = (ask, response) =>
      ask.path === PODS && refuse(response, 500, 'InternalError', 'conversion webhook failed');
    expect(await gatherObjects({ client, kinds: KINDS })).toMatchObject({
      ok: true,
      value: { unread: [{ kind: 'Pod', code: 'server-error' }] },
    });
    server.intercept = (ask, response) => ask.path === PODS && Boolean(response.destroy());
    expect(await gatherObjects({ client, kinds: KINDS })).toMatchObject({ ok: false, reason: 'unreachable' });
  });
});
