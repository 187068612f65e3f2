/** How pictures are sent: what they may do where somebody opens them, and nothing where the client has them. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, problemOf } from '../http/problem.ts';
import { hasTag } from '../http/reply.ts';
import type { Drawn, Picture } from '../render/pictures.ts';

/** An SVG that is opened as a page runs nothing, loads nothing and is framed by nobody. */
const POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

const TYPES = { svg: 'image/svg+xml; charset=utf-8', png: 'image/png' } as const;

/** A picture, or 304. Whose rights it was made with must not be forgotten by what keeps it. */
export function sendPicture(
  request: FastifyRequest,
  reply: FastifyReply,
  { bytes, etag }: Picture,
  form: 'svg' | 'png',
): FastifyReply {
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache');
  reply.headers({
    etag,
    vary: 'authorization, referer, sec-fetch-site',
    'content-security-policy': POLICY,
    'x-robots-tag': 'noindex, nofollow',
  });
  if (hasTag(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.type(TYPES[form]).send(bytes);
}

/** Why there is none, as an image that is kept by nobody. */
export function sendTroublePicture(reply: FastifyReply, status: number, svg: string): FastifyReply {
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', 'content-security-policy': POLICY })
    .type(TYPES.svg)
    .send(svg);
}

/** Why there is no PNG. */
export function unpaintedProblem(reply: FastifyReply, { why, reason }: Extract<Drawn, { ok: false }>): Problem {
  if (why === 'missing') return problemOf('no-pictures', reason);
  if (why === 'failed') return problemOf('no-pictures', `${reason} The same address with .svg works.`);
  reply.header('retry-after', '3');
  return problemOf('busy', reason);
}
