import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { demoState, serveStates } from './routes/serve-scenario.ts';

describe('buildApp', () => {
  it('puts asOf, revision and the sources on every answer', async () => {
    const { app } = await serveStates(demoState('rest'));
    const paths = [
      'mesh',
      'graph',
      'findings',
      'components',
      'services',
      'services/shop/cart',
      'workloads',
      'workloads/web/frontend',
      'sources',
    ];
    for (const path of [...paths, 'path?ask=web/frontend->shop/cart:80']) {
      const answer = await app.inject(`/api/v1/${path}`);
      expect(answer.json()).toMatchObject({ revision: 100, sources: { total: expect.any(Number) } });
      expect(answer.json().asOf).toBe('2026-11-20T10:00:00Z');
      expect(answer.headers['etag']).toMatch(/^W\/"/);
    }
  });

  it('answers every address that is not there with a problem', async () => {
    const { app } = await serveStates(demoState('rest'));
    for (const [method, url] of [
      ['GET', '/api/v1/none'],
      ['DELETE', '/api/v1/mesh'],
      ['POST', '/'],
    ] as const) {
      const answer = await app.inject({ method, url });
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'not-found']);
    }
  });

  it('does not let endless headers in, and ends although somebody is reading', async () => {
    const { app } = await serveStates(demoState('rest'));
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/mesh`, { headers: { 'x-long': 'x'.repeat(20_000) } });
    expect(answer.status).toBe(431);
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((done) => socket.once('connect', () => done()));
    socket.on('error', () => {});
    socket.write('GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await new Promise<void>((done) => socket.once('data', () => done()));
    await app.close();
    socket.destroy();
  });
});
