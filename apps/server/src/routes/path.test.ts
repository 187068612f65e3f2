import { formatAsk } from '@hopscope/core';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { PathAnswer } from './path.ts';
import { demoState, serveStates, TAKEN_AT } from './serve-scenario.ts';

const ask = async (query: Record<string, string | string[]>, chapter: Parameters<typeof demoState>[0] = 'waypoint') => {
  const { app } = await serveStates(demoState(chapter));
  return app.inject({ url: '/api/v1/path', query });
};

describe('GET /api/v1/path', () => {
  it('tells where a blocked path stops and why', async () => {
    const answer = await ask({ from: 'web/frontend', to: 'shop/cart:80' });
    expect(Value.Errors(PathAnswer, answer.json())).toEqual([]);
    expect(answer.json()).toMatchObject({ verdict: 'blocked', asOf: TAKEN_AT, revision: 100 });
    expect(answer.json().firstBlocker).not.toBeNull();
  });

  it('takes the pasted form', async () => {
    const answer = await ask({ ask: 'web/frontend -> shop/cart:80' }, 'rest');
    expect(answer.json()).toMatchObject({ verdict: 'delivered', ask: 'web/frontend -> shop/cart:80' });
  });

  it('says what is unknown and why', async () => {
    const { app, store } = await serveStates(demoState('rest'));
    const { graph, links } = store.current()!.report;
    const unknown = graph.links.find(({ id }) => links[id]?.verdict === 'unknown')!;
    const answer = await app.inject({ url: '/api/v1/path', query: { ask: formatAsk(unknown.query) } });
    expect(answer.json()).toMatchObject({ verdict: 'unknown' });
    expect(answer.json().notChecked.length).toBeGreaterThan(0);
  });

  it('takes method, path and headers', async () => {
    const query = { from: 'web/frontend', to: 'shop/cart:80', method: 'post', path: '/x', header: ['A: b', 'c=d=e'] };
    expect((await ask(query)).json().query.http).toEqual({ method: 'POST', path: '/x', headers: { a: 'b', c: 'd=e' } });
  });

  it('answers for the present, however it is named, and not for what is not kept', async () => {
    const pair = { from: 'web/frontend', to: 'shop/cart:80' };
    expect((await ask({ ...pair, at: '100' })).statusCode).toBe(200);
    expect((await ask({ ...pair, at: '2026-11-20T10:00:00.000Z' })).statusCode).toBe(200);
    const past = await ask({ ...pair, at: '2026-11-20T09:00:00Z' });
    expect([past.statusCode, past.json().code]).toEqual([404, 'at-not-kept']);
  });

  it('joins a failure with what changed just before, and only with what was known at the moment asked about', async () => {
    const { app, store } = await serveStates(demoState('rest'));
    store.accept({ ...demoState('waypoint'), takenAt: '2026-11-20T10:01:00Z' });
    const tell = async (at?: string) => {
      const query = { from: 'web/frontend', to: 'shop/cart:80', ...(at ? { at } : {}) };
      return (await app.inject({ url: '/api/v1/path', query })).json();
    };
    const now = await tell();
    expect(Value.Errors(PathAnswer, now)).toEqual([]);
    expect(now.justBefore.since).not.toBeNull();
    expect(now.justBefore.changes.length).toBeGreaterThan(0);
    expect((await tell(TAKEN_AT)).justBefore).toBeUndefined();
  });

  it.each([
    [{ from: 'web/frontend' }, 'bad-endpoint'],
    [{ from: 'web/frontend', to: 'shop/cart' }, 'bad-endpoint'],
    [{ from: 'no slash', to: 'shop/cart:80' }, 'bad-endpoint'],
    [{ ask: 'a to b' }, 'bad-endpoint'],
    [{ ask: 'a/b -> c/d:1', from: 'a/b' }, 'bad-endpoint'],
    [{ from: 'x'.repeat(601), to: 'shop/cart:80' }, 'bad-query'],
    [{ from: 'a/b', to: 'c/d:1', method: 'GET /' }, 'bad-query'],
    [{ from: 'a/b', to: 'c/d:1', whence: 'x' }, 'bad-query'],
    [{ from: ['a/b', 'c/d'], to: 'c/d:1' }, 'bad-query'],
  ])('refuses %j as %s', async (query, code) => {
    const answer = await ask(query as Record<string, string>);
    expect([answer.statusCode, answer.json().code]).toEqual([400, code]);
    expect(answer.json().detail.length).toBeGreaterThan(10);
  });

  it('has a tag of its own, which a later look at the same mesh keeps', async () => {
    const state = demoState('rest');
    const { app, store } = await serveStates(state);
    const url = '/api/v1/path?from=web/frontend&to=shop/cart:80';
    const etag = String((await app.inject(url)).headers.etag);
    store.accept({ ...state, takenAt: '2026-11-20T10:00:01Z' });
    const again = await app.inject({ url, headers: { 'if-none-match': etag } });
    expect(again.statusCode).toBe(304);
    expect(again.headers['hopscope-as-of']).toBe('2026-11-20T10:00:01Z');
    const other = await app.inject({
      url: '/api/v1/path?from=web/frontend&to=shop/catalog:80',
      headers: { 'if-none-match': etag },
    });
    expect(other.statusCode).toBe(200);
  });
});
