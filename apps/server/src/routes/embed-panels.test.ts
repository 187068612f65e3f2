import { decodeGraph } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import { PORTAL, serveEmbed } from './serve-embed.ts';
import { demoState } from './serve-scenario.ts';

const ask = encodeURIComponent('web/checkout -> shop/cart:80');

describe('GET /embed/panels', () => {
  it.each([
    'map',
    'problems',
    'namespace?namespaces=shop',
    'workload?focus=shop/cart',
    `edge?ask=${ask}`,
    `path?ask=${ask}`,
    'changes',
  ])('answers %s to a sandboxed panel with its token', async (url) => {
    const { mint, panel } = await serveEmbed();
    const answer = await panel(url, await mint({ panel: url.split('?')[0] }), 'null');
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([200, 'null']);
    expect(answer.headers['cache-control']).toBe('private, no-store');
    expect(answer.json().asOf).toBe(demoState('waypoint').takenAt);
  });

  it('gives nothing to a sandbox or a foreign page without a token', async () => {
    const { panel } = await serveEmbed();
    for (const origin of ['null', PORTAL, 'https://evil.example']) {
      const answer = await panel('map', null, origin);
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'embed-token']);
      expect(answer.body).not.toContain('shop');
    }
    expect((await panel('map', null)).statusCode).toBe(200);
  });

  it('lets only the listed origins and sandboxes read, and allows nothing on any other route', async () => {
    const { app, mint, panel } = await serveEmbed();
    const token = await mint({ panel: 'map' });
    expect((await panel('map', token, 'https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
    expect((await panel('map', token, 'https://evil.example')).statusCode).toBe(403);
    expect((await panel('map', token, PORTAL)).headers['access-control-allow-origin']).toBe(PORTAL);
    for (const url of ['/api/v1/graph', '/api/v1/embed/tokens', '/api/v1/embed/links', '/api/v1/embed/hosts']) {
      const answer = await app.inject({ url, headers: { origin: 'null', authorization: `Bearer ${token}` } });
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('answers the question that browsers ask first, to those alone', async () => {
    const { app } = await serveEmbed();
    const preflight = (origin: string) =>
      app.inject({ method: 'OPTIONS', url: '/api/v1/embed/panels/map', headers: { origin } });
    expect((await preflight('null')).headers).toMatchObject({ 'access-control-allow-origin': 'null' });
    expect((await preflight('null')).headers['access-control-allow-headers']).toContain('authorization');
    expect((await preflight('null')).headers['access-control-allow-credentials']).toBeUndefined();
    expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
  });

  it('holds a token to its panel, its time and its end', async () => {
    const { clock, mint, panel } = await serveEmbed();
    const token = await mint({ panel: 'map', editable: [], seconds: 60 });
    expect((await panel('problems', token, 'null')).json().code).toBe('embed-refused');
    expect((await panel('map?at=2026-11-20T09:00:00Z', token, 'null')).json().code).toBe('embed-refused');
    expect((await panel('map', `${token}x`, 'null')).json().code).toBe('embed-token');
    clock.at += 60_000;
    const late = await panel('map', token, 'null');
    expect([late.statusCode, late.json().detail]).toEqual([401, 'This token has expired: fetch a new one.']);
  });

  it('holds a token to its namespaces, in what it tells and in what may be asked', async () => {
    const { mint, panel } = await serveEmbed();
    const map = (await panel('map', await mint({ panel: 'map', namespaces: ['shop'] }), 'null')).json();
    const { graph } = decodeGraph(map.mesh.graph);
    expect(new Set(graph.nodes.map(({ namespace }) => namespace))).toEqual(new Set(['shop']));
    expect(map.mesh.crossing.links).toBeGreaterThan(0);
    expect(JSON.stringify(map)).not.toMatch(/payments|ledger|legacy/);
    const token = await mint({ panel: 'map', namespaces: ['shop'] });
    expect((await panel('map?namespaces=payments', token, 'null')).json().code).toBe('embed-refused');
    expect((await panel('map?focus=payments/ledger', token, 'null')).json().code).toBe('unknown-subject');
    const path = await mint({ panel: 'path', namespaces: ['shop'] });
    const foreign = await panel(`path?ask=${ask}`, path, 'null');
    expect([foreign.statusCode, foreign.json().code]).toEqual([404, 'unknown-subject']);
    for (const to of ['host:ledger.payments:8080', 'ip:10.0.0.1:80']) {
      const answer = await panel(`path?ask=${encodeURIComponent(`shop/cart -> ${to}`)}`, path, 'null');
      expect(answer.json().code).toBe('unknown-subject');
    }
  });

  it('says the same to twenty panels and computes it once', async () => {
    const { made, mint, panel } = await serveEmbed();
    const [path, map] = [await mint({ panel: 'path' }), await mint({ panel: 'map' })];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        n % 2 ? panel(`path?ask=${ask}`, path, 'null') : panel('map', map, 'null'),
      ),
    );
    expect(new Set(answers.map(({ body }) => body)).size).toBe(2);
    // The whole graph is made ahead for whoever opens the pages.
    expect(made.filter((key) => !key.startsWith('graph '))).toHaveLength(2);
  });

  it('says 304 where nothing changed', async () => {
    const { app, mint, panel } = await serveEmbed();
    const token = await mint({ panel: 'problems' });
    const first = await panel('problems', token, 'null');
    const again = await app.inject({
      url: '/api/v1/embed/panels/problems',
      headers: { authorization: `Bearer ${token}`, origin: 'null', 'if-none-match': String(first.headers['etag']) },
    });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect(again.headers['access-control-allow-origin']).toBe('null');
  });

  it('says what a panel lacks', async () => {
    const { panel } = await serveEmbed();
    for (const url of ['workload', 'edge', 'edge?focus=nothing', 'path', 'path?ask=x', 'map?focus=no/such'])
      expect([(await panel(url, null)).statusCode, (await panel(url, null)).json().code]).toEqual([
        404,
        'unknown-subject',
      ]);
    expect((await panel('pictures', null)).statusCode).toBe(400);
  });
});
