import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { beforeAll, describe, expect, it } from 'vitest';
import { PoliciesAnswer } from './policies.ts';
import { demoState, serveStates } from './serve-scenario.ts';
import type { App } from './served.ts';

const state = demoState('rest');
let app: App;
beforeAll(async () => {
  ({ app } = await serveStates(state));
});

describe('GET /policies', () => {
  it('lists those of a namespace, those without effect first; left open, of the one with the most', async () => {
    const answer = await app.inject('/api/v1/policies');
    expect(Value.Errors(PoliciesAnswer, answer.json())).toEqual([]);
    const { namespace, namespaces, policies } = answer.json() as Static<typeof PoliciesAnswer>;
    expect([namespace, policies.map(({ object }) => object.name).sort()]).toEqual([
      'payments',
      ['default', 'ledger-callers', 'ledger-only-api'],
    ]);
    expect(namespaces.find(({ name }) => name === 'data')).toMatchObject({ policies: 1 });
    const other = await app.inject('/api/v1/policies?namespace=data');
    expect(other.json().policies.map(({ object }: { object: { kind: string } }) => object.kind)).toEqual([
      'NetworkPolicy',
    ]);
  });

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
