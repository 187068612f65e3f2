import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createPainter } from '../render/painter.ts';
import { createPictures } from '../render/pictures.ts';
import { closeAll, LOGIN, removeAll, serveSnapshots } from './serve-snapshots.ts';
import { previewAddress } from './snapshot-pictures.ts';

afterEach(closeAll);
afterAll(removeAll);

const ASK = 'web/frontend -> shop/cart:80';

describe('GET /s/:token/preview.png', () => {
  it('is a PNG of 1200 by 630 and no view', async () => {
    const { call, create, access } = await serveSnapshots();
    const { path, id } = await create();
    const answer = await call('GET', `${path}/preview.png`);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/png']);
    expect(answer.rawPayload.subarray(1, 4).toString()).toBe('PNG');
    expect([answer.rawPayload.readUInt32BE(16), answer.rawPayload.readUInt32BE(20)]).toEqual([1200, 630]);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' });
    expect((await call('HEAD', `${path}/preview.png`)).statusCode).toBe(200);
    const opened = await access.open();
    if (!opened.ok) throw new Error(opened.reason);
    expect(await opened.value.desk.store.byId(id)).toMatchObject({ views: 0, lastViewAt: null });
    const said = await opened.value.desk.store.audit(100);
    expect(said.filter(({ what }) => what !== 'created')).toEqual([]);
  });

  it('opens no more than the page does', async () => {
    const { call, create } = await serveSnapshots(LOGIN);
    const { path, id } = await create({ audience: 'me' }, 'alice');
    for (const form of ['preview.png', 'export.svg', 'export.png']) {
      expect((await call('GET', `${path}/${form}`, undefined, 'bob')).statusCode).toBe(404);
      expect((await call('GET', `${path}/${form}`)).statusCode).toBe(404);
      expect((await call('GET', `/s/${'A'.repeat(32)}/${form}`, undefined, 'alice')).statusCode).toBe(404);
      expect((await call('GET', `${path}/${form}`, undefined, 'alice')).statusCode).toBe(200);
    }
    await call('DELETE', `/api/v1/snapshots/${id}`, undefined, 'alice');
    expect((await call('GET', `${path}/preview.png`, undefined, 'alice')).statusCode).not.toBe(200);
  });

  it('of a sealed one there is none, and nothing points to one', async () => {
    const { call, create } = await serveSnapshots();
    const { path } = await create({ sealed: 'QUFB' });
    expect((await call('GET', `${path}/preview.png`)).json().code).toBe('not-found');
    expect((await call('GET', path)).body).not.toContain('og:image');
  });

  it('without the library nothing points to it, and the SVG is there', async () => {
    const { call, create } = await serveSnapshots({}, createPictures({ painter: createPainter(null) }));
    const { path } = await create();
    expect((await call('GET', path)).body).not.toContain('og:image');
    expect((await call('GET', `${path}/preview.png`)).json().code).toBe('no-pictures');
    expect((await call('GET', `${path}/export.svg`)).statusCode).toBe(200);
  });
});

describe('GET /s/:token/export.svg', () => {
  it('shows the path that went along, and names what it is in the download', async () => {
    const { call, create } = await serveSnapshots();
    const { path } = await create({ profile: 'full', paths: [ASK] });
    const svg = await call('GET', `${path}/export.svg`);
    expect(svg.body).toContain('web/frontend cannot reach shop/cart:80');
    expect(svg.headers['content-disposition']).toMatch(/^attachment; filename="hopscope-[0-9TZ]+\.svg"$/);
    const png = await call('GET', `${path}/export.png`);
    expect([png.rawPayload.readUInt32BE(16), png.rawPayload.readUInt32BE(20)]).toEqual([2400, 1260]);
  });

  it('tells what the profile lets it tell', async () => {
    const { call, create } = await serveSnapshots();
    const drawn = async (body: object) => (await call('GET', `${(await create(body)).path}/export.svg`)).body;
    expect(await drawn({ profile: 'full' })).toContain('recommendations');
    const shape = await drawn({ profile: 'shape' });
    expect(shape).not.toMatch(/recommendations|frontend|checkout|ledger|shop/);
    expect(await drawn({ profile: 'team', paths: [ASK] })).not.toMatch(/node-\d\b/);
  });

  it('shows the namespaces that were looked at', async () => {
    const { call, create } = await serveSnapshots();
    const { path } = await create({ viewer: { namespaces: ['payments'] } });
    const { body } = await call('GET', `${path}/export.svg`);
    expect(body).toContain('<title id="title">payments: ');
    expect(body).not.toContain('recommendations');
  });
});

it('previewAddress: https is believed of a trusted proxy alone, and a host that is none makes no address', () => {
  const ask = (headers: Record<string, string>, ip = '127.0.0.1') =>
    previewAddress({ headers, ip, protocol: 'http' }, 'T', ['127.0.0.1']);
  expect(ask({ host: 'mesh.example:8443' })).toBe('http://mesh.example:8443/s/T/preview.png');
  expect(ask({ host: 'mesh.example', 'x-forwarded-proto': 'https' })).toBe('https://mesh.example/s/T/preview.png');
  expect(ask({ host: 'mesh.example', 'x-forwarded-proto': 'https' }, '10.0.0.1')).toMatch(/^http:/);
  expect(ask({ host: '[::1]:7411' })).toBe('http://[::1]:7411/s/T/preview.png');
  for (const host of ['evil.example/x?', 'a"><script>', 'user@evil.example', '']) expect(ask({ host })).toBeNull();
});
