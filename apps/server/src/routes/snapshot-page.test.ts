import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSnapshotSettings } from '../snapshots/settings.ts';
import { createSnapshotAccess } from '../snapshots/snapshot-access.ts';
import { demoState, serveStates } from './serve-scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'hopscope-page-'));
const web = join(folder, 'web');
mkdirSync(join(web, 'viewer'), { recursive: true });
writeFileSync(
  join(web, 'index.html'),
  `<!doctype html><html><head><meta charset="utf-8" /></head><body>${'x'.repeat(50_000)}</body></html>`,
);
writeFileSync(join(web, 'viewer/viewer.js'), 'document.title = "</script><script>alert(1)</script>";');
writeFileSync(join(web, 'viewer/viewer.css'), 'a{}</style><b>');
const settings = readSnapshotSettings({ HOPSCOPE_SNAPSHOTS: join(folder, 'store') });
if (!settings.ok) throw new Error(settings.reason);
const snapshots = createSnapshotAccess(settings.value, () => {});
const HOSTILE = `"><script>alert('x')</script><!--\r\nSet-Cookie: a=b`;
const state = structuredClone(demoState('waypoint'));
for (const gateway of state.gateways)
  if (gateway.name === 'waypoint') gateway.name = '</script><img src=x onerror=alert(1)>';
const { app } = await serveStates(state, { snapshots, webRoot: web });
afterAll(async () => {
  await app.close();
  await snapshots.close();
  rmSync(folder, { recursive: true });
});

const create = async (payload: object) =>
  (await app.inject({ method: 'POST', url: '/api/v1/snapshots', payload })).json();

describe('GET /s/:token', () => {
  it('the tags stand in the first kilobytes and hold names of strangers as text', async () => {
    const { path } = await create({ title: HOSTILE });
    const page = (await app.inject(path)).body;
    const start = page.slice(0, 8_192);
    expect(start).toContain('property="og:title"');
    expect(start).toContain('property="og:description"');
    expect(start).toContain('noindex');
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img src=x');
    expect(start).toContain(`property="og:image" content="http://localhost:80${path}/preview.png"`);
  });

  it('of a sealed one it tells nothing', async () => {
    const { path } = await create({ sealed: 'QUFB' });
    const page = (await app.inject(path)).body;
    expect(page).toContain('sealed snapshot');
    expect(page).not.toContain('shop/');
    expect(page).not.toContain('og:image');
  });

  it('the exports cannot be broken out of, name no header of a stranger and forbid the network', async () => {
    const { path } = await create({ title: HOSTILE });
    const [html, json] = [await app.inject(`${path}/export.html`), await app.inject(`${path}/export.json`)];
    expect(html.headers['content-disposition']).toMatch(/^attachment; filename="hopscope-[0-9TZ]+\.html"$/);
    expect(json.headers['content-disposition']).toMatch(/^attachment; filename="hopscope-[0-9TZ]+\.json"$/);
    expect([html.headers['set-cookie'], json.headers['set-cookie']]).toEqual([undefined, undefined]);
    expect([html.body.match(/<\/script>/g), html.body.match(/<\/style>/g)]).toMatchObject([
      { length: 2 },
      { length: 1 },
    ]);
    expect(html.body).toContain("default-src 'none'; script-src 'sha256-");
    const [, data] = /<script type="application\/json" id="snapshot">(.*?)<\/script>/s.exec(html.body)!;
    expect(data).not.toContain('<');
    expect(JSON.parse(data!)).toEqual(JSON.parse(json.body));
  });

  it('a wrong address is the page without any tag', async () => {
    const answer = await app.inject(`/s/${'A'.repeat(32)}`);
    expect([answer.statusCode, answer.body.includes('og:')]).toEqual([404, false]);
    expect((await app.inject(`/s/${'A'.repeat(32)}/export.json`)).statusCode).toBe(404);
  });
});
