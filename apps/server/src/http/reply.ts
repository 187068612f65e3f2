/** Sending what belongs to a revision: with its entity tag, compressed once, or not at all where the client has it. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Body, type Encoding, isCompressible } from '../store/bodies.ts';
import type { MeshStore } from '../store/mesh-store.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { envelopeOf } from './envelope.ts';
import { snapshotAt } from './moment.ts';
import { sendProblem } from './problem.ts';

/**
 * The current snapshot, or the one that was current at a moment; without one the reply is a problem already and null is
 * returned.
 */
export function requireSnapshot(store: MeshStore, reply: FastifyReply, at?: string): Snapshot | null {
  const found = snapshotAt(store, at);
  if (found.ok) return found.snapshot;
  if (found.problem.code === 'not-ready') reply.header('retry-after', '1');
  void sendProblem(reply, found.problem);
  return null;
}

/** Answers with a body of the snapshot's revision, or with 304 where the client has it. */
export async function sendBody(
  request: FastifyRequest,
  reply: FastifyReply,
  snapshot: Snapshot,
  body: Body,
): Promise<FastifyReply> {
  if (isUnchanged(request, reply, snapshot)) return reply.code(304).send();
  const encoding = isCompressible(body) ? chooseEncoding(request.headers['accept-encoding']) : 'identity';
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.type('application/json; charset=utf-8').send(await body.bytes(encoding));
}

/**
 * Answers with a value made for this request alone, in the snapshot's envelope. Its tag follows from the value: it may change
 * where the report as a whole does not.
 */
export function sendValue(
  request: FastifyRequest,
  reply: FastifyReply,
  snapshot: Snapshot,
  value: object,
): FastifyReply {
  const text = JSON.stringify(value);
  const etag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 16)}"`;
  if (isUnchanged(request, reply, { ...snapshot, etag })) return reply.code(304).send();
  const envelope = JSON.stringify(envelopeOf(snapshot));
  const joined = text === '{}' ? envelope : `${envelope.slice(0, -1)},${text.slice(1)}`;
  return reply.type('application/json; charset=utf-8').send(joined);
}

function isUnchanged(request: FastifyRequest, reply: FastifyReply, { etag, report, revision }: Snapshot): boolean {
  reply.headers({
    etag,
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
    'hopscope-as-of': report.asOf,
    'hopscope-revision': String(revision),
  });
  return hasTag(request.headers['if-none-match'], etag);
}

/** Weak comparison, as RFC 9110 asks of If-None-Match. */
export function hasTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = etag.replace(/^W\//, '');
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === bare);
}

/** The best encoding that an Accept-Encoding header admits. */
export function chooseEncoding(header: string | string[] | undefined): Encoding {
  const admitted = new Set(
    String(header ?? '')
      .toLowerCase()
      .split(',')
      .map((part) => part.split(';').map((piece) => piece.trim()))
      .filter(([, quality]) => !/^q=0(?:\.0*)?$/.test(quality ?? ''))
      .map(([name]) => name),
  );
  return admitted.has('br') ? 'br' : admitted.has('gzip') ? 'gzip' : 'identity';
}
