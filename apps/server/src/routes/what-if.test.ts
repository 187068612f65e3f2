import { beforeAll, describe, expect, it } from 'vitest';
import { demoState, serveStates } from './serve-scenario.ts';
import type { App } from './served.ts';

let app: App;
beforeAll(async () => {
  ({ app } = await serveStates(demoState('rest')));
});

const post = (payload: object) => app.inject({ method: 'POST', url: '/api/v1/what-if', payload });
const DENY = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: nobody, namespace: shop}
spec: {}
`;

describe('POST /what-if', () => {
  it('tells what would flip, and changes nothing', async () => {
    const before = (await app.inject('/api/v1/mesh')).body;
    const answer = await post({ objects: DENY });
    expect(answer.statusCode).toBe(200);
    const { links, breaks, revision } = answer.json();
    expect([breaks > 0, links[0].after, revision]).toEqual([true, 'blocked', 100]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await app.inject('/api/v1/mesh')).body).toBe(before);
  });

  it('takes objects away', async () => {
    const without = [{ kind: 'Service', namespace: 'shop', name: 'cart' }];
    const answer = await post({ objects: '', without });
    expect(answer.json().actions).toEqual([{ action: 'removed', object: without[0] }]);
  });

  it.each([
    [{ objects: 'a: [' }, 400, 'bad-change'],
    [{ objects: 'kind: Namespace' }, 400, 'bad-change'],
    [{}, 400, 'bad-body'],
    [{ objects: DENY, more: 1 }, 400, 'bad-body'],
    [{ objects: 'x'.repeat(400 * 1024) }, 413, 'refused'],
  ])('refuses a wrong body %#', async (body, status, code) => {
    const answer = await post(body);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });
});
