import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { MeshAnswer } from './mesh.ts';
import { demoState, serveStates, TAKEN_AT } from './serve-scenario.ts';

describe('GET /api/v1/mesh', () => {
  it('tells the headline, the counts and the chain', async () => {
    const { app } = await serveStates(demoState('waypoint'));
    const answer = await app.inject('/api/v1/mesh');
    expect(answer.statusCode).toBe(200);
    expect(Value.Errors(MeshAnswer, answer.json())).toEqual([]);
    expect(answer.json()).toMatchObject({ asOf: TAKEN_AT, revision: 100, mode: 'bundle', cluster: 'demo' });
    expect(answer.json().counts.blocked).toBeGreaterThan(0);
    expect(answer.json().sources.readable).toBeGreaterThan(0);
  });

  it('answers 304 to who has the revision, and anew after a change', async () => {
    const { app, store } = await serveStates(demoState('rest'));
    const first = await app.inject('/api/v1/mesh');
    const headers = { 'if-none-match': String(first.headers.etag) };
    const second = await app.inject({ url: '/api/v1/mesh', headers });
    expect([second.statusCode, second.body]).toEqual([304, '']);
    expect(second.headers).toMatchObject({ 'cache-control': 'no-cache', etag: first.headers.etag });
    store.accept(demoState('waypoint'));
    const third = await app.inject({ url: '/api/v1/mesh', headers });
    expect([third.statusCode, third.json().revision]).toEqual([200, 101]);
  });

  it('compresses as the client admits', async () => {
    const { app } = await serveStates(demoState('rest'));
    const ask = (encoding: string) => app.inject({ url: '/api/v1/mesh', headers: { 'accept-encoding': encoding } });
    expect((await ask('gzip, deflate, br')).headers['content-encoding']).toBe('br');
    expect((await ask('br;q=0, gzip')).headers['content-encoding']).toBe('gzip');
    expect((await ask('')).headers['content-encoding']).toBeUndefined();
    expect((await ask('gzip')).headers['vary']).toBe('accept-encoding');
  });

  it('says when there is nothing to tell yet', async () => {
    const { app } = await serveStates(null);
    const answer = await app.inject('/api/v1/mesh');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'not-ready', status: 503 });
  });
});
