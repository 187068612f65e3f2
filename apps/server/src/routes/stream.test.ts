import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { demoState, serveStates } from './serve-scenario.ts';
import type { App } from './served.ts';

let app: App | null = null;
afterEach(async () => {
  await app?.close();
  app = null;
});

/** A server on a real port, and a reader of its stream that collects whole events. */
const setUp = async () => {
  const served = await serveStates(demoState('rest'), { frameMs: 50 });
  app = served.app;
  await app.listen({ host: '127.0.0.1', port: 0 });
  const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/api/v1/stream`;
  const open = async (headers: Record<string, string> = {}, query = '') => {
    const answer = await fetch(`${base}${query}`, { headers: { accept: 'text/event-stream', ...headers } });
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const next = async (): Promise<Record<string, string>> => {
      while (!text.includes('\n\n')) {
        const { value, done } = await reader.read();
        if (done) return { event: 'end' };
        text += value;
      }
      const end = text.indexOf('\n\n');
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      return Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
      );
    };
    return { answer, next };
  };
  return { ...served, base, open };
};

describe('GET /api/v1/stream', () => {
  it('greets with the revision, then tells each change under the revision it leads to', async () => {
    const { open, store } = await setUp();
    const { answer, next } = await open();
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('x-accel-buffering')).toBe('no');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await next()).toMatchObject({ event: 'hello', id: '100' });
    store.accept(demoState('waypoint'));
    const change = await next();
    expect(change).toMatchObject({ event: 'change', id: '101' });
    const delta = JSON.parse(change['data']!);
    expect(delta).toMatchObject({ from: 100, revision: 101, causes: true });
    expect(Object.keys(delta.links.up).length).toBeGreaterThan(0);
  });

  it('replays what a reader missed, or says that it cannot', async () => {
    const { open, store } = await setUp();
    const first = await open();
    await first.next();
    store.accept(demoState('waypoint'));
    await first.next();
    const back = await open({ 'last-event-id': '100' });
    expect(await back.next()).toMatchObject({ event: 'change', id: '101' });
    const asked = await open({}, '?since=100');
    expect(await asked.next()).toMatchObject({ event: 'change', id: '101' });
    const current = await open({ 'last-event-id': '101' });
    expect(await current.next()).toMatchObject({ event: 'hello', id: '101' });
    const lost = await open({ 'last-event-id': 'from another life' });
    expect(await lost.next()).toMatchObject({ event: 'reset', id: '101' });
  });

  it('refuses another form, and ends with the server', async () => {
    const { base, open } = await setUp();
    const refused = await fetch(base, { headers: { accept: 'application/json' } });
    expect([refused.status, (await refused.json()).code]).toEqual([406, 'not-acceptable']);
    const { next } = await open();
    await next();
    await app!.close();
    app = null;
    expect(await next().catch(() => ({ event: 'end' }))).toEqual({ event: 'end' });
  });

  it('does not take more readers than it can serve', async () => {
    const { open, base } = await setUp();
    const readers = await Promise.all(Array.from({ length: 200 }, () => open()));
    await Promise.all(readers.map(({ next }) => next()));
    const refused = await fetch(base, { headers: { accept: 'text/event-stream' } });
    expect([refused.status, refused.headers.get('retry-after'), (await refused.json()).code]).toEqual([
      503,
      '5',
      'too-many-streams',
    ]);
  });
});
