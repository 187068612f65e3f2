import { describe, expect, it } from 'vitest';
import { demoState, serveStates } from './serve-scenario.ts';

describe('/healthz and /readyz', () => {
  it.each(['', '/api/v1'])('are alive first and ready later under %s/', async (prefix) => {
    const { app, store } = await serveStates(null);
    expect((await app.inject(`${prefix}/healthz`)).statusCode).toBe(200);
    expect((await app.inject(`${prefix}/readyz`)).statusCode).toBe(503);
    store.accept(demoState('rest'));
    expect((await app.inject(`${prefix}/readyz`)).statusCode).toBe(200);
  });
});
