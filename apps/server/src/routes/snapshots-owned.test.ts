import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { buildApp } from '../app.ts';
import { createBodies } from '../store/bodies.ts';
import { demoState, serveStates } from './serve-scenario.ts';
import { closeAll, LOGIN, removeAll, serveSnapshots } from './serve-snapshots.ts';

afterEach(async () => {
  vi.useRealTimers();
  await closeAll();
});
afterAll(removeAll);

describe('ending', () => {
  it('CVE-2024-1313: the token of the link ends nothing, the secret does, and only of its own', async () => {
    const { call, create, open } = await serveSnapshots(LOGIN);
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
    const { call, create, open } = await serveSnapshots(LOGIN);
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

  it('looking has no effect, opening is counted, and the audit says who', async () => {
    const { call, create, open } = await serveSnapshots(LOGIN);
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

it('all that show something of a namespace are ended at once', async () => {
  const { create, call } = await serveSnapshots();
  await create();
  await create({ profile: 'shape' });
  expect((await call('POST', '/api/v1/snapshots/revoke', { namespace: 'nowhere' })).json()).toEqual({ revoked: 0 });
  expect((await call('POST', '/api/v1/snapshots/revoke', { namespace: 'shop' })).json()).toEqual({ revoked: 1 });
});

it('of a namespace one ends one’s own, and an administrator everybody’s', async () => {
  const { create, call } = await serveSnapshots(LOGIN);
  await create({}, 'ada');
  await create({}, 'eve');
  const end = async (who?: string) =>
    (await call('POST', '/api/v1/snapshots/revoke', { namespace: 'shop' }, who)).json().revoked;
  expect([await end(), await end('bob'), await end('eve'), await end('eve'), await end('root')]).toEqual([
    0, 0, 1, 0, 1,
  ]);
});

describe('what leaves', () => {
  it('is kept by no cache, indexed by no engine, and the list tells no hash', async () => {
    const { call, create, open } = await serveSnapshots();
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
    const { access } = await serveSnapshots();
    const broken = { settings: access.settings, open: () => Promise.reject(new Error('disk on fire')) } as never;
    const { store } = await serveStates(demoState('rest'));
    const served = {
      store,
      bodies: createBodies(),
      snapshots: broken,
      embed: null,
      prometheus: null,
      live: null,
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
    const { call } = await serveSnapshots({ HOPSCOPE_SNAPSHOTS: 'off' });
    for (const url of ['/api/v1/snapshots', `/s/${'A'.repeat(32)}`])
      expect((await call('GET', url)).json()).toMatchObject({ code: 'snapshots-off', status: 503 });
  });
});
