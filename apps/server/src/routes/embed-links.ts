import { Type } from 'typebox';
import { EmbedLink } from '../embed/embed-links.ts';
import { Grant } from '../embed/embed-token.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { responsesOf } from './describe.ts';
import { requirePrincipal } from './embed-tokens.ts';
import type { App, Served } from './served.ts';
import { EXPIRIES } from './snapshot-replies.ts';

const { tokenHash: _hash, ...told } = EmbedLink.properties;
export const PublicLink = Type.Object(told);

const LinkWish = Type.Object(
  {
    panel: Grant.properties.panel,
    namespaces: Type.Optional(Grant.properties.locked.properties.namespaces),
    title: Type.Optional(Type.String({ maxLength: 200 })),
    query: Type.Optional(Type.String({ maxLength: 2000, description: 'of the address of the panel, without ?' })),
    expires: Type.Enum(['1d', '7d', '30d'], { description: 'every link ends' }),
  },
  { additionalProperties: false },
);

const publicLink = ({ tokenHash: _tokenHash, ...rest }: EmbedLink): object => rest;

/** POST, GET and DELETE /embed/links: addresses for hosts that can only paste one. */
export function registerEmbedLinks(app: App, { embed }: Served): void {
  if (embed === null) return;
  const createSchema = {
    summary: 'A link for a host that can only paste an address',
    description: 'It opens one panel, read-only, until it expires or is revoked. Its token is told this once.',
    body: LinkWish,
    response: responsesOf(
      Type.Object({ path: Type.String(), link: PublicLink, kept: Type.Boolean({ description: 'beyond a restart' }) }),
      [400, 401, 403, 429, 503],
      false,
    ),
  };
  app.post('/embed/links', { schema: createSchema }, async (request, reply) => {
    const who = requirePrincipal(request, reply, embed);
    if (who === null) return reply;
    const { panel, namespaces = null, title = '', query = '', expires } = request.body;
    const search = new URLSearchParams(query).toString();
    const grant: Grant = { panel, locked: { namespaces }, editable: ['time', 'theme'], origin: '' };
    const made = await (await embed.links()).create({ owner: who.name ?? '', title, grant }, EXPIRIES[expires]);
    if (made === null) return sendProblem(reply, problemOf('over-quota', 'You have 100 links: revoke one first.'));
    const path = `/embed/v1/${panel}${search === '' ? '' : `?${search}`}#link=${made.token}`;
    return reply
      .header('cache-control', 'no-store')
      .send({ path, link: publicLink(made.link), kept: embed.keepsLinks });
  });

  const listSchema = {
    summary: 'Links that are alive',
    description: "One's own; administrators see all of them.",
    response: responsesOf(Type.Object({ links: Type.Array(PublicLink) }), [401, 403, 503], false),
  };
  app.get('/embed/links', { schema: listSchema }, async (request, reply) => {
    const who = requirePrincipal(request, reply, embed);
    if (who === null) return reply;
    const links = await (await embed.links()).list(who.isAdmin ? null : who.name);
    return reply.header('cache-control', 'no-store').send({ links: links.map(publicLink) });
  });

  const endSchema = {
    summary: 'Revokes a link',
    description: 'Panels that it opened end within minutes, with their tokens.',
    params: Type.Object({ id: Type.String({ maxLength: 100 }) }),
    response: responsesOf(Type.Object({ revoked: Type.Boolean() }), [401, 403, 404, 503], false),
  };
  app.delete('/embed/links/:id', { schema: endSchema }, async (request, reply) => {
    const who = requirePrincipal(request, reply, embed);
    if (who === null) return reply;
    const isDone = await (await embed.links()).revoke(request.params.id, who.isAdmin ? null : who.name);
    if (!isDone) return sendProblem(reply, problemOf('not-found', 'There is no such link, or it is not yours.'));
    return reply.header('cache-control', 'no-store').send({ revoked: true });
  });
}
