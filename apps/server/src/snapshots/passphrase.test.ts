import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { closeAll, LOGIN, removeAll, serveSnapshots } from '../routes/serve-snapshots.ts';

afterEach(async () => {
  vi.useRealTimers();
  await closeAll();
});
afterAll(removeAll);

const WORD = 'korrekt häst 7';

it('a passphrase is asked for besides the link, from its owner and its administrators too', async () => {
  const { create, open, call } = await serveSnapshots(LOGIN);
  const { token, id, snapshot } = await create({ passphrase: WORD, title: 'Locked' }, 'ada');
  expect(snapshot).toMatchObject({ locked: true });
  for (const who of ['ada', 'eve', 'root']) {
    const answer = await open(token, who);
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'passphrase-needed']);
    expect((await open(`id:${id}`, who)).statusCode).toBe(who === 'eve' ? 404 : 401);
  }
  const wrong = await open(token, 'eve', 'korrekt hast 7');
  expect([wrong.statusCode, wrong.json().code]).toEqual([401, 'passphrase-wrong']);
  // As another keyboard writes it: a letter and its two dots apart.
  expect((await open(token, 'eve', WORD.normalize('NFD'))).statusCode).toBe(200);
  const views = (await call('GET', `/api/v1/snapshots/${id}`, undefined, 'ada')).json().snapshot.views;
  expect(views).toBe(1);
  const diff = (passphrase?: string) =>
    call(
      'POST',
      '/api/v1/snapshots/diff',
      { before: token, after: 'now', ...(passphrase ? { passphrase } : {}) },
      'eve',
    );
  expect((await diff()).statusCode).toBe(401);
  expect((await diff(WORD)).statusCode).toBe(200);
});

it('no GET gives away what is locked: page, tags and exports', async () => {
  const { create, call } = await serveSnapshots(LOGIN);
  const { path } = await create({ passphrase: WORD, title: 'Locked' }, 'ada');
  const page = await call('GET', path, undefined, 'eve');
  expect(page.statusCode).toBe(200);
  expect(page.body).not.toMatch(/og:|Locked|shop/);
  for (const form of ['export.json', 'export.html', 'export.svg', 'export.png', 'preview.png']) {
    const answer = await call('GET', `${path}/${form}?passphrase=${encodeURIComponent(WORD)}`, undefined, 'eve');
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'passphrase-needed']);
  }
});

it('is asked of nobody whom the snapshot is not for, and tells them nothing', async () => {
  const { create, open } = await serveSnapshots(LOGIN);
  const { token } = await create({ passphrase: WORD, audience: 'me' }, 'ada');
  for (const passphrase of [undefined, WORD, 'wrong wrong'])
    expect((await open(token, 'eve', passphrase)).body).toBe((await open('A'.repeat(32), 'eve')).body);
});

it('cannot be tried often, by one or by many, and right ones are not counted', async () => {
  const { create, open, call } = await serveSnapshots(LOGIN);
  const { token, id } = await create({ passphrase: WORD }, 'ada');
  for (let i = 0; i < 12; i++) expect((await open(token, 'ada', WORD)).statusCode).toBe(200);
  const tries: number[] = [];
  for (let i = 0; i < 10; i++) tries.push((await open(token, 'eve', `wrong ${i} wrong`)).statusCode);
  expect([tries.slice(0, 8).every((status) => status === 401), tries.at(-1)]).toEqual([true, 429]);
  expect((await open(token, 'eve', WORD)).statusCode).toBe(429);
  expect((await open(token, 'ada', WORD)).statusCode).toBe(200);
  const many: number[] = [];
  for (let i = 0; i < 40; i++) many.push((await open(token, `eve-${i}`, 'wrong wrong')).statusCode);
  expect(many.at(-1)).toBe(429);
  const { entries } = (await call('GET', '/api/v1/snapshots/audit', undefined, 'root')).json();
  const denied = entries.filter((entry: { what: string; id: string }) => entry.what === 'denied' && entry.id === id);
  expect(denied.length).toBeGreaterThan(40);
}, 60_000);

it('stands on no disk, in no audit and in no answer', async () => {
  const { create, open, call, folder } = await serveSnapshots(LOGIN);
  const made = await create({ passphrase: WORD }, 'ada');
  const answers = [
    JSON.stringify(made.snapshot),
    (await open(made.token, 'eve', 'another wrong one')).body,
    (await open(made.token, 'eve', WORD)).body,
    (await call('GET', '/api/v1/snapshots?all=true', undefined, 'root')).body,
    (await call('GET', '/api/v1/snapshots/audit', undefined, 'root')).body,
    (await call('GET', '/api/v1/snapshots/metrics')).body,
  ];
  const disk = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  for (const text of [...answers, ...disk]) expect(text).not.toMatch(/korrekt|another wrong one/);
  expect(answers.join()).not.toMatch(/"salt"|"lock"|"hash"/);
  expect(disk.join()).toMatch(/"salt"/);
});

it.each([['short'], ['x'.repeat(201)]])('refuses %s as a passphrase', async (passphrase) => {
  const { call } = await serveSnapshots();
  expect((await call('POST', '/api/v1/snapshots', { passphrase })).statusCode).toBe(400);
});
