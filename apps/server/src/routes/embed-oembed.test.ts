import { describe, expect, it } from 'vitest';
import { serveEmbed } from './serve-embed.ts';

const LOGIN = { HOPSCOPE_PRINCIPAL_HEADER: 'X-Forwarded-User' };
const ask = (url: string, more = '') =>
  `/api/v1/embed/oembed?url=${encodeURIComponent(url)}${more === '' ? '' : `&${more}`}`;
const MAP = 'http://localhost:80/embed/v1/map?ns=shop';

describe('GET /embed/oembed', () => {
  it('tells of a panel where whoever reaches the server may read it', async () => {
    const { app } = await serveEmbed();
    const answer = await app.inject(ask('http://localhost/embed/v1/map?ns=shop', 'maxwidth=500&other=1'));
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ type: 'rich', width: 500, provider_name: 'Hopscope', cache_age: 86_400 });
  });

  it.each([
    [ask('http://evil.example/embed/v1/map'), 404, 'not-found'],
    [ask('http://localhost/s/abc'), 404, 'not-found'],
    [ask(MAP, 'format=xml'), 406, 'not-acceptable'],
    [ask(MAP, 'maxwidth=12'), 400, 'bad-query'],
    [ask(MAP, 'maxheight=ten'), 400, 'bad-query'],
    ['/api/v1/embed/oembed', 400, 'bad-query'],
    [ask('x'.repeat(3_000)), 400, 'bad-query'],
  ])('case %# is refused: %2$i', async (url, status, code) => {
    const { app } = await serveEmbed();
    const answer = await app.inject(url);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('where people sign in tells of living links alone', async () => {
    const { app } = await serveEmbed(LOGIN);
    expect((await app.inject(ask('http://localhost/embed/v1/map'))).statusCode).toBe(404);
    expect((await app.inject(ask('http://localhost/render/v1/map.svg'))).statusCode).toBe(404);
    const made = await app.inject({
      method: 'POST',
      url: '/api/v1/embed/links',
      payload: { panel: 'map', expires: '1d' },
      headers: { 'x-forwarded-user': 'alice' },
    });
    const { path, link } = made.json();
    const open = () => app.inject(ask(`http://localhost${path}`));
    expect((await open()).json().html).toContain(path.split('#')[1]);
    expect((await app.inject(ask(`http://localhost${path}x`))).statusCode).toBe(404);
    await app.inject({
      method: 'DELETE',
      url: `/api/v1/embed/links/${link.id}`,
      headers: { 'x-forwarded-user': 'alice' },
    });
    expect((await open()).statusCode).toBe(404);
  });

  it('is not asked without end', async () => {
    const { app } = await serveEmbed();
    const answers = await Promise.all(
      Array.from({ length: 70 }, () => app.inject(ask('http://localhost/embed/v1/map'))),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 429).length).toBeGreaterThan(0);
  });
});
