import { afterAll, describe, expect, it } from 'vitest';
import { createPainter } from '../render/painter.ts';
import { createPictures } from '../render/pictures.ts';
import { PORTAL, serveEmbed } from './serve-embed.ts';
import { demoState } from './serve-scenario.ts';

const ask = encodeURIComponent('web/frontend -> shop/cart:80');
const served: { close(): Promise<unknown> }[] = [];
afterAll(async () => {
  for (const app of served) await app.close();
});

async function serve(env: Record<string, string> = {}, pictures = createPictures()) {
  const embed = await serveEmbed(env, { pictures });
  served.push(embed.app);
  const get = (url: string, headers: Record<string, string> = {}) =>
    embed.app.inject({ url: `/render/v1/${url}`, headers });
  return { ...embed, get };
}

/** Width and height of a PNG, from its first chunk. */
function sizeOfPng(bytes: Buffer): [number, number] {
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe('GET /render/v1', () => {
  it.each([
    ['map', 'of 67 links fail'],
    ['problems', 'of 67 links fail'],
    ['namespace', 'shop: ', 'ns=shop'],
    ['workload', 'shop/cart: ', 'focus=shop/cart'],
    ['edge', 'cannot reach', `ask=${encodeURIComponent('workload:web/frontend -> shop/cart:80')}`],
    ['path', 'cannot reach', 'from=web/frontend&to=shop/cart:80'],
    ['changes', 'No change is known'],
  ])('draws %s in both forms', async (panel, sentence, query = '') => {
    const { get, store } = await serve();
    const link = store
      .current()!
      .report.graph.links.find(({ to, from }) => from.endsWith('web/frontend') && to.endsWith('shop/cart'))!;
    const asked = panel === 'edge' ? `focus=${encodeURIComponent(link.id)}` : query;
    const svg = await get(`${panel}.svg?${asked}`);
    expect([svg.statusCode, svg.headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(svg.body).toContain(sentence);
    expect(svg.body).toMatch(/^<svg [^>]*role="img"[^>]*><title id="title">[^<]+<\/title><desc id="desc">/);
    const png = await get(`${panel}.png?${asked}&width=640&height=360&scale=2`);
    expect([png.statusCode, png.headers['content-type']]).toEqual([200, 'image/png']);
    expect(sizeOfPng(png.rawPayload)).toEqual([1280, 720]);
  });

  it('gives the same bytes for the same mesh, and nothing to who has them', async () => {
    const [one, other] = [await serve(), await serve()];
    const first = await one.get('map.svg?theme=dark');
    expect((await other.get('map.svg?theme=dark')).body).toBe(first.body);
    expect((await one.get('map.svg')).body).not.toBe(first.body);
    const etag = String(first.headers['etag']);
    const again = await one.get('map.svg?theme=dark', { 'if-none-match': etag });
    expect([again.statusCode, again.body, again.headers['etag']]).toEqual([304, '', etag]);
    expect(first.headers).toMatchObject({
      'cache-control': 'private, no-cache',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'hopscope-as-of': demoState('waypoint').takenAt,
    });
    expect(String(first.headers['vary'])).toContain('referer');
  });

  it('is bounded: sizes, pixels, names and times', async () => {
    const { get } = await serve();
    const wrong = [
      'map.svg?width=100000',
      'map.svg?width=NaN',
      'map.svg?height=1',
      'map.png?scale=9',
      'map.png?width=2400&height=1600&scale=3',
      'map.svg?theme=pink',
      'map.svg?ns=%3Cscript%3E',
      'changes.svg?from=yesterday',
      `map.svg?ns=${'a,'.repeat(3_000)}`,
    ];
    for (const url of wrong) {
      const answer = await get(url);
      expect([url, answer.statusCode, answer.json().code]).toEqual([url, 400, 'bad-query']);
    }
    expect((await get('map.svg?unknown=1&refresh=10s')).statusCode).toBe(200);
  });

  it('says what is not there', async () => {
    const { get, app } = await serve();
    expect((await get('workload.svg?focus=shop/nobody')).json().code).toBe('unknown-subject');
    expect((await get('workload.svg')).json().code).toBe('unknown-subject');
    expect((await get('path.svg')).json().code).toBe('unknown-subject');
    expect((await get('map.svg?at=999')).json().code).toBe('at-not-kept');
    for (const url of ['/render/v1/else.svg', '/render/v2/map.svg', '/render', '/render/v1/map.gif'])
      expect((await app.inject(url)).json().code).toBe('not-found');
  });

  it('says it as an image to who looks at an image, with the same status', async () => {
    const { get, app } = await serve();
    const image = { 'sec-fetch-dest': 'image', 'sec-fetch-site': 'same-origin' };
    const gone = await get('workload.png?focus=shop/nobody', image);
    expect([gone.statusCode, gone.headers['content-type'], gone.headers['cache-control']]).toEqual([
      404,
      'image/svg+xml; charset=utf-8',
      'no-store',
    ]);
    expect(gone.body).toContain('There is no shop/nobody here');
    expect((await get('badge.svg?ask=nonsense', image)).body).toContain('no badge');
    // Whoever may not have it learns nothing in either form.
    const foreign = { ...image, 'sec-fetch-site': 'cross-site', referer: 'https://evil.example/' };
    expect((await get('workload.png?focus=shop/nobody', foreign)).json().code).toBe('embed-refused');
    expect((await app.inject('/render/v1/workload.svg?focus=shop/nobody')).json().code).toBe('unknown-subject');
  });

  it('gives SVGs and says why there is no PNG where the library is missing', async () => {
    const { get } = await serve({}, createPictures({ painter: createPainter(null) }));
    const png = await get('map.png');
    expect([png.statusCode, png.json().code]).toEqual([501, 'no-pictures']);
    expect(png.json().detail).toContain('@resvg/resvg-js');
    expect((await get('map.svg')).statusCode).toBe(200);
  });

  it('lets one client ask so often, and others all the same', async () => {
    const pictures = createPictures({ now: () => 0 });
    const { get } = await serve({}, pictures);
    const widths = Array.from({ length: 45 }, (_, index) => 300 + index);
    const codes: number[] = [];
    for (const width of widths) codes.push((await get(`badge.svg?from=now-${width}m`)).statusCode);
    expect(codes.filter((code) => code === 200)).toHaveLength(40);
    const refused = await get('map.svg');
    expect([refused.statusCode, refused.json().code, refused.headers['retry-after']]).toEqual([429, 'too-often', '2']);
    // What is there already costs nothing.
    expect((await get('badge.svg?from=now-300m')).statusCode).toBe(200);
    expect(pictures.makings.take('from 10.0.0.9')).toBe(true);
  });
});

describe('who may have a picture', () => {
  it('pages of the list show it, and no other page can even ask whether something is there', async () => {
    const { get } = await serve();
    const show = (url: string, referer: string, site = 'cross-site') =>
      get(url, { 'sec-fetch-site': site, 'sec-fetch-dest': 'image', ...(referer === '' ? {} : { referer }) });
    const shown = await show('map.svg', `${PORTAL}/`);
    expect([shown.statusCode, shown.headers['cross-origin-resource-policy']]).toEqual([200, 'cross-origin']);
    expect(shown.headers['access-control-allow-origin']).toBeUndefined();
    for (const referer of ['https://evil.example/', '', 'nonsense']) {
      const [there, gone] = [
        await show('workload.svg?focus=shop/cart', referer),
        await show('workload.svg?focus=no/no', referer),
      ];
      expect([there.statusCode, there.body]).toEqual([403, gone.body]);
      expect(there.headers['cross-origin-resource-policy']).toBe('same-origin');
    }
    expect((await show('map.svg', 'https://evil.example/', 'same-site')).statusCode).toBe(403);
    // Without the headers of a browser on a safe page the referrer alone tells.
    expect((await get('map.svg', { referer: 'http://evil.example/' })).statusCode).toBe(403);
    expect((await get('map.svg')).headers['cross-origin-resource-policy']).toBe('same-origin');
    // Somebody follows a link.
    const opened = await get('map.svg', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' });
    expect(opened.statusCode).toBe(200);
  });

  it('where a proxy names people, only for those whom it names', async () => {
    const { get } = await serve({ HOPSCOPE_PRINCIPAL_HEADER: 'X-Forwarded-User' });
    const nobody = await get('map.svg');
    expect([nobody.statusCode, nobody.json().code]).toEqual([401, 'embed-token']);
    expect((await get('map.svg', { 'x-forwarded-user': 'alice' })).statusCode).toBe(200);
  });

  it('with a token as far as the token goes', async () => {
    const { get, mint } = await serve();
    const authorization = `Bearer ${await mint({ panel: 'map', namespaces: ['shop'], editable: [] })}`;
    const narrow = await get('map.svg', { authorization });
    expect(narrow.statusCode).toBe(200);
    expect(narrow.body).toContain('cart');
    expect(narrow.body).not.toMatch(/frontend|payments|ledger/);
    expect((await get('map.svg')).body).toContain('frontend');
    expect((await get('map.svg?ns=web', { authorization })).json().code).toBe('embed-refused');
    expect((await get('map.svg?at=100', { authorization })).json().code).toBe('embed-refused');
    expect((await get('problems.svg', { authorization })).json().code).toBe('embed-refused');
    expect((await get('map.svg', { authorization: 'Bearer nonsense' })).statusCode).toBe(401);
  });
});

describe('GET /render/v1/badge.svg', () => {
  it('tells the mesh, namespaces and a path on one line', async () => {
    const { get } = await serve();
    expect((await get('badge.svg')).body).toContain('<title id="title">mesh: 15 broken</title>');
    expect((await get('badge.svg?ns=shop')).body).toContain('<title id="title">shop: 15 broken</title>');
    expect((await get('badge.svg?ns=data')).body).toContain('<title id="title">data: works</title>');
    expect((await get(`badge.svg?ask=${ask}`)).body).toContain('web/frontend -&gt; shop/cart:80: blocked</title>');
    expect((await get('badge.svg?ask=nonsense')).json().code).toBe('unknown-subject');
  });
});
