import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { buildPublicApp } from './public-app.ts';
import { closeAll, LOGIN, removeAll, serveSnapshots } from './routes/serve-snapshots.ts';

const web = mkdtempSync(join(tmpdir(), 'hopscope-public-'));
for (const folder of ['assets', 'viewer', 'embed']) mkdirSync(join(web, folder));
for (const file of [
  'index.html',
  'assets/app-AAAAAAAA.js',
  'viewer/viewer.js',
  'viewer/viewer.css',
  'embed/embed.html',
])
  writeFileSync(join(web, file), '<!doctype html><html><head></head><body>page</body></html>');

const opened: { close: () => Promise<unknown> }[] = [];
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
  await closeAll();
});
afterAll(() => {
  removeAll();
  rmSync(web, { recursive: true });
});

async function servePublic(env: Record<string, string>) {
  const inner = await serveSnapshots(env);
  const app = await buildPublicApp({ snapshots: inner.access, version: '0', webRoot: web, loopback: false });
  opened.push(app);
  const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers });
  return { ...inner, app, post };
}

const ANYONE = { HOPSCOPE_SNAPSHOT_ANYONE: 'on' };

describe('the second port', () => {
  it('has links of snapshots, and every other route of the application is nowhere', async () => {
    const { app, call, create } = await servePublic(ANYONE);
    const { id, token } = await create({ audience: 'anyone' });
    const { paths } = (await call('GET', '/api/v1/openapi.json')).json();
    const described = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
    );
    const more = ['/', '/path', '/snapshots', '/index.html', '/viewer/viewer.js', '/embed/embed.html', '/embed/v1/map'];
    const others = ['/healthz', '/readyz', '/metrics', '/api', '/api/v1', '/api/v1/openapi.json', '/s', '/s/'];
    const all = [...described, ...[...more, ...others].map((path) => ['GET', path] as const)];
    expect(described.length).toBeGreaterThan(30);
    const answering: string[] = [];
    for (const [method, path] of all) {
      const url = path.replace('{id}', id).replace(/\{\w+\}/g, 'shop');
      const answer = await app.inject({
        method: method as 'GET',
        url,
        ...(method === 'POST' ? { payload: { token } } : {}),
      });
      if (answer.statusCode !== 404) answering.push(`${method} ${path} ${answer.statusCode}`);
    }
    expect(answering).toEqual(['POST /api/v1/snapshots/open 200', 'POST /api/v1/snapshots/diff 400']);
    for (const url of [`/s/${token}`, `/s/${token}/export.json`, '/assets/app-AAAAAAAA.js'])
      expect((await app.inject(url)).statusCode).toBe(200);
    for (const url of [
      '/assets/',
      '/assets/../index.html',
      '/assets/%2e%2e/index.html',
      '/assets/..%2fviewer/viewer.js',
    ])
      expect((await app.inject(url)).statusCode, url).toBeGreaterThanOrEqual(400);
  });

  it('without a login everybody there is a stranger, and not the one person of the other port', async () => {
    const { create, post } = await servePublic(ANYONE);
    const [anyone, signedIn, mine] = [
      await create({ audience: 'anyone' }),
      await create({ audience: 'signed-in' }),
      await create({ audience: 'me' }),
    ];
    const statusOf = async (token: string) => (await post('/snapshots/open', { token })).statusCode;
    expect([await statusOf(anyone.token), await statusOf(signedIn.token), await statusOf(mine.token)]).toEqual([
      200, 404, 404,
    ]);
    expect(await statusOf(`id:${anyone.id}`)).toBe(404);
  });

  it('with a login people are who the proxy says, but nobody is an administrator', async () => {
    const { create, post } = await servePublic({ ...LOGIN, ...ANYONE });
    const [signedIn, mine] = [await create({}, 'ada'), await create({ audience: 'me' }, 'ada')];
    const open = async (token: string, who: string) =>
      (await post('/snapshots/open', { token }, { 'x-forwarded-user': who })).statusCode;
    expect([await open(signedIn.token, 'eve'), await open(mine.token, 'ada')]).toEqual([200, 200]);
    expect([await open(mine.token, 'root'), await open(`id:${mine.id}`, 'root')]).toEqual([404, 404]);
  });

  it('compares two links, and never with the mesh as it is now', async () => {
    const { create, post } = await servePublic(ANYONE);
    const [before, after] = [await create({ audience: 'anyone' }), await create({ audience: 'anyone' })];
    expect((await post('/snapshots/diff', { before: before.token, after: after.token })).statusCode).toBe(200);
    for (const body of [
      { before: before.token, after: 'now' },
      { before: 'now', after: after.token },
    ])
      expect((await post('/snapshots/diff', body)).statusCode).toBe(404);
  });
});
