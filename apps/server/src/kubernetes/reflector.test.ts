import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeApiServer, refuse } from './fake-api-server.ts';
import { names, PODS, QUICK, startTrial, state, type Trial, until } from './reflector-trial.ts';

let server: FakeApiServer;
let start: Trial['start'];
let trial: Trial;

beforeEach(async () => {
  trial = await startTrial();
  ({ server, start } = trial);
});
afterEach(() => trial.end());

const lists = (): number => server.asks.filter((ask) => ask.path === PODS && !ask.watch).length;

/** The server does not know watch-lists, as before 1.32. */
const withoutWatchList = (): void => {
  server.intercept = (ask, response) =>
    ask.query.has('sendInitialEvents') &&
    refuse(
      response,
      422,
      'Invalid',
      'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
    );
};

describe('startReflector', () => {
  it('takes everything and all changes from one watch-list stream', async () => {
    server.put(PODS, 'a');
    server.put(PODS, 'b');
    const run = await start();
    await until(() => expect(run.reflector.status()).toMatchObject({ state: 'ok', mode: 'watch-list', count: 2 }));
    server.put(PODS, 'c');
    server.put(PODS, 'a', { changed: true });
    server.remove(PODS, 'b');
    await until(() => expect(run.events.at(-1)).toEqual({ type: 'delete', key: 'uid-b', value: 'b' }));
    expect(names(run)).toEqual(['a', 'c']);
    expect(lists()).toBe(0);
  });

  it('falls back to pages and a watch where the server knows no watch-list', async () => {
    withoutWatchList();
    for (let i = 0; i < 1201; i++) server.put(PODS, `p${i}`);
    const run = await start();
    await until(() => expect(run.reflector.status()).toMatchObject({ state: 'ok', mode: 'pages', count: 1201 }));
    expect(lists()).toBe(3);
    await until(() => expect(server.watches).toHaveLength(1));
    server.put(PODS, 'new');
    await until(() => expect(run.reflector.status().count).toBe(1202));
  });

  it('falls back to pages when a watch-list never completes, as servers that ignore the parameter do', async () => {
    server.put(PODS, 'a');
    server.intercept = (ask, response) => {
      if (!ask.query.has('sendInitialEvents')) return false;
      response.writeHead(200).flushHeaders();
      return true;
    };
    const run = await start({ timing: { ...QUICK, initialIdleMs: 50 } });
    await until(() => expect(run.reflector.status()).toMatchObject({ state: 'ok', mode: 'pages', count: 1 }));
  });

  it('starts a list over when its continue token expired', async () => {
    for (let i = 0; i < 700; i++) server.put(PODS, `p${i}`);
    let expired = 0;
    server.intercept = (ask, response) => {
      if (ask.query.has('sendInitialEvents')) return refuse(response, 422, 'Invalid', 'no');
      if (!ask.query.has('continue') || expired++ > 0) return false;
      return refuse(response, 410, 'Expired', 'The provided continue parameter is too old');
    };
    const run = await start();
    await until(() => expect(run.reflector.status()).toMatchObject({ state: 'ok', count: 700 }));
    expect(lists()).toBe(4);
  });

  it('goes on from the last bookmark after a cut, without listing again', async () => {
    server.put(PODS, 'a');
    const run = await start();
    await until(() => expect(state(run)).toBe('ok'));
    server.send(PODS, { type: 'BOOKMARK', object: { metadata: { resourceVersion: '150' } } });
    await new Promise((done) => setTimeout(done, 30));
    server.cut(PODS);
    await until(() => expect(server.asks.at(-1)?.query.get('resourceVersion')).toBe('150'));
    expect(server.asks.filter((ask) => ask.query.has('sendInitialEvents'))).toHaveLength(1);
    expect(run.statuses.map(({ state }) => state)).toEqual(['ok']);
  });

  it('reports what vanished when it has to list again after 410', async () => {
    server.put(PODS, 'a');
    server.put(PODS, 'b');
    const run = await start();
    await until(() => expect(names(run)).toEqual(['a', 'b']));
    server.objects.get(PODS)?.delete('a');
    server.send(PODS, {
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version: 100 (200)' },
    });
    const deletes = () => run.events.filter(({ type }) => type === 'delete');
    await until(() => expect(deletes()).toEqual([{ type: 'delete', key: 'uid-a', value: 'a' }]));
    expect(names(run)).toEqual(['b']);
    expect(run.events.filter(({ type }) => type === 'upsert')).toHaveLength(2);
  });

  it('keeps the last state and says since when and why while the server is gone, and heals', async () => {
    server.put(PODS, 'a');
    const run = await start();
    await until(() => expect(state(run)).toBe('ok'));
    server.intercept = (_ask, response) => Boolean(response.destroy());
    server.cut(PODS);
    await until(() => expect(state(run)).toBe('stale'));
    expect(run.reflector.status()).toMatchObject({
      count: 1,
      message: expect.stringContaining(`Cannot reach the API server ${server.url} of context "test"`),
    });
    server.intercept = null;
    await until(() => expect(state(run)).toBe('ok'));
    expect(names(run)).toEqual(['a']);
  });

  it('turns stale when a lost stream hangs instead of failing', async () => {
    const run = await start({ timing: { ...QUICK, graceMs: 40 } });
    await until(() => expect(state(run)).toBe('ok'));
    server.intercept = (ask) => ask.watch;
    server.cut(PODS);
    await until(() =>
      expect(run.reflector.status()).toMatchObject({ state: 'stale', message: expect.stringContaining('lost') }),
    );
  });

  it('notices a silent connection and opens another', async () => {
    const run = await start({ timing: { ...QUICK, idleMs: 60 } });
    await until(() => expect(server.asks.filter((ask) => ask.watch).length).toBeGreaterThan(2));
    expect(state(run)).toBe('ok');
  });
});
