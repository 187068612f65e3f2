import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeSnapshot } from '@hopscope/core';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { readSnapshotSettings } from '../snapshots/settings.ts';
import { checkSignature, digestOf } from '../snapshots/signing.ts';
import { createSnapshotAccess, type SnapshotAccess } from '../snapshots/snapshot-access.ts';
import { demoState, serveStates } from './serve-scenario.ts';
import type { App } from './served.ts';

const root = mkdtempSync(join(tmpdir(), 'hopscope-routes-'));
const opened: { app: App; access: SnapshotAccess }[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const { app, access } of opened.splice(0)) {
    await app.close();
    await access.close();
  }
});
afterAll(() => rmSync(root, { recursive: true }));

type Env = Record<string, string>;
const LOGIN: Env = { HOPSCOPE_PRINCIPAL_HEADER: 'X-Forwarded-User', HOPSCOPE_ADMINS: 'root' };

async function serve(env: Env = {}) {
  const folder = mkdtempSync(join(root, 'store-'));
  const settings = readSnapshotSettings({ HOPSCOPE_SNAPSHOTS: folder, ...env });
  if (!settings.ok) throw new Error(settings.reason);
  const said: string[] = [];
  const access = createSnapshotAccess(settings.value, (error) => said.push(error.message));
  const { app, store } = await serveStates(demoState('waypoint'), { snapshots: access });
  opened.push({ app, access });
  const call = (
    method: 'GET' | 'POST' | 'DELETE' | 'HEAD',
    url: string,
    payload?: object,
    who?: string,
    more: Env = {},
  ) =>
    app.inject({
      method,
      url,
      ...(payload ? { payload } : {}),
      headers: { ...(who ? { 'x-forwarded-user': who } : {}), ...more },
    });
  const create = async (body: object = {}, who?: string) => {
    const answer = await call('POST', '/api/v1/snapshots', body, who);
    expect([answer.statusCode, answer.body.slice(0, 300)]).toEqual([201, expect.anything()]);
    const { path, snapshot, revokeToken } = answer.json();
    return {
      path: String(path),
      token: String(path).slice(3),
      id: String(snapshot.id),
      revokeToken: String(revokeToken),
      snapshot,
    };
  };
  const open = (token: string, who?: string) => call('POST', '/api/v1/snapshots/open', { token }, who);
  return { app, store, folder, call, create, open, said };
}

describe('POST /snapshots', () => {
  it('S9: publishes exactly the bytes that were shown', async () => {
    const { call, open } = await serve();
    const preview = (
      await call('POST', '/api/v1/snapshots', { dryRun: true, paths: ['web/frontend -> shop/cart:80'] })
    ).json();
    expect(preview.redaction.replaced.nodes).toBeGreaterThan(0);
    expect(digestOf(preview.document)).toBe(preview.digest);
    const created = (await call('POST', '/api/v1/snapshots', { draft: preview.draft, title: 'x' })).json();
    const { file } = (await open(created.path.slice(3))).json();
    const read = decodeSnapshot(file);
    expect(read.ok && read.snapshot.canonical).toBe(preview.document);
    expect(read.ok && checkSignature(read.snapshot.digest, read.snapshot.signature)).toBe('valid');
    const again = await call('POST', '/api/v1/snapshots', { draft: 'A'.repeat(32) });
    expect(again.json().code).toBe('not-found');
  });

  it('S10, S12: neither the token nor what was redacted is on the disk', async () => {
    const { folder, create, open, app } = await serve();
    const { token, revokeToken } = await create({ profile: 'shape' });
    expect((await open(token)).statusCode).toBe(200);
    await app.inject(`/s/${token}`);
    const disk = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('');
    for (const secret of [token, revokeToken, 'shop/cart', 'node-1', 'frontend']) expect(disk).not.toContain(secret);
  });

  it.each<[string, object, number, string]>([
    ['an unknown field', { secret: 1 }, 400, 'bad-body'],
    ['a path that cannot be read', { paths: ['nonsense'] }, 400, 'bad-endpoint'],
    ['two ways at once', { dryRun: true, draft: 'A'.repeat(32) }, 400, 'bad-body'],
    ['a choice after the preview', { draft: 'A'.repeat(32), profile: 'full' }, 400, 'bad-body'],
    ['links for anyone, which are off', { audience: 'anyone' }, 403, 'snapshot-refused'],
    ['more paths than allowed', { paths: Array.from({ length: 21 }, () => 'a/b -> c/d:1') }, 400, 'bad-body'],
    ['an expiry that is not offered', { expires: '9y' }, 400, 'bad-body'],
    ['sealed bytes that are none', { sealed: '<script>' }, 400, 'bad-body'],
    ['a moment that is not kept', { at: '1' }, 404, 'at-not-kept'],
  ])('refuses %s', async (_what, body, status, code) => {
    const { call } = await serve();
    const answer = await call('POST', '/api/v1/snapshots', body);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('S22: refuses what is too large by its declared and by its actual size', async () => {
    const { call, app } = await serve();
    const declared = await app.inject({
      method: 'POST',
      url: '/api/v1/snapshots',
      headers: { 'content-type': 'application/json', 'content-length': '99999999' },
      payload: '{}',
    });
    expect(declared.statusCode).toBe(413);
    const actual = await call('POST', '/api/v1/snapshots', { sealed: Buffer.alloc(2_200_000, 7).toString('base64') });
    expect([400, 413]).toContain(actual.statusCode);
  });

  it('S23: CVE-2021-27358: who makes too many is slowed down', async () => {
    const { call } = await serve();
    const statuses: number[] = [];
    for (let i = 0; i < 24; i++)
      statuses.push((await call('POST', '/api/v1/snapshots', { sealed: 'QUFB' })).statusCode);
    expect(statuses.slice(0, 20).every((status) => status === 201)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('opening', () => {
  it('CVE-2021-39226: placeholders, empty, encoded and oversized tokens are a wrong token', async () => {
    const { call, create, open } = await serve();
    await create();
    const odd = [':token', ':key', '%3Atoken', '*', '.', '', 'id:', 'undefined', 'A'.repeat(32), 'A'.repeat(290)];
    const answers = await Promise.all(odd.map((token) => open(token)));
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers[0]!.statusCode).toBe(404);
    for (const token of odd.filter((one) => one !== '' && one !== '.')) {
      expect((await call('GET', `/s/${encodeURIComponent(token)}`)).statusCode).toBe(404);
      expect((await call('GET', `/s/${encodeURIComponent(token)}/export.json`)).statusCode).toBe(404);
      expect((await call('DELETE', `/api/v1/snapshots/${encodeURIComponent(token)}`)).statusCode).toBe(404);
    }
    expect((await call('GET', '/api/v1/snapshots')).json().snapshots).toMatchObject([{ state: 'active' }]);
  });

  it('S17: wrong, revoked, paused and foreign are one answer, byte for byte', async () => {
    const { call, create, open } = await serve(LOGIN);
    const [mine, paused, revoked] = [
      await create({ audience: 'me' }, 'ada'),
      await create({}, 'ada'),
      await create({}, 'ada'),
    ];
    await call('POST', `/api/v1/snapshots/${paused.id}/pause`, {}, 'ada');
    await call('DELETE', `/api/v1/snapshots/${revoked.id}`, undefined, 'ada');
    const answers = await Promise.all(
      [mine, paused, revoked, { token: 'A'.repeat(32) }].map(({ token }) => open(token, 'eve')),
    );
    const headersOf = ({ headers }: (typeof answers)[number]) => JSON.stringify({ ...headers, date: '' });
    expect(new Set(answers.map((answer) => `${answer.statusCode} ${answer.body} ${headersOf(answer)}`)).size).toBe(1);
    expect((await open(mine.token, 'ada')).statusCode).toBe(200);
    expect((await open(paused.token, 'ada')).json().detail).toContain('resume it');
  });

  it('S15: for the signed-in, for anyone where that is allowed, and never for nobody', async () => {
    const { create, open } = await serve({ ...LOGIN, HOPSCOPE_SNAPSHOT_ANYONE: 'on' });
    const [signedIn, anyone] = [
      await create({ audience: 'signed-in' }, 'ada'),
      await create({ audience: 'anyone' }, 'ada'),
    ];
    expect((await open(signedIn.token, 'eve')).statusCode).toBe(200);
    expect((await open(signedIn.token)).statusCode).toBe(404);
    const link = await open(anyone.token);
    expect([link.statusCode, link.json().snapshot.owner]).toEqual([200, '']);
  });

  it('S16, S17: an expired one is a tombstone for the signed-in, and nothing for others', async () => {
    const { create, open, call } = await serve({ ...LOGIN, HOPSCOPE_SNAPSHOT_ANYONE: 'on' });
    const { token } = await create({ expires: '1h', title: 'Outage', audience: 'anyone' }, 'ada');
    vi.useFakeTimers({ now: Date.now() + 3_700_000, toFake: ['Date'] });
    const gone = await open(token, 'eve');
    expect([gone.statusCode, gone.json().code]).toEqual([410, 'snapshot-gone']);
    expect(gone.json().detail).toMatch(/"Outage" by ada/);
    expect((await open(token)).statusCode).toBe(404);
    expect((await call('GET', `/s/${token}`)).body).not.toContain('Outage');
  });

  it('a header that no proxy sent names nobody', async () => {
    const { create, open } = await serve({ ...LOGIN, HOPSCOPE_TRUSTED_PROXIES: '127.0.0.1' });
    const { token } = await create({}, 'ada');
    expect((await open(token, 'ada')).statusCode).toBe(200);
    const other = await serve({ ...LOGIN, HOPSCOPE_TRUSTED_PROXIES: '10.0.0.9' });
    const answer = await other.call('POST', '/api/v1/snapshots', { sealed: 'QUFB' }, 'ada');
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'snapshot-refused']);
  });
});

describe('ending', () => {
  it('S13: CVE-2024-1313: the token of the link ends nothing, the secret does, and only of its own', async () => {
    const { call, create, open } = await serve(LOGIN);
    const [one, other] = [await create({}, 'ada'), await create({}, 'ada')];
    const end = (id: string, secret: string) =>
      call('DELETE', `/api/v1/snapshots/${id}`, undefined, undefined, { 'hopscope-revoke-token': secret });
    for (const secret of [one.token, other.revokeToken, '', 'A'.repeat(32)])
      expect((await end(one.id, secret)).statusCode).toBe(404);
    expect((await open(one.token, 'eve')).statusCode).toBe(200);
    expect((await end(one.id, one.revokeToken)).statusCode).toBe(200);
    expect((await open(one.token, 'ada')).statusCode).toBe(404);
  });

  it('CVE-2026-28380: nobody ends, pauses or lists what is another one’s; an administrator does', async () => {
    const { call, create, open } = await serve(LOGIN);
    const { id, token } = await create({}, 'ada');
    for (const [method, url, body] of [
      ['DELETE', `/api/v1/snapshots/${id}`, undefined],
      ['POST', `/api/v1/snapshots/${id}/pause`, {}],
      ['GET', `/api/v1/snapshots/${id}`, undefined],
    ] as const)
      for (const who of ['eve', undefined]) expect((await call(method, url, body, who)).statusCode).toBe(404);
    expect((await call('POST', '/api/v1/snapshots/revoke', { ids: [id] }, 'eve')).json()).toEqual({ revoked: 0 });
    expect((await call('GET', '/api/v1/snapshots?all=true', undefined, 'eve')).json().snapshots).toEqual([]);
    expect((await open(token, 'ada')).statusCode).toBe(200);
    expect((await call('GET', '/api/v1/snapshots?all=true', undefined, 'root')).json().snapshots).toHaveLength(1);
    expect((await call('POST', '/api/v1/snapshots/revoke', { ids: [id] }, 'root')).json()).toEqual({ revoked: 1 });
    expect((await call('POST', `/api/v1/snapshots/${id}/resume`, {}, 'ada')).statusCode).toBe(404);
  });

  it('S14, S19: looking has no effect, opening is counted, and the audit says who', async () => {
    const { call, create, open } = await serve(LOGIN);
    const { id, token } = await create({}, 'ada');
    for (const method of ['GET', 'HEAD'] as const)
      for (let i = 0; i < 3; i++) await call(method, `/s/${token}`, undefined, 'ada');
    const viewsOf = async () => (await call('GET', `/api/v1/snapshots/${id}`, undefined, 'ada')).json().snapshot.views;
    expect(await viewsOf()).toBe(0);
    await open(token, 'eve');
    expect(await viewsOf()).toBe(1);
    expect((await call('DELETE', `/api/v1/snapshots/${id}`, undefined, 'eve')).statusCode).toBe(404);
    const { entries } = (await call('GET', '/api/v1/snapshots/audit', undefined, 'root')).json();
    expect(entries.map(({ what, who }: { what: string; who: string }) => `${what} ${who}`)).toEqual([
      'denied eve',
      'viewed eve',
      'created ada',
    ]);
    expect((await call('GET', '/api/v1/snapshots/audit', undefined, 'eve')).json().entries).toEqual([]);
    expect(JSON.stringify(entries)).not.toContain(token);
  });
});

describe('what leaves', () => {
  it('is kept by no cache, indexed by no engine, and the list tells no hash', async () => {
    const { call, create, open } = await serve();
    const { token } = await create();
    const answers = [
      await call('GET', `/s/${token}`),
      await call('GET', `/s/${token}/export.json`),
      await open(token),
      await call('GET', '/api/v1/snapshots'),
    ];
    for (const { headers, statusCode } of answers) {
      expect(statusCode).toBe(200);
      expect([headers['cache-control'], headers['referrer-policy']]).toEqual(['no-store', 'no-referrer']);
    }
    expect(answers[0]!.headers['x-robots-tag']).toContain('noindex');
    expect(answers[3]!.body).not.toMatch(/tokenHash|revokeHash/);
  });

  it('no failure tells the token to whoever reads the log', async () => {
    const told: string[] = [];
    const { buildApp } = await import('../app.ts');
    const { app, access } = await serve().then(() => opened.at(-1)!);
    expect(app).toBeDefined();
    const broken = { settings: access.settings, open: () => Promise.reject(new Error('disk on fire')) } as never;
    const { store } = await serveStates(demoState('rest'));
    const served = {
      store,
      snapshots: broken,
      version: '0',
      ignored: [],
      demo: null,
      mode: 'bundle',
      label: '',
    } as never;
    const other = await buildApp({
      served,
      webRoot: null,
      loopback: false,
      onError: (error, where) => told.push(`${where} ${error.message}`),
    });
    const answer = await other.inject(`/s/${'T'.repeat(32)}`);
    expect([answer.statusCode, told]).toEqual([500, ['GET /s/:token disk on fire']]);
    expect(answer.body).not.toMatch(/disk|TTT/);
    await other.close();
  });

  it('keeps nothing where snapshots are switched off', async () => {
    const { call } = await serve({ HOPSCOPE_SNAPSHOTS: 'off' });
    for (const url of ['/api/v1/snapshots', `/s/${'A'.repeat(32)}`])
      expect((await call('GET', url)).json()).toMatchObject({ code: 'snapshots-off', status: 503 });
  });
});
