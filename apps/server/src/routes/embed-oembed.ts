import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { EmbedAccess } from '../embed/embed-access.ts';
import { describeEmbeddable, readEmbeddable } from '../embed/oembed.ts';
import { isOrigin } from '../embed/settings.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';

const Room = (least: number) => Type.Optional(Type.Integer({ minimum: least, maximum: 10_000, description: 'pixels' }));

const OembedQuery = Type.Object(
  {
    url: Type.String({ maxLength: 2_000, description: 'of a panel or of a picture of one, on this server' }),
    maxwidth: Room(280),
    maxheight: Room(120),
    format: Type.Optional(Type.String({ maxLength: 20, description: 'json' })),
  },
  { description: 'What else is asked is ignored, as oEmbed wants it.' },
);

export const OembedAnswer = Type.Object(
  {
    type: Type.Enum(['rich', 'photo']),
    version: Type.String(),
    title: Type.String(),
    provider_name: Type.String(),
    provider_url: Type.String(),
    width: Type.Integer(),
    height: Type.Integer(),
    html: Type.Optional(Type.String({ description: 'a frame, where the type is rich' })),
    url: Type.Optional(Type.String({ description: 'of the picture, where the type is photo' })),
    cache_age: Type.Integer({ description: 'seconds' }),
  },
  { description: 'oEmbed 1.0' },
);

const A_DAY = 86_400;

/** GET /embed/oembed: for pages that turn a pasted address into a frame. It tells nothing of the mesh. */
export function registerOembed(app: App, { embed }: Served): void {
  if (embed === null) return;
  const schema = {
    summary: 'What a page needs to show a panel of which it has the address (oEmbed)',
    description:
      'Where people sign in at a proxy, only of addresses that a link opens: whoever sees the page may be nobody to us.',
    querystring: OembedQuery,
    response: responsesOf(OembedAnswer, [400, 404, 406, 429, 503], false),
  };
  app.get('/embed/oembed', { schema }, async (request, reply) => {
    const { url, maxwidth, maxheight, format = 'json' } = request.query;
    if (format !== 'json') return sendProblem(reply, problemOf('not-acceptable', 'oEmbed is told as JSON alone.'));
    const read = readEmbeddable(url, request.headers.host ?? '');
    if (!read.ok) return sendProblem(reply, problemOf('not-found', read.reason));
    if (!embed.tries.take(`oembed ${request.ip}`))
      return sendProblem(reply, problemOf('too-often', 'Ask again in a second.'));
    const seconds = await openFor(read.value.link, embed);
    if (seconds <= 0) return sendProblem(reply, problemOf('not-found', NOT_OPEN));
    return reply
      .headers({ 'cache-control': `private, max-age=${Math.min(300, seconds)}`, vary: 'host' })
      .send({ ...describeEmbeddable(read.value, { maxwidth, maxheight }), cache_age: seconds });
  });
}

const NOT_OPEN = 'Nobody may open that address without signing in: paste a link made under Share > Embed.';

/** For how many seconds anybody who has the address may open it; 0 = not at all. */
async function openFor(link: string, embed: EmbedAccess): Promise<number> {
  if (link === '') return isPublic(embed) ? A_DAY : 0;
  const found = await (await embed.links()).find(link);
  return found === null ? 0 : Math.min(A_DAY, Math.ceil((Date.parse(found.expiresAt) - Date.now()) / 1000));
}

/** True where there is no login: whoever reaches this server reads everything there. */
const isPublic = ({ people }: EmbedAccess): boolean => people.principalHeader === null;

/** The address of oEmbed's answer about a page of ours, to be told in its head; null where nobody may be told of it. */
export function oembedAddress(request: FastifyRequest, embed: EmbedAccess): string | null {
  const forwarded = request.headers['x-forwarded-proto'];
  const isTrusted = embed.people.trustedProxies.includes(request.ip.replace(/^::ffff:/, ''));
  const origin = `${isTrusted && forwarded === 'https' ? 'https' : request.protocol}://${request.headers.host ?? ''}`;
  if (!isPublic(embed) || !isOrigin(origin)) return null;
  const url = `${origin}${request.url}`;
  return url.length > 1_500 ? null : `${origin}/api/v1/embed/oembed?${new URLSearchParams({ url, format: 'json' })}`;
}
