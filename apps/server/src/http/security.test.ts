import { describe, expect, it } from 'vitest';
import { demoState, serveStates } from '../routes/serve-scenario.ts';
import { headersFor, isLoopbackHost } from './security.ts';

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

describe('headersFor', () => {
  const embed = { origins: ['https://portal.example'], anyOrigin: false };

  it.each(['/', '/path', '/api/v1/mesh', '/s/abc', '/embed', '/embedded/x', '/assets/a.js'])(
    'lets nobody frame %s',
    (path) => {
      const headers = headersFor(path, embed);
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-frame-options']).toBe('DENY');
    },
  );

  it('lets the list and its own pages frame panels, and nothing inline run in them', () => {
    const headers = headersFor('/embed/v1/map', embed);
    const policy = headers['content-security-policy'];
    expect(policy).toMatch(/frame-ancestors 'self' https:\/\/portal\.example$/);
    expect(policy).not.toContain('unsafe');
    expect(headers['x-frame-options']).toBeUndefined();
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('lets sandboxed panels load their scripts', () => {
    expect(headersFor('/embed/assets/embed-12345678.js', embed)['access-control-allow-origin']).toBe('*');
    expect(headersFor('/embed/v1/hopscope-panel.js', embed)['access-control-allow-origin']).toBe('*');
  });

  it('takes the whole world only where it is told to, and nobody without panels', () => {
    expect(headersFor('/embed/v1/map', { origins: [], anyOrigin: true })['content-security-policy']).toMatch(
      /frame-ancestors \*$/,
    );
    expect(headersFor('/embed/v1/map', { origins: [], anyOrigin: false })['content-security-policy']).toMatch(
      /frame-ancestors 'self'$/,
    );
    expect(headersFor('/embed/v1/map', null)['x-frame-options']).toBe('DENY');
  });
});
