import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoState, serveStates } from '../routes/serve-scenario.ts';
import type { App } from '../routes/served.ts';

const folder = mkdtempSync(join(tmpdir(), 'hopscope-web-'));
let app: App;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Hopscope</title>');
  writeFileSync(join(folder, 'icon.svg'), '<svg/>');
  writeFileSync(join(folder, 'assets/index-B3xYz_19.js'), 'export {}');
  ({ app } = await serveStates(demoState('rest'), { webRoot: folder }));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('registerWeb', () => {
  it.each(['/', '/path?from=a/b', '/services/shop/cart'])('gives the page for %s', async (url) => {
    const answer = await app.inject(url);
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-cache']);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.body).toContain('Hopscope');
  });

  it('lets hashed files be kept for ever, and others be asked for again', async () => {
    const hashed = await app.inject('/assets/index-B3xYz_19.js');
    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(hashed.headers['content-type']).toContain('javascript');
    expect((await app.inject('/icon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it.each(['/assets/gone-12345678.js', '/api', '/api/v1/nothing', '/api/v2/mesh'])('has nothing at %s', async (url) => {
    const answer = await app.inject(url);
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not-found']);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('does not leave its folder', async () => {
    for (const url of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2f..%2fetc/passwd'])
      expect((await app.inject(url)).body).not.toContain('root:');
  });

  it('says that a build has no pages', async () => {
    const bare = await serveStates(demoState('rest'));
    expect((await bare.app.inject('/')).json().detail).toContain('API is at /api/v1');
  });
});
