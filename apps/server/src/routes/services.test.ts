import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { demoState, serveStates } from './serve-scenario.ts';
import { ServiceAnswer, ServicesAnswer } from './services.ts';

describe('GET /api/v1/services', () => {
  it('lists Services and outside hosts, each port with the text that asks for it', async () => {
    const { app } = await serveStates(demoState('rest'));
    const answer = await app.inject('/api/v1/services');
    expect(Value.Errors(ServicesAnswer, answer.json())).toEqual([]);
    const { services } = answer.json();
    const cart = services.find(
      ({ namespace, name }: { namespace: string; name: string }) => `${namespace}/${name}` === 'shop/cart',
    );
    expect(cart).toMatchObject({ kind: 'service', node: 'service:shop/cart', state: 'ok' });
    expect(cart.ports[0].to).toBe('shop/cart:80');
    const external = services.find(({ kind }: { kind: string }) => kind === 'external');
    expect(external.ports[0].to).toMatch(/^host:/);
    for (const { ports } of services) {
      for (const { to } of ports)
        expect((await app.inject({ url: '/api/v1/path', query: { from: 'web/frontend', to } })).statusCode).toBe(200);
    }
  });

  it('tells one Service with its endpoints, callers and causes', async () => {
    const { app } = await serveStates(demoState('waypoint'));
    const answer = await app.inject('/api/v1/services/shop/cart');
    expect(Value.Errors(ServiceAnswer, answer.json())).toEqual([]);
    const { endpoints, callers, causes, drift } = answer.json();
    expect(drift.asked).toBeGreaterThan(0);
    expect(endpoints.length).toBeGreaterThan(0);
    expect(callers.map(({ link }: { link: { from: string } }) => link.from)).toContain('service:web/frontend');
    expect(causes.length).toBeGreaterThan(0);
  });

  it('does not know any other', async () => {
    const { app } = await serveStates(demoState('rest'));
    const answer = await app.inject('/api/v1/services/shop/none');
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'unknown-service']);
  });

  it('says so where Services could not be read', async () => {
    const state = demoState('rest');
    const sources = state.sources.map((one) =>
      one.source === 'Service' ? { ...one, state: 'forbidden' as const, message: 'no right' } : one,
    );
    const { app } = await serveStates({ ...state, sources });
    expect((await app.inject('/api/v1/services/shop/none')).json().detail).toContain('no right');
  });
});
