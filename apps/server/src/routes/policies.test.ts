import { beforeAll, describe, expect, it } from 'vitest';
import { demoState, serveStates } from './serve-scenario.ts';
import type { App } from './served.ts';

const state = demoState('rest');
let app: App;
beforeAll(async () => {
  ({ app } = await serveStates(state));
});

describe('GET /policies', () => {
  it('tells where a policy is enforced', async () => {
    const policy = state.authorizationPolicies[0]!;
    const url = `/api/v1/policies/AuthorizationPolicy/${policy.namespace}/${policy.name}`;
    const answer = await app.inject(url);
    expect([answer.statusCode, answer.json().object.name]).toEqual([200, policy.name]);
    expect(answer.json().enforced.length + answer.json().notEnforced.length).toBeGreaterThan(0);
    const headers = { 'if-none-match': String(answer.headers['etag']) };
    expect((await app.inject({ url, headers })).statusCode).toBe(304);
  });

  it.each(['AuthorizationPolicy/shop/none', 'Secret/shop/none'])('knows no %s', async (path) => {
    const answer = await app.inject(`/api/v1/policies/${path}`);
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'unknown-policy']);
  });
});

describe('GET /waypoints', () => {
  it('tells what a waypoint carries', async () => {
    const answer = await app.inject('/api/v1/waypoints/shop/waypoint');
    const { bound, calls, sentence } = answer.json();
    expect(bound.length).toBeGreaterThan(0);
    expect(calls.some(({ passes }: { passes: boolean }) => passes)).toBe(true);
    expect(sentence).toContain('known calls to these pass it');
  });

  it('knows no other', async () => {
    const answer = await app.inject('/api/v1/waypoints/shop/none');
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'unknown-waypoint']);
  });
});
