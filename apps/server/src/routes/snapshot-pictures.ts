/** /s/TOKEN/preview.png, export.svg and export.png: what a chat shows of a link, and pictures to keep. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, sendProblem } from '../http/problem.ts';
import type { Unpainted } from '../render/painter.ts';
import type { Pictures } from '../render/pictures.ts';
import type { SnapshotPicture } from '../render/snapshot-picture.ts';
import { unpack } from '../snapshots/packing.ts';
import type { SnapshotRecord } from '../snapshots/record.ts';
import { sendPicture, unpaintedProblem } from './picture-replies.ts';
import { type DeskVisit, sendRefusal } from './snapshot-replies.ts';

export const SNAPSHOT_PICTURES: ReadonlySet<string> = new Set(['preview.png', 'export.svg', 'export.png']);

interface Wish {
  token: string;
  /** one of SNAPSHOT_PICTURES */
  form: string;
}

/** A preview is no view: those who show links fetch it before anybody has read the message. */
export async function sendSnapshotPicture(
  { desk, who }: DeskVisit,
  { token, form }: Wish,
  pictures: Pictures,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asker = who.name === null ? `from ${request.ip}` : `as ${who.name}`;
  if (!pictures.asks.take(asker)) return sendTooOften(reply);
  const opened = await desk.open(token, who, form === 'preview.png' ? null : 'downloaded');
  if (!opened.ok) return sendRefusal(reply, opened);
  const { record, body } = opened.value;
  if (record.profile === 'sealed') return sendProblem(reply, problemOf('not-found', SEALED));
  const keys = { svg: keyOf(record, form, 'svg'), png: keyOf(record, form, 'png') };
  const isThere = pictures.has(form.endsWith('.svg') ? keys.svg : keys.png);
  if (!isThere && !pictures.makings.take(asker)) return sendTooOften(reply);
  const drawn = isThere ? NOTHING : await drawBody(body, form, pictures);
  if ('why' in drawn)
    return drawn.why === 'busy'
      ? sendProblem(reply, unpaintedProblem(reply, drawn))
      : sendProblem(reply, problemOf('not-found', UNREADABLE));
  if (form !== 'preview.png') {
    const name = `hopscope-${record.asOf.replace(/[^0-9TZ]/g, '')}${form.slice(-4)}`;
    reply.header('content-disposition', `attachment; filename="${name}"`);
  }
  if (form.endsWith('.svg'))
    return sendPicture(
      request,
      reply,
      pictures.svg(keys.svg, () => drawn.svg),
      'svg',
    );
  const painted = await pictures.png(keys.png, drawn.width, () => drawn.svg);
  return painted.ok
    ? sendPicture(request, reply, painted.picture, 'png')
    : sendProblem(reply, unpaintedProblem(reply, painted));
}

/** Stands where the picture is kept already. */
const NOTHING: SnapshotPicture = { svg: '', width: 0 };

const keyOf = ({ id, digest }: SnapshotRecord, form: string, as: 'svg' | 'png'): string =>
  JSON.stringify(['snapshot', id, digest, form, as]);

async function drawBody(body: Buffer, form: string, pictures: Pictures): Promise<SnapshotPicture | Unpainted> {
  const file = await unpack(body);
  if (file === null) return { ok: false, why: 'failed', reason: '' };
  const result = await pictures.drawSnapshot(file, form === 'preview.png' ? 'preview' : 'export');
  return result.ok ? result.drawn : result;
}

function sendTooOften(reply: FastifyReply): FastifyReply {
  reply.header('retry-after', '2');
  return sendProblem(reply, problemOf('too-often', 'Too many pictures in a short time: wait some seconds.'));
}

const SEALED = 'Nobody here can read a sealed snapshot, so nobody can draw it: open it in a browser.';
const UNREADABLE = 'The snapshot cannot be read by this version, so it cannot be drawn.';

/** The whole address of a snapshot's preview, as those who show links need it; null where it cannot be told. */
export function previewAddress(
  { headers, protocol, ip }: Pick<FastifyRequest, 'headers' | 'protocol' | 'ip'>,
  token: string,
  trustedProxies: readonly string[],
): string | null {
  const isSafe = headers['x-forwarded-proto'] === 'https' && trustedProxies.includes(ip.replace(/^::ffff:/, ''));
  const { host = '' } = headers;
  if (!/^[A-Za-z0-9.-]{1,255}(?::\d{1,5})?$|^\[[0-9a-fA-F:]{2,45}\](?::\d{1,5})?$/.test(host)) return null;
  return `${isSafe ? 'https' : protocol}://${host}/s/${token}/preview.png`;
}
