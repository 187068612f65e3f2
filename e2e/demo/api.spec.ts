import { type APIRequestContext, expect } from '@playwright/test';
import { nextEvent } from '../event-stream.ts';
import { test } from '../fixtures.ts';

async function stayIn(request: APIRequestContext, chapter: string): Promise<void> {
  expect((await request.post('/api/v1/demo', { data: { chapter } })).status()).toBe(200);
}

test('describes itself as OpenAPI 3.1, every address of the contract in it', async ({ request }) => {
  const answer = await request.get('/api/v1/openapi.json');
  expect(answer.status()).toBe(200);
  const { openapi, paths } = await answer.json();
  expect(openapi).toMatch(/^3\.1\./);
  const named = ['mesh', 'graph', 'path', 'findings', 'components', 'services', 'sources', 'stream'];
  const wanted = [...named, 'services/{ns}/{name}', 'workloads/{ns}/{name}'].map((path) => `/api/v1/${path}`);
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(wanted));
  for (const path of wanted) expect(paths[path].get.responses['200'], path).toBeDefined();
});

test('every answer says when it was true, which revision it is and how old its sources are', async ({ request }) => {
  await stayIn(request, 'rest');
  for (const path of ['mesh', 'graph', 'findings', 'components', 'services', 'workloads', 'sources']) {
    const answer = await request.get(`/api/v1/${path}`);
    expect(answer.status(), path).toBe(200);
    const { asOf, revision, sources } = await answer.json();
    expect(Date.now() - Date.parse(asOf), path).toBeLessThan(60_000);
    expect(revision, path).toBeGreaterThan(0);
    expect(sources, path).toBeTruthy();
  }
});

test('what a client has is not sent twice', async ({ request }) => {
  await stayIn(request, 'rest');
  const first = await request.get('/api/v1/graph');
  const etag = first.headers()['etag']!;
  expect(etag).toMatch(/"/);
  expect((await request.get('/api/v1/graph', { headers: { 'if-none-match': etag } })).status()).toBe(304);
  await stayIn(request, 'waypoint');
  const changed = await request.get('/api/v1/graph', { headers: { 'if-none-match': etag } });
  expect(changed.status()).toBe(200);
  expect(changed.headers()['etag']).not.toBe(etag);
});

const BAD = [
  { what: 'a target without a port', path: 'path?from=web/frontend&to=shop/cart', status: 400, code: 'bad-endpoint' },
  { what: 'half a question', path: 'path?from=web/frontend', status: 400, code: 'bad-endpoint' },
  { what: 'an unknown parameter', path: 'graph?colour=red', status: 400, code: 'bad-query' },
  { what: 'an unknown namespace', path: 'graph?namespaces=nowhere', status: 404, code: 'unknown-namespace' },
  { what: 'an unknown Service', path: 'services/shop/nothing', status: 404, code: 'unknown-service' },
  { what: 'an unknown address', path: 'everything', status: 404, code: 'not-found' },
] as const;

for (const { what, path, status, code } of BAD) {
  test(`${what} is a problem with a code and a hint`, async ({ request }) => {
    const answer = await request.get(`/api/v1/${path}`);
    expect(answer.status()).toBe(status);
    expect(answer.headers()['content-type']).toContain('application/problem+json');
    const problem = await answer.json();
    expect(problem).toMatchObject({ code, status });
    expect(problem.detail.length).toBeGreaterThan(20);
  });
}

test('a foreign host name is refused', async ({ request }) => {
  const answer = await request.get('/api/v1/mesh', { headers: { host: 'rebound.example' } });
  expect(answer.status()).toBe(421);
  expect((await answer.json()).code).toBe('bad-host');
});

test('three pairs: delivered, blocked with a cause, unknown with a reason', async ({ request }) => {
  await stayIn(request, 'waypoint');
  const ask = async (question: string) => (await request.get('/api/v1/path', { params: { ask: question } })).json();

  const delivered = await ask('shop/cart -> data/orders-db:5432');
  expect(delivered).toMatchObject({ verdict: 'delivered', blame: null, firstBlocker: null });
  expect(delivered.traces[0].hops.map(({ state }: { state: string }) => state)).not.toContain('block');

  const blocked = await ask('web/frontend -> shop/cart:80');
  expect(blocked).toMatchObject({
    verdict: 'blocked',
    blame: 'istio',
    certainty: 'confirmed',
    firstBlocker: { detection: { check: 'waypoint-no-pods', severity: 'broken' } },
  });

  const unknown = await ask('web/checkout -> partner/shipping:80');
  expect(unknown).toMatchObject({ verdict: 'unknown', expected: 'delivered' });
  expect(unknown.notChecked).toContainEqual(
    expect.objectContaining({
      source: 'Gateway',
      scope: 'partner',
      decisive: true,
      permission: { verb: 'list', resource: 'gateways', group: 'gateway.networking.k8s.io', namespace: 'partner' },
    }),
  );
});

test('the stream tells what changed, and nothing twice', async ({ request, baseURL }) => {
  await stayIn(request, 'rest');
  const stream = await fetch(`${baseURL}/api/v1/stream`, { headers: { accept: 'text/event-stream' } });
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  const events = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  const hello = await nextEvent(events, 'hello');
  await stayIn(request, 'waypoint');
  const change = await nextEvent(events, 'change');
  await events.cancel();
  expect(change.data).toMatchObject({ from: hello.data['revision'], counts: { blocked: 15 } });
  expect(change.id).toBe(String(change.data['revision']));
  const links = Object.entries((change.data['links'] as { up: Record<string, { verdict: string }> }).up);
  expect(links.filter(([, { verdict }]) => verdict === 'blocked')).toHaveLength(15);
  expect(links).toHaveLength(15);
});
