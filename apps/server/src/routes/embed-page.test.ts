import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PORTAL, serveEmbed } from './serve-embed.ts';

const folder = mkdtempSync(join(tmpdir(), 'hopscope-embed-'));
mkdirSync(join(folder, 'embed'));
writeFileSync(join(folder, 'index.html'), '<!doctype html><title>the application</title>');
writeFileSync(
  join(folder, 'embed', 'embed.html'),
  '<!doctype html><meta name="hopscope-embed" content="" /><title>a panel</title>',
);
afterAll(() => rmSync(folder, { recursive: true }));

describe('GET /embed/v1/:panel', () => {
  it('gives the page of a panel, which names who may frame it', async () => {
    const { app } = await serveEmbed({}, { webRoot: folder });
    const answer = await app.inject('/embed/v1/map?ns=shop');
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain(
      'content="{&quot;panel&quot;:&quot;map&quot;,&quot;origins&quot;:[&quot;https://portal.example&quot;]}"',
    );
    expect(answer.headers['content-security-policy']).toContain(`frame-ancestors 'self' ${PORTAL}`);
  });

  it.each(['/embed/v2/map', '/embed/v1/pictures', '/embed/v1/%3Cscript%3E', '/embed/v1/a/b', '/embed/'])(
    'says in short that there is no %s, and never gives the application',
    async (url) => {
      const { app } = await serveEmbed({}, { webRoot: folder });
      const answer = await app.inject(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toContain('No such panel');
      expect(answer.body).not.toContain('the application');
      expect(answer.body).not.toContain('<script');
      expect(answer.body.length).toBeLessThan(600);
    },
  );

  it('counts origins of pages that may frame, and nothing else of them', async () => {
    const { app } = await serveEmbed({}, { webRoot: folder });
    for (const referer of [`${PORTAL}/secret/page?x=1`, 'https://evil.example/', 'nonsense'])
      await app.inject({ url: '/embed/v1/map', headers: { referer } });
    const answer = await app.inject('/api/v1/embed/hosts');
    expect(answer.json().hosts).toMatchObject([{ origin: PORTAL, loads: 1 }]);
    expect(answer.body).not.toContain('secret');
  });

  it('tells where oEmbed is asked, unless people must sign in', async () => {
    const { app } = await serveEmbed({}, { webRoot: folder });
    const { body } = await app.inject({ url: '/embed/v1/map?ns=shop', headers: { host: 'localhost:1' } });
    const [, href = ''] = /type="application\/json\+oembed" href="([^"]+)"/.exec(body) ?? [];
    const about = new URL(href.replaceAll('&amp;', '&'));
    expect(about.searchParams.get('url')).toBe('http://localhost:1/embed/v1/map?ns=shop');
    expect((await app.inject({ url: about.pathname + about.search, headers: { host: about.host } })).json().type).toBe(
      'rich',
    );
    const closed = await serveEmbed({ HOPSCOPE_PRINCIPAL_HEADER: 'X-User' }, { webRoot: folder });
    expect((await closed.app.inject('/embed/v1/map')).body).not.toContain('oembed');
    const odd = await app.inject({ url: '/embed/v1/map', headers: { host: 'a"><b>' } });
    expect(odd.body).not.toContain('oembed');
  });
});
