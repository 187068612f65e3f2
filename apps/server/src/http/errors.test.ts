import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { demoState, serveStates } from '../routes/serve-scenario.ts';
import { formatValidation, registerErrors } from './errors.ts';

describe('registerErrors', () => {
  it('keeps what went wrong inside to itself, and tells whoever runs it', async () => {
    const app = fastify();
    const told: string[] = [];
    registerErrors(app, (error) => told.push(error.message));
    app.get('/', async () => {
      throw new Error('/secret/path is broken');
    });
    const answer = await app.inject('/');
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'internal', status: 500, type: 'urn:hopscope:problem:internal' });
    expect(answer.body).not.toContain('secret');
    expect(told).toEqual(['/secret/path is broken']);
  });

  it('names what is too large or no JSON as refused', async () => {
    const { app } = await serveStates(demoState('rest'));
    const post = (payload: string) =>
      app.inject({ method: 'POST', url: '/api/v1/demo', payload, headers: { 'content-type': 'application/json' } });
    expect((await post('{')).json()).toMatchObject({ code: 'refused', status: 400 });
    expect((await post(`"${'x'.repeat(2000)}"`)).json()).toMatchObject({ code: 'refused', status: 413 });
  });
});

describe('formatValidation', () => {
  it.each([
    [{ params: { additionalProperties: ['a', 'b'] } }, 'There is no querystring parameter "a", "b".'],
    [{ params: { requiredProperties: ['to'] } }, 'Parameter to is missing.'],
    [{ instancePath: '/depth', message: 'must be <= 6', params: {} }, '"depth" must be <= 6.'],
    [{}, 'querystring is not valid.'],
  ])('says of %j: %s', (error, message) => {
    expect(formatValidation([error], 'querystring').message).toBe(message);
  });
});
