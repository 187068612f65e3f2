import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSnapshot } from '@hopscope/core';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { checkSignature, digestOf } from '../snapshots/signing.ts';
import { closeAll, LOGIN, removeAll, serveSnapshots } from './serve-snapshots.ts';

afterEach(async () => {
  vi.useRealTimers();
  await closeAll();
});
afterAll(removeAll);

describe('POST /snapshots', () => {
  it('publishes exactly the bytes that were shown', async () => {
    const { call, open } = await serveSnapshots();
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

  it('neither the token nor what was redacted is on the disk', async () => {
    const { folder, create, open, app } = await serveSnapshots();
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
    const { call } = await serveSnapshots();
    const answer = await call('POST', '/api/v1/snapshots', body);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('refuses what is too large by its declared and by its actual size', async () => {
    const { call, app } = await serveSnapshots();
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

  it('CVE-2021-27358: who makes too many is slowed down', async () => {
    const { call } = await serveSnapshots();
    const statuses: number[] = [];
    for (let i = 0; i < 24; i++)
      statuses.push((await call('POST', '/api/v1/snapshots', { sealed: 'QUFB' })).statusCode);
    expect(statuses.slice(0, 20).every((status) => status === 201)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
  });

  it('CVE-2021-27358: an owner and a namespace have an end, and who is not named makes nothing', async () => {
    const { call, access } = await serveSnapshots({ ...LOGIN, HOPSCOPE_SNAPSHOT_NAMESPACE_MAX: '2' });
    const make = async (who: string | undefined, body: object = {}) => {
      const answer = await call('POST', '/api/v1/snapshots', body, who);
      return [answer.statusCode, answer.json().code];
    };
    expect(await make(undefined)).toEqual([403, 'snapshot-refused']);
    expect(await make(undefined, { dryRun: true })).toEqual([403, 'snapshot-refused']);
    for (const who of ['ada', 'eve']) expect((await make(who, { namespaces: ['shop'] }))[0]).toBe(201);
    expect(await make('bob', { namespaces: ['shop'] })).toEqual([429, 'over-quota']);
    expect(await make('bob')).toEqual([429, 'over-quota']);
    expect((await make('bob', { namespaces: ['web'] }))[0]).toBe(201);
    Object.assign(access.settings.limits, { count: 1 });
    expect(await make('bob', { sealed: 'QUFB' })).toEqual([429, 'over-quota']);
    Object.assign(access.settings.limits, { count: 9, bytes: 2 });
    expect(await make('kim', { sealed: 'QUFB' })).toEqual([429, 'over-quota']);
  });
});

describe('opening', () => {
  it('CVE-2021-39226: placeholders, empty, encoded and oversized tokens are a wrong token', async () => {
    const { call, create, open } = await serveSnapshots();
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

  it('CVE-2021-39226: on every route that takes an id or a token they name nothing', async () => {
    const { call, create, access } = await serveSnapshots();
    const { id } = await create();
    const odd = [
      ':id',
      ':token',
      '%3Aid',
      '%253Aid',
      '%00',
      '*',
      '%2e%2e',
      '__proto__',
      'A'.repeat(16),
      'A'.repeat(299),
    ];
    const byId: [method: 'GET' | 'POST' | 'DELETE', path: string, body?: object][] = [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/pause', {}],
      ['POST', '/resume', {}],
      ['POST', '/title', { title: 'x' }],
      ['POST', '/pin', { reason: 'because' }],
      ['POST', '/unpin', {}],
    ];
    for (const text of odd)
      for (const [method, path, body] of byId)
        expect(
          (await call(method, `/api/v1/snapshots/${text}${path}`, body)).statusCode,
          `${method} ${text}${path}`,
        ).toBe(404);
    const byToken = [...odd, '', ' ', `id:${id}x`, `${id}`, 'id:__proto__', 'A'.repeat(300)];
    for (const token of byToken)
      for (const [path, body] of [
        ['open', { token }],
        ['comment', { token, text: 'x' }],
        ['send', { token }],
      ] as const) {
        const answer = await call('POST', `/api/v1/snapshots/${path}`, body);
        // Too many entries are refused as such before anything is looked for.
        expect([404, 429], `${path} ${token}`).toContain(answer.statusCode);
      }
    for (const token of odd)
      expect((await call('POST', '/api/v1/snapshots/diff', { before: token, after: 'now' })).statusCode).toBe(404);
    for (const path of ['open', 'comment', 'send', 'diff'])
      expect((await call('POST', `/api/v1/snapshots/${path}`, { token: 'A'.repeat(301) })).statusCode).toBe(400);
    const opened = await access.open();
    expect(opened.ok && (await opened.value.desk.store.byId(id))).toMatchObject({
      state: 'active',
      annotations: 0,
      views: 0,
    });
  });

  it('wrong, revoked, paused and foreign are one answer, byte for byte', async () => {
    const { call, create, open } = await serveSnapshots(LOGIN);
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

  it('for the signed-in, for anyone where that is allowed, and never for nobody', async () => {
    const { create, open } = await serveSnapshots({ ...LOGIN, HOPSCOPE_SNAPSHOT_ANYONE: 'on' });
    const [signedIn, anyone] = [
      await create({ audience: 'signed-in' }, 'ada'),
      await create({ audience: 'anyone' }, 'ada'),
    ];
    expect((await open(signedIn.token, 'eve')).statusCode).toBe(200);
    expect((await open(signedIn.token)).statusCode).toBe(404);
    const link = await open(anyone.token);
    expect([link.statusCode, link.json().snapshot.owner]).toEqual([200, '']);
  });

  it('an expired one is a tombstone for the signed-in, and nothing for others', async () => {
    const { create, open, call } = await serveSnapshots({ ...LOGIN, HOPSCOPE_SNAPSHOT_ANYONE: 'on' });
    const { token } = await create({ expires: '1h', title: 'Outage', audience: 'anyone' }, 'ada');
    vi.useFakeTimers({ now: Date.now() + 3_700_000, toFake: ['Date'] });
    const gone = await open(token, 'eve');
    expect([gone.statusCode, gone.json().code]).toEqual([410, 'snapshot-gone']);
    expect(gone.json().detail).toMatch(/"Outage" by ada/);
    expect((await open(token)).statusCode).toBe(404);
    expect((await call('GET', `/s/${token}`)).body).not.toContain('Outage');
  });

  it('a header that no proxy sent names nobody', async () => {
    const { create, open } = await serveSnapshots({ ...LOGIN, HOPSCOPE_TRUSTED_PROXIES: '127.0.0.1' });
    const { token } = await create({}, 'ada');
    expect((await open(token, 'ada')).statusCode).toBe(200);
    const other = await serveSnapshots({ ...LOGIN, HOPSCOPE_TRUSTED_PROXIES: '10.0.0.9' });
    const answer = await other.call('POST', '/api/v1/snapshots', { sealed: 'QUFB' }, 'ada');
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'snapshot-refused']);
  });
});
