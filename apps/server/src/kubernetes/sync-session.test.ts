import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeApiServer, refuse } from './fake-api-server.ts';
import type { KubernetesObject } from './kinds.ts';
import { names, PODS, startTrial, state, type Trial, until } from './reflector-trial.ts';

let server: FakeApiServer;
let start: Trial['start'];
let trial: Trial;

beforeEach(async () => {
  trial = await startTrial();
  ({ server, start } = trial);
});
afterEach(() => trial.end());

describe('a sync session and permissions', () => {
  const forbid = (verbs: readonly string[]): void => {
    server.intercept = (ask, response) => {
      const verb = ask.watch ? 'watch' : 'list';
      return (
        verbs.includes(verb) &&
        ask.path.endsWith('/pods') &&
        refuse(response, 403, 'Forbidden', `pods is forbidden: User "bob" cannot ${verb} resource "pods"`)
      );
    };
  };

  it('names the missing permission and heals when it is granted', async () => {
    server.put(PODS, 'a');
    forbid(['list', 'watch']);
    const run = await start({ namespace: null });
    await until(() => expect(state(run)).toBe('forbidden'));
    expect(run.reflector.status()).toMatchObject({
      permission: { verb: 'list', resource: 'pods', group: '', namespace: null },
      message: 'pods is forbidden: User "bob" cannot list resource "pods"',
    });
    server.intercept = null;
    await until(() => expect(run.reflector.status()).toMatchObject({ state: 'ok', mode: 'watch-list', count: 1 }));
  });

  it('reads again and again where only listing is allowed', async () => {
    server.put(PODS, 'a');
    forbid(['watch']);
    const run = await start();
    await until(() => expect(run.reflector.status()).toMatchObject({ state: 'ok', mode: 'poll', count: 1 }));
    server.put(PODS, 'b');
    await until(() => expect(names(run)).toEqual(['a', 'b']));
  });

  it('finds out about lost rights when the stream is suspected, and keeps what it knew', async () => {
    server.put(PODS, 'a');
    const run = await start();
    await until(() => expect(state(run)).toBe('ok'));
    forbid(['list', 'watch']);
    run.reflector.suspect();
    await until(() => expect(run.reflector.status()).toMatchObject({ state: 'forbidden', count: 1 }));
  });

  it('says that a kind is not served, forgets its objects, and takes it up when it comes', async () => {
    server.put(PODS, 'a');
    const run = await start();
    await until(() => expect(names(run)).toEqual(['a']));
    server.intercept = (ask, response) => {
      if (ask.path === '/api') return Boolean(response.end('{"kind":"APIGroupDiscoveryList","items":[]}'));
      return ask.path === PODS && refuse(response, 404, 'NotFound', 'the server could not find the requested resource');
    };
    server.cut(PODS);
    await until(() => expect(run.reflector.status()).toMatchObject({ state: 'unserved', count: 0 }));
    expect(run.events.at(-1)).toMatchObject({ type: 'delete', value: 'a' });
  });
});

describe('a sync session and odd input', () => {
  it('survives a line that is no event, taking up the stream before it', async () => {
    server.put(PODS, 'a');
    const run = await start();
    await until(() => expect(state(run)).toBe('ok'));
    server.send(PODS, '<html>proxy error</html>\n');
    await until(() => expect(server.asks.filter((ask) => ask.watch)).toHaveLength(2));
    server.put(PODS, 'b');
    await until(() => expect(names(run)).toEqual(['a', 'b']));
  });

  it('is stale, not silent, while every stream is garbage', async () => {
    server.put(PODS, 'a');
    const run = await start();
    await until(() => expect(state(run)).toBe('ok'));
    server.intercept = (ask, response) => ask.watch && Boolean(response.writeHead(200).end('garbage\n'));
    server.cut(PODS);
    await until(() =>
      expect(run.reflector.status()).toMatchObject({
        state: 'stale',
        count: 1,
        message: expect.stringContaining('not an event'),
      }),
    );
  });

  it('drops half an object and gets it whole after reconnecting', async () => {
    const run = await start();
    await until(() => expect(state(run)).toBe('ok'));
    server.send(PODS, '{"type":"ADDED","object":{"metadata":{"name":"ha');
    await new Promise((done) => setTimeout(done, 20));
    server.objects.set(
      PODS,
      new Map([['half', { metadata: { name: 'half', uid: 'uid-half', resourceVersion: '999' } }]]),
    );
    server.cut(PODS, true);
    await until(() => expect(names(run)).toEqual(['half']));
  });

  it('reads an object that spans hundreds of chunks', async () => {
    const run = await start({ trim: (raw) => `${raw.metadata.name}:${String(raw.text).length}` });
    await until(() => expect(state(run)).toBe('ok'));
    server.put(PODS, 'huge', { text: 'ü'.repeat(8_000_000) });
    await until(() => expect(names(run)).toEqual(['huge:8000000']));
  });

  it('leaves out and counts an object that cannot be trimmed', async () => {
    server.put(PODS, 'good');
    server.put(PODS, 'bad');
    const trim = (raw: KubernetesObject): string => {
      if (raw.metadata.name === 'bad') throw new Error('odd');
      return raw.metadata.name;
    };
    const run = await start({ trim });
    await until(() => expect(run.reflector.status()).toMatchObject({ state: 'ok', count: 1, skipped: 1 }));
  });

  it('hands changes over in few arrays, the last of each object only', async () => {
    const run = await start();
    await until(() => expect(state(run)).toBe('ok'));
    const before = run.batches;
    for (let i = 0; i < 300; i++) server.put(PODS, `p${i % 3}`, { i });
    await until(() => expect(names(run)).toHaveLength(3));
    await new Promise((done) => setTimeout(done, 50));
    expect(run.batches - before).toBeLessThan(30);
  });

  it('ends everything with the signal', async () => {
    const run = await start();
    await until(() => expect(state(run)).toBe('ok'));
    trial.stop.abort();
    await run.reflector.done;
    await until(() => expect(server.watches).toHaveLength(0));
  });
});
