/** A server with panels, a token of one and a link of somebody, behind a proxy that names people, and hostile requests against it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PORTAL, serveEmbed } from '../../src/routes/serve-embed.ts';
import { type HostileResult, sendHostile } from './hostile-panels.ts';

/** Sends so many; the token and the link must open what they opened before, and nothing may be made. */
export async function besiegePanels(count: number, seed = 1): Promise<HostileResult> {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-siege-'));
  mkdirSync(join(folder, 'embed'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>the application</title>');
  writeFileSync(join(folder, 'embed', 'embed.html'), '<!doctype html><meta name="hopscope-embed" content="" />');
  const env = {
    HOPSCOPE_PRINCIPAL_HEADER: 'x-forwarded-user',
    // The one who is sent as a proxy of tests is not the one who besieges.
    HOPSCOPE_TRUSTED_PROXIES: '10.9.9.9',
    HOPSCOPE_ADMINS: 'ada',
  };
  const { app, clock, panel } = await serveEmbed(env, { webRoot: folder });
  const asAda = { headers: { 'x-forwarded-user': 'ada' }, remoteAddress: '10.9.9.9' };
  const post = async (what: string, payload: object) =>
    (await app.inject({ method: 'POST', url: `/api/v1/embed/${what}`, payload, ...asAda })).json();
  const grant = { panel: 'problems', namespaces: ['shop'], origin: PORTAL };
  const begin = clock.at;
  clock.at = begin - 3_600_000;
  const { token: expired } = await post('tokens', grant);
  clock.at = begin;
  const { token: narrow } = await post('tokens', { ...grant, seconds: 600 });
  const { path, link } = await post('links', { panel: 'map', title: 'secret title', expires: '1d' });
  const key = String(path).split('#link=')[1]!;
  try {
    const prey = { narrow, expired, link: key, id: link.id, secrets: ['secret title', folder, key], hidden: HIDDEN };
    const result = await sendHostile(app, count, prey, seed);
    const links = await app.inject({ url: '/api/v1/embed/links', ...asAda });
    if (links.json().links.length !== 1) result.broken.push(`there are ${links.json().links.length} links, not one`);
    if ((await panel('problems', narrow, 'null')).statusCode !== 200) result.broken.push('the token opens nothing now');
    if ((await panel('problems', expired, 'null')).statusCode !== 401) result.broken.push('the old token opens again');
    return result;
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What lies outside of the token's namespace. */
const HIDDEN = /ledger|legacy|payments/;
