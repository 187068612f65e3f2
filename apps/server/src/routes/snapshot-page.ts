/** /s/TOKEN: the page of a snapshot, and its exports. None of them changes anything; opening is counted by a POST of the page. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { problemOf, sendProblem } from '../http/problem.ts';
import type { Pictures } from '../render/pictures.ts';
import { exportHtml, readViewer, type ViewerFiles } from '../snapshots/export-html.ts';
import type { Refusal } from '../snapshots/outcome.ts';
import { unpack } from '../snapshots/packing.ts';
import { withPreviewTags } from '../snapshots/preview-tags.ts';
import type { SnapshotRecord } from '../snapshots/record.ts';
import type { App, Served } from './served.ts';
import { previewAddress, SNAPSHOT_PICTURES, sendSnapshotPicture } from './snapshot-pictures.ts';
import { type DeskVisit, sendRefusal, visitDesk } from './snapshot-replies.ts';

const TokenParameter = Type.Object({ token: Type.String({ maxLength: 300 }) });
const PairParameters = Type.Object({ before: Type.String({ maxLength: 300 }), after: Type.String({ maxLength: 300 }) });

/** GET /s/:token, /s/:before/:after, its exports /s/:token/export.json, .html, .svg and .png, and /s/:token/preview.png. */
export function registerSnapshotPage(app: App, served: Served, webRoot: string | null, pictures: Pictures): void {
  const index = webRoot === null ? null : join(webRoot, 'index.html');
  const page = index !== null && existsSync(index) ? readFileSync(index, 'utf8') : PLAIN_PAGE;
  const viewer = readViewer(webRoot);
  const sendPage = (reply: FastifyReply, status: number, record: SnapshotRecord | null, image: string | null) =>
    reply
      .code(status)
      .headers({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(withPreviewTags(page, record, image));
  const imageOf = (request: FastifyRequest, token: string, { access }: DeskVisit): string | null =>
    pictures.hasPng ? previewAddress(request, token, access.settings.trustedProxies) : null;

  app.get('/s/:token', { schema: { hide: true, params: TokenParameter } }, async (request, reply) => {
    const { token } = request.params;
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    const opened = await visit.desk.open(token, visit.who, null);
    if (opened.ok) return sendPage(reply, 200, opened.value.record, imageOf(request, token, visit));
    return sendPage(reply, PAGE_STATUS[opened.code] ?? 404, null, null);
  });
  app.get('/s/:before/:after', { schema: { hide: true, params: PairParameters } }, async (request, reply) => {
    const { before, after } = request.params;
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    if (EXPORTS.has(after)) return sendExport(visit, { token: before, form: after }, viewer, reply);
    if (SNAPSHOT_PICTURES.has(after))
      return sendSnapshotPicture(visit, { token: before, form: after }, pictures, request, reply);
    const opened = await visit.desk.open(before, visit.who, null);
    if (!opened.ok) return sendPage(reply, PAGE_STATUS[opened.code] ?? 404, null, null);
    return sendPage(reply, 200, opened.value.record, imageOf(request, before, visit));
  });
}

async function sendExport(
  { desk, who }: DeskVisit,
  { token, form }: { token: string; form: string },
  viewer: ViewerFiles | null,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const opened = await desk.open(token, who, 'downloaded');
  if (!opened.ok) return sendRefusal(reply, opened);
  const { record, body } = opened.value;
  const file = record.profile === 'sealed' ? null : await unpack(body);
  if (file === null) return sendProblem(reply, problemOf('not-found', NO_EXPORT));
  const name = `hopscope-${record.asOf.replace(/[^0-9TZ]/g, '')}`;
  reply.header('x-robots-tag', 'noindex, nofollow');
  if (form === 'export.json')
    return reply
      .header('content-disposition', `attachment; filename="${name}.json"`)
      .type('application/json; charset=utf-8')
      .send(file);
  if (viewer === null) return sendProblem(reply, problemOf('not-found', NO_VIEWER));
  return (
    reply
      .header('content-disposition', `attachment; filename="${name}.html"`)
      // Where a browser shows it all the same, nothing of it may reach this server.
      .header('content-security-policy', 'sandbox')
      .type('text/html; charset=utf-8')
      .send(exportHtml(file, record.title || record.headline, viewer))
  );
}

/** The page that asks for a passphrase is a page like others, and tells nothing. */
const PAGE_STATUS: Readonly<Partial<Record<Refusal, number>>> = { gone: 410, 'passphrase-needed': 200 };
const EXPORTS = new Set(['export.json', 'export.html']);
const NO_EXPORT = 'A sealed snapshot cannot be written out here: open it in a browser and save it from there.';
const NO_VIEWER = 'This build has no viewer to put into a page: take the .json and drop it on any Hopscope.';
const PLAIN_PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8" /></head><body>The pages are not part of this build; the API is at /api/v1.</body></html>';
