import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { closeAll, LOGIN, removeAll, serveSnapshots } from './serve-snapshots.ts';

afterEach(async () => {
  vi.useRealTimers();
  await closeAll();
});
afterAll(removeAll);

const HOUR = 3_600_000;

it('a pin needs an administrator and a reason, outlives the end, and is in the audit', async () => {
  const { create, open, call, access } = await serveSnapshots(LOGIN);
  const { id, token } = await create({ expires: '1h' }, 'ada');
  const pin = (who: string, reason?: string) =>
    call('POST', `/api/v1/snapshots/${id}/pin`, reason === undefined ? {} : { reason }, who);
  const denied = await pin('ada', 'because');
  expect([denied.statusCode, denied.json().detail]).toEqual([403, expect.stringContaining('HOPSCOPE_ADMINS')]);
  expect((await pin('eve', 'because')).statusCode).toBe(404);
  expect((await pin('root')).statusCode).toBe(400);
  expect((await pin('root', '   ')).statusCode).toBe(400);
  const pinned = await pin('root', 'evidence of incident 7');
  expect(pinned.json().snapshot.pin).toMatchObject({ by: 'root', reason: 'evidence of incident 7' });

  vi.useFakeTimers({ now: Date.now() + 50 * HOUR, toFake: ['Date'] });
  const opened = await access.open();
  if (!opened.ok) throw new Error(opened.reason);
  await opened.value.desk.collector.collect();
  expect((await open(token, 'eve')).statusCode).toBe(200);
  expect((await call('GET', `/api/v1/snapshots/${id}`, undefined, 'ada')).json().snapshot.expired).toBe(false);
  expect((await call('POST', `/api/v1/snapshots/${id}/unpin`, {}, 'ada')).statusCode).toBe(403);
  expect((await call('POST', `/api/v1/snapshots/${id}/unpin`, {}, 'root')).statusCode).toBe(200);
  expect((await open(token, 'eve')).statusCode).toBe(410);
  expect((await pin('root', 'too late')).statusCode).toBe(410);
  const { entries } = (await call('GET', '/api/v1/snapshots/audit', undefined, 'root')).json();
  expect(entries).toContainEqual(
    expect.objectContaining({ what: 'pinned', id, who: 'root', reason: 'evidence of incident 7' }),
  );
  expect(entries).toContainEqual(expect.objectContaining({ what: 'unpinned', id, who: 'root' }));
});

it('titles and comments stand beside the sealed bytes and change none of them', async () => {
  const { create, open, call } = await serveSnapshots(LOGIN);
  const { id, token, path } = await create({ title: 'First' }, 'ada');
  const before = (await open(token, 'ada')).json();
  const rename = (who: string) => call('POST', `/api/v1/snapshots/${id}/title`, { title: '<b>Later</b>' }, who);
  const comment = (who: string | undefined, text: string, key = token) =>
    call('POST', '/api/v1/snapshots/comment', { token: key, text }, who);
  expect((await rename('eve')).statusCode).toBe(404);
  expect((await rename('ada')).json().snapshot.title).toBe('<b>Later</b>');
  expect((await comment('eve', 'It was the waypoint.')).statusCode).toBe(200);
  expect((await comment(undefined, 'nobody')).statusCode).toBe(404);
  expect((await comment('eve', ' ')).statusCode).toBe(400);
  expect((await comment('eve', 'x', 'A'.repeat(32))).statusCode).toBe(404);
  const after = (await open(token, 'ada')).json();
  expect(after.file).toBe(before.file);
  expect(after.annotations.map(({ who, what, text }: Record<string, string>) => [who, what, text])).toEqual([
    ['ada', 'title', '<b>Later</b>'],
    ['eve', 'comment', 'It was the waypoint.'],
  ]);
  const page = (await call('GET', path, undefined, 'eve')).body;
  expect(page).toContain('&lt;b&gt;Later');
  expect(page).not.toContain('<b>Later');
});

it('nobody who only has a link for anyone sees who wrote what', async () => {
  const { create, open, call } = await serveSnapshots({ ...LOGIN, HOPSCOPE_SNAPSHOT_ANYONE: 'on' });
  const { token } = await create({ audience: 'anyone' }, 'ada');
  await call('POST', '/api/v1/snapshots/comment', { token, text: 'an inner matter' }, 'eve');
  const answer = await open(token);
  expect([answer.statusCode, answer.json().annotations]).toEqual([200, []]);
  expect(answer.body).not.toMatch(/inner matter|"eve"|"ada"/);
});

it('the collector counts what it ended, and says so in numbers alone', async () => {
  const { create, call, access } = await serveSnapshots(LOGIN);
  expect((await call('GET', '/api/v1/snapshots/metrics')).body).toContain('hopscope_snapshot_collector_runs_total 0');
  expect(await access.peek()).toBeNull();
  const [one, other] = [await create({ expires: '1h', title: 'a title' }, 'ada'), await create({}, 'ada')];
  await call('DELETE', `/api/v1/snapshots/${other.id}`, undefined, 'ada');
  vi.useFakeTimers({ now: Date.now() + 2 * HOUR, toFake: ['Date'] });
  const { desk } = (await access.peek())!;
  expect(await desk.collector.collect()).toBe(2);
  expect(await desk.collector.collect()).toBe(0);
  expect(await desk.store.body(one.id)).toBeNull();
  vi.setSystemTime(Date.now() + 40 * 24 * HOUR);
  expect(await desk.collector.collect()).toBe(2);
  expect(await desk.store.byId(one.id)).toBeNull();
  const answer = await call('GET', '/api/v1/snapshots/metrics');
  expect(answer.headers['content-type']).toContain('text/plain; version=0.0.4');
  expect(answer.body).toMatch(/hopscope_snapshot_collector_dropped_total 2\n/);
  expect(answer.body).toMatch(/hopscope_snapshot_collector_removed_total 2\n/);
  expect(answer.body).toMatch(/hopscope_snapshot_collector_last_run_timestamp_seconds \d+/);
  expect(answer.body).not.toMatch(/ada|a title/);
});
