/** /embed/v1/PANEL: the page of a panel, to be framed. It holds no data; the panel asks for that itself. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { PANELS } from '../embed/embed-token.ts';
import { escapeHtml } from '../embed/oembed.ts';
import { isAllowed } from '../embed/settings.ts';
import { oembedAddress } from './embed-oembed.ts';
import type { App, Served } from './served.ts';

const PLACE = '<meta name="hopscope-embed" content="" />';
const Parameters = Type.Object({ version: Type.String({ maxLength: 100 }), panel: Type.String({ maxLength: 100 }) });

/** GET /embed/v1/:panel, and a short readable page for everything else under /embed/. */
export function registerEmbedPage(app: App, { embed }: Served, webRoot: string | null): void {
  if (embed === null) return;
  const file = webRoot === null ? null : join(webRoot, 'embed', 'embed.html');
  const page = file !== null && existsSync(file) ? readFileSync(file, 'utf8') : null;
  const discovery = (request: FastifyRequest): string => {
    const href = oembedAddress(request, embed);
    return href === null ? '' : `<link rel="alternate" type="application/json+oembed" href="${escapeHtml(href)}" />`;
  };
  const origins = embed.settings.anyOrigin ? ['*'] : embed.settings.origins;
  app.get('/embed/:version/:panel', { schema: { hide: true, params: Parameters } }, async (request, reply) => {
    const { version, panel } = request.params;
    if (version !== 'v1') return sendShort(reply, `There is no version ${version} of panels here. This server has v1.`);
    if (!PANELS.includes(panel as never))
      return sendShort(reply, `There is no panel ${panel}. There are: ${PANELS.join(', ')}.`);
    if (page === null) return sendShort(reply, 'The pages are not part of this build.');
    noteHost(request, embed);
    const facts = JSON.stringify({ panel, origins });
    return reply
      .headers({ 'cache-control': 'no-cache', 'x-robots-tag': 'noindex' })
      .type('text/html; charset=utf-8')
      .send(
        page.replace(PLACE, () => `<meta name="hopscope-embed" content="${escapeHtml(facts)}" />${discovery(request)}`),
      );
  });
  for (const path of ['/embed', '/embed/*'])
    app.get(path, { schema: { hide: true } }, async (_request, reply) =>
      sendShort(reply, `Panels are at /embed/v1/PANEL. There are: ${PANELS.join(', ')}.`),
    );
}

function noteHost({ headers }: FastifyRequest, { settings, hosts }: NonNullable<Served['embed']>): void {
  const { referer = '' } = headers;
  if (referer.length > 2_000 || !URL.canParse(referer)) return;
  const { origin } = new URL(referer);
  if (isAllowed(origin, settings)) hosts.note(origin);
}

/** Small enough for a box on a foreign page, and never the application. */
function sendShort(reply: FastifyReply, message: string): FastifyReply {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8" /><meta name="color-scheme" content="light dark" /><title>Hopscope</title></head><body role="alert"><h1>No such panel</h1><p>${escapeHtml(message)}</p></body></html>`;
  return reply.code(404).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
}
