import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { isOwn } from '../embed/admission.ts';
import type { EmbedAccess } from '../embed/embed-access.ts';
import { Grant, MOST_SECONDS } from '../embed/embed-token.ts';
import { isAllowed, isOrigin } from '../embed/settings.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { type Principal, principalOf } from '../snapshots/principal.ts';
import { responsesOf } from './describe.ts';
import { allowReading, shareWith } from './embed-panels.ts';
import type { App, Served } from './served.ts';

const { panel, locked, editable, origin } = Grant.properties;

export const TokenAnswer = Type.Object(
  { token: Type.String(), expiresAt: Type.String({ description: 'RFC 3339' }) },
  { description: 'A token for one panel.' },
);

const TokenWish = Type.Object(
  {
    panel,
    namespaces: Type.Optional(locked.properties.namespaces),
    editable: Type.Optional(editable),
    origin,
    seconds: Type.Optional(Type.Integer({ minimum: 10, maximum: MOST_SECONDS })),
  },
  { additionalProperties: false },
);

const LinkWish = Type.Object({ link: Type.String({ maxLength: 200 }) }, { additionalProperties: false });

const TOKEN_SECONDS = 300;

/** POST /embed/tokens for a host's own server, POST /embed/exchange for a pasted link, GET /embed/allowed and /embed/hosts. */
export function registerEmbedTokens(app: App, { embed }: Served): void {
  if (embed === null) return;
  const mintSchema = {
    summary: 'A token for a panel',
    description: 'For whoever may read this server: it can only be narrower than that. It lives ten minutes at most.',
    body: TokenWish,
    response: responsesOf(TokenAnswer, [400, 401, 403, 429, 503], false),
  };
  app.post('/embed/tokens', { schema: mintSchema }, async (request, reply) => {
    const who = requirePrincipal(request, reply, embed);
    if (who === null) return reply;
    const wish = request.body;
    if (!isAllowed(wish.origin, embed.settings) && !(isOrigin(wish.origin) && isOwn(wish.origin, request)))
      return sendProblem(reply, problemOf('embed-refused', notAllowed(wish.origin)));
    if (!embed.tries.take(`token ${who.name}`))
      return sendProblem(reply, problemOf('too-often', 'Ask again in a second.'));
    const grant = {
      panel: wish.panel,
      locked: { namespaces: wish.namespaces ?? null },
      editable: wish.editable ?? ['time', 'theme'],
      origin: wish.origin,
    };
    return sendToken(reply, embed, grant, who.name ?? '', wish.seconds ?? TOKEN_SECONDS);
  });

  allowReading(app, '/embed/exchange', 'POST', embed);
  const exchangeSchema = {
    summary: 'A token for a pasted link',
    description: 'The panel itself asks; the link stands in its address after #, which browsers send to no server.',
    body: LinkWish,
    response: responsesOf(TokenAnswer, [400, 401, 429, 503], false),
  };
  app.post('/embed/exchange', { schema: exchangeSchema, onRequest: shareWith(embed) }, async (request, reply) => {
    if (!embed.tries.take(`link ${request.ip}`))
      return sendProblem(reply, problemOf('too-often', 'Ask again in a second.'));
    const found = await (await embed.links()).find(request.body.link);
    if (found === null) return sendProblem(reply, problemOf('embed-token', OVER));
    const left = (Date.parse(found.expiresAt) - Date.now()) / 1000;
    return sendToken(reply, embed, found.grant, `link ${found.id}`, Math.min(TOKEN_SECONDS, left));
  });
  registerQuestions(app, embed);
}

function registerQuestions(app: App, embed: EmbedAccess): void {
  const askSchema = {
    summary: 'Would this origin be allowed?',
    querystring: Type.Object({ origin: Type.String({ maxLength: 300 }) }, { additionalProperties: false }),
    response: responsesOf(
      Type.Object({ allowed: Type.Boolean(), detail: Type.String(), configuration: Type.String() }),
      [400, 401],
      false,
    ),
  };
  app.get('/embed/allowed', { schema: askSchema }, async (request, reply) => {
    if (requirePrincipal(request, reply, embed) === null) return reply;
    const { origin: asked } = request.query;
    const allowed = isAllowed(asked, embed.settings);
    const list = [...embed.settings.origins, ...(allowed || !isOrigin(asked) ? [] : [asked])];
    const detail = allowed ? `Pages of ${asked} may frame panels.` : notAllowed(asked);
    return reply
      .header('cache-control', 'no-store')
      .send({ allowed, detail, configuration: `HOPSCOPE_EMBED_ORIGINS=${list.join(',')}` });
  });
  const hostsSchema = {
    summary: 'Who embeds us',
    description: 'Origins of pages that framed panels since this server started. For administrators.',
    response: responsesOf(
      Type.Object({
        hosts: Type.Array(Type.Object({ origin: Type.String(), loads: Type.Integer(), lastAt: Type.String() })),
      }),
      [401, 403],
      false,
    ),
  };
  app.get('/embed/hosts', { schema: hostsSchema }, async (request, reply) => {
    const who = requirePrincipal(request, reply, embed);
    if (who === null) return reply;
    if (!who.isAdmin)
      return sendProblem(reply, problemOf('embed-refused', 'Only administrators see who embeds panels.'));
    return reply.header('cache-control', 'no-store').send({ hosts: embed.hosts.list() });
  });
}

const OVER = 'This link has expired or was revoked, or is no link: ask whoever pasted it for a new one.';

const notAllowed = (origin: string): string =>
  isOrigin(origin)
    ? `Pages of ${origin} may not frame panels: add it to HOPSCOPE_EMBED_ORIGINS.`
    : `"${origin}" is no origin: write scheme, host and port alone, like https://portal.example.`;

async function sendToken(
  reply: FastifyReply,
  embed: EmbedAccess,
  grant: Grant,
  subject: string,
  seconds: number,
): Promise<FastifyReply> {
  const { token, claims } = (await embed.tokens()).mint(grant, subject, seconds);
  return reply
    .header('cache-control', 'no-store')
    .send({ token, expiresAt: new Date(claims.exp * 1000).toISOString() });
}

/** Who asks; where nobody is named the reply is a problem already and null is returned. */
export function requirePrincipal(request: FastifyRequest, reply: FastifyReply, embed: EmbedAccess): Principal | null {
  const who = principalOf(request, embed.people);
  const { origin } = request.headers;
  if (who.name !== null && (origin === undefined || isOwn(origin, request))) return who;
  const reason =
    who.name === null ? 'The proxy in front named nobody: sign in there.' : 'Not for pages of other origins.';
  void sendProblem(reply, problemOf(who.name === null ? 'embed-token' : 'embed-refused', reason));
  return null;
}
