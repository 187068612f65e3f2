import { describe, expect, it } from 'vitest';
import { PORTAL, serveEmbed } from './serve-embed.ts';

const LOGIN = { HOPSCOPE_PRINCIPAL_HEADER: 'X-Forwarded-User', HOPSCOPE_ADMINS: 'root' };

describe('POST /embed/tokens', () => {
  it('makes tokens for origins of the list, and for no other', async () => {
    const { app } = await serveEmbed();
    const post = (origin: string) =>
      app.inject({ method: 'POST', url: '/api/v1/embed/tokens', payload: { panel: 'map', origin } });
    expect((await post(PORTAL)).statusCode).toBe(200);
    for (const origin of ['https://evil.example', 'null', '', '*', `${PORTAL}.evil.example`])
      expect([(await post(origin)).statusCode, (await post(origin)).json().code]).toEqual([403, 'embed-refused']);
  });

  it('wants a name where a proxy names people, and a page of its own', async () => {
    const { app } = await serveEmbed(LOGIN);
    const post = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/api/v1/embed/tokens', payload: { panel: 'map', origin: PORTAL }, headers });
    expect((await post({})).statusCode).toBe(401);
    expect((await post({ 'x-forwarded-user': 'alice' })).statusCode).toBe(200);
    expect((await post({ 'x-forwarded-user': 'alice', origin: 'https://evil.example' })).statusCode).toBe(403);
  });

  it('refuses what it does not know', async () => {
    const { app } = await serveEmbed();
    for (const payload of [
      { panel: 'map', origin: PORTAL, seconds: 3600 },
      { panel: 'x', origin: PORTAL },
      { panel: 'map', origin: PORTAL, admin: true },
      [],
    ])
      expect((await app.inject({ method: 'POST', url: '/api/v1/embed/tokens', payload })).statusCode).toBe(400);
  });

  it('does not let a token make a wider one', async () => {
    const { app, mint } = await serveEmbed(LOGIN);
    const narrow = await mint({ panel: 'map', namespaces: ['shop'] });
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/embed/tokens',
      payload: { panel: 'map', origin: PORTAL },
      headers: { authorization: `Bearer ${narrow}` },
    });
    expect(answer.statusCode).toBe(401);
  });
});

describe('GET /embed/allowed', () => {
  it('says whether an origin may frame panels, and the line to add', async () => {
    const { app } = await serveEmbed();
    const asked = async (origin: string) =>
      (await app.inject(`/api/v1/embed/allowed?origin=${encodeURIComponent(origin)}`)).json();
    expect(await asked(PORTAL)).toMatchObject({ allowed: true });
    expect(await asked('https://wiki.example')).toMatchObject({
      allowed: false,
      configuration: `HOPSCOPE_EMBED_ORIGINS=${PORTAL},https://wiki.example`,
    });
    expect((await asked('https://wiki.example/page')).detail).toContain('no origin');
  });
});

describe('links', () => {
  it('open a panel until they are revoked; a wrong one opens nothing', async () => {
    const { app, panel } = await serveEmbed();
    const made = await app.inject({
      method: 'POST',
      url: '/api/v1/embed/links',
      payload: { panel: 'map', namespaces: ['shop'], expires: '7d', query: 'theme=dark' },
    });
    const { path, link, kept } = made.json();
    expect(path).toMatch(/^\/embed\/v1\/map\?theme=dark#link=[\w-]{32}$/);
    expect(kept).toBe(false);
    const exchange = (text: string) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/embed/exchange',
        payload: { link: text },
        headers: { origin: 'null' },
      });
    const got = await exchange(path.split('#link=')[1]);
    expect(got.headers['access-control-allow-origin']).toBe('null');
    expect((await panel('map', got.json().token, 'null')).statusCode).toBe(200);
    expect((await panel('map?namespaces=payments', got.json().token, 'null')).statusCode).toBe(403);
    expect((await app.inject('/api/v1/embed/links')).body).not.toContain('tokenHash');
    for (const wrong of ['', link.id, 'A'.repeat(32)]) expect((await exchange(wrong)).statusCode).toBe(401);
    await app.inject({ method: 'DELETE', url: `/api/v1/embed/links/${link.id}` });
    expect((await exchange(path.split('#link=')[1])).statusCode).toBe(401);
  });

  it('belong to whoever made them', async () => {
    const { app } = await serveEmbed(LOGIN);
    const as = (who: string) => ({ 'x-forwarded-user': who });
    const made = await app.inject({
      method: 'POST',
      url: '/api/v1/embed/links',
      payload: { panel: 'map', expires: '1d' },
      headers: as('alice'),
    });
    const url = `/api/v1/embed/links/${made.json().link.id}`;
    expect((await app.inject({ method: 'DELETE', url, headers: as('bob') })).statusCode).toBe(404);
    expect((await app.inject({ url: '/api/v1/embed/links', headers: as('bob') })).json().links).toEqual([]);
    expect((await app.inject({ method: 'DELETE', url, headers: as('root') })).statusCode).toBe(200);
  });
});
