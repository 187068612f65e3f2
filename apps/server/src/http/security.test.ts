import { describe, expect, it } from 'vitest';
import { demoState, serveStates } from '../routes/serve-scenario.ts';
import { isLoopbackHost } from './security.ts';

describe('isLoopbackHost', () => {
  it.each(['localhost', 'localhost:7411', '127.0.0.1:7411', '127.9.9.9', '[::1]:80', 'x.localhost'])(
    'knows %s',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true);
    },
  );
  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:7411', '10.0.0.1', '', undefined])(
    'refuses %s',
    (host) => {
      expect(isLoopbackHost(host)).toBe(false);
    },
  );
});

describe('registerSecurity', () => {
  it('refuses other names on loopback only', async () => {
    const ask = async (loopback: boolean) => {
      const { app } = await serveStates(demoState('rest'), { loopback });
      return app.inject({ url: '/api/v1/mesh', headers: { host: 'evil.example' } });
    };
    const refused = await ask(true);
    expect([refused.statusCode, refused.json().code]).toEqual([421, 'bad-host']);
    expect((await ask(false)).statusCode).toBe(200);
  });

  it('sets its headers on every answer, and lets no other origin read', async () => {
    const { app } = await serveStates(demoState('rest'), { loopback: true });
    for (const url of ['/api/v1/mesh', '/api/v1/nothing']) {
      const { headers } = await app.inject({
        url,
        headers: { host: 'localhost:7411', origin: 'https://evil.example' },
      });
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});
