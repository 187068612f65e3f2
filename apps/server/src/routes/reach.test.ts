import { beforeAll, describe, expect, it } from 'vitest';
import { demoState, serveStates } from './serve-scenario.ts';
import type { App } from './served.ts';

let app: App;
beforeAll(async () => {
  ({ app } = await serveStates(demoState('rest')));
});

describe('GET /reach', () => {
  it('tells who can reach a target', async () => {
    const answer = await app.inject('/api/v1/reach?to=shop/cart:80');
    const { groups, counts, direction, sentence } = answer.json();
    expect([answer.statusCode, direction]).toEqual([200, 'to']);
    expect(sentence).toMatch(/possible callers reach shop\/cart:80/);
    const ends = groups.flatMap((group: { ends: { text: string }[] }) => group.ends.map(({ text }) => text));
    expect(ends).toContain('web/frontend');
    expect(ends).toHaveLength(Object.values<number>(counts).reduce((sum, count) => sum + count, 0));
  });

  it('tells what a caller reaches, and says so again only when it changes', async () => {
    const answer = await app.inject('/api/v1/reach?from=web/frontend');
    expect(answer.json()).toMatchObject({ direction: 'from', about: 'web/frontend', revision: 100 });
    const headers = { 'if-none-match': String(answer.headers['etag']) };
    expect((await app.inject({ url: '/api/v1/reach?from=web/frontend', headers })).statusCode).toBe(304);
  });

  it.each([
    ['', 400, 'bad-endpoint'],
    ['?to=a/b:1&from=a/b', 400, 'bad-endpoint'],
    ['?to=shop/cart', 400, 'bad-endpoint'],
    ['?to=shop/none:80', 404, 'unknown-end'],
    ['?from=web/none', 404, 'unknown-end'],
    ['?nope=1', 400, 'bad-query'],
  ])('refuses %j', async (query, status, code) => {
    const answer = await app.inject(`/api/v1/reach${query}`);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });
});
