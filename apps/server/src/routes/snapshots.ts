import { type Parsed, type PathQuery, PLAIN_VIEW, Profile, parseAsk, Redaction, Viewer } from '@hopscope/core';
import type { FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { atProperty } from '../http/moment.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot } from '../http/reply.ts';
import { type DocumentChoice, makeDocument } from '../snapshots/make-document.ts';
import { isWithin } from '../snapshots/narrowing.ts';
import { refused } from '../snapshots/outcome.ts';
import { pack } from '../snapshots/packing.ts';
import type { Principal } from '../snapshots/principal.ts';
import { type Content, type Publication, UNNAMED } from '../snapshots/publication.ts';
import { Audience, Rights } from '../snapshots/record.ts';
import { SIZE_LIMITS } from '../snapshots/settings.ts';
import { encodeSigned } from '../snapshots/signed-file.ts';
import { digestOfBytes } from '../snapshots/signing.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';
import { type DeskVisit, EXPIRIES, PublicRecord, publicRecord, sendRefusal, visitDesk } from './snapshot-replies.ts';

const MOST_PATHS = 20;

const CreateBody = Type.Object(
  {
    dryRun: Type.Optional(Type.Boolean({ description: 'true = make the bytes and show them; nothing is kept' })),
    draft: Type.Optional(
      Type.String({ minLength: 32, maxLength: 32, description: 'publish exactly the bytes that a dry run showed' }),
    ),
    sealed: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: Math.ceil((SIZE_LIMITS.bytes * 4) / 3) + 4,
        pattern: '^[A-Za-z0-9+/]+={0,2}$',
        description:
          'base64 of bytes that the browser encrypted; they are kept as they are and nobody here can read them',
      }),
    ),
    profile: Type.Optional(Type.Unsafe<Profile>({ ...Profile, description: 'what is left of names; default team' })),
    paths: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 1300 }), {
        maxItems: MOST_PATHS,
        description: 'paths to take along, hop by hop: `web/frontend -> payments/api:8080`',
      }),
    ),
    pair: Type.Optional(
      Type.String({
        maxLength: 64,
        description: 'snapshots with the same pair name replace names alike, so that they can be compared',
      }),
    ),
    viewer: Type.Optional(
      Type.Object(
        {
          view: Type.Optional(Viewer.properties.view),
          problems: Type.Optional(Type.Boolean()),
          namespaces: Type.Optional(Type.Array(Type.String({ maxLength: 63 }), { maxItems: 100 })),
          selected: Type.Optional(Type.String({ maxLength: 1300 })),
          cause: Type.Optional(Type.String({ maxLength: 800 })),
        },
        { additionalProperties: false },
      ),
    ),
    namespaces: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 63 }), {
        minItems: 1,
        maxItems: 100,
        description: 'take these along alone; what crosses their border is counted and not shown',
      }),
    ),
    title: Type.Optional(Type.String({ maxLength: 200 })),
    passphrase: Type.Optional(
      Type.String({ minLength: 8, maxLength: 200, description: 'asked for besides the link; kept as a hash' }),
    ),
    rights: Type.Optional(
      Type.Unsafe<Rights>({
        ...Rights,
        description:
          'intersect: viewers are shown what lies in their namespaces. Default where a proxy tells them, but for anyone',
      }),
    ),
    audience: Type.Optional(Type.Unsafe<Audience>({ ...Audience, description: 'default signed-in' })),
    expires: Type.Optional(
      Type.Enum(['1h', '1d', '7d', '30d'], { description: 'default 7d; the maximum of the administrator holds' }),
    ),
    ...atProperty,
  },
  { additionalProperties: false },
);
type CreateBody = Static<typeof CreateBody>;

const Created = Type.Object(
  {
    snapshot: PublicRecord,
    path: Type.String({ description: 'the link, told once: /s/TOKEN' }),
    revokeToken: Type.String({ description: 'ends the snapshot, told once' }),
  },
  { description: 'It is kept.' },
);

const Preview = Type.Object(
  {
    draft: Type.String({ description: 'kept for ten minutes' }),
    digest: Type.String({ description: 'hex SHA-256 of the document' }),
    bytes: Type.Integer({ description: 'packed' }),
    expanded: Type.Integer({ description: 'unpacked' }),
    redaction: Redaction,
    document: Type.String({ description: 'exactly what would be published' }),
  },
  { description: 'What would be published; nothing is kept.' },
);
type Preview = Static<typeof Preview>;

/** POST /snapshots. */
export function registerSnapshots(app: App, served: Served): void {
  const schema = {
    summary: 'Keep the mesh as it is judged now',
    description: 'With dryRun it shows the exact bytes first; with that draft it publishes them.',
    body: CreateBody,
    response: { ...responsesOf(Preview, [400, 403, 404, 413, 429, 503], false), 201: Created },
  };
  app.post('/snapshots', { schema, bodyLimit: SIZE_LIMITS.bytes * 1.5 }, async (request, reply) => {
    const { body } = request;
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    if (visit.who.name === null) return sendRefusal(reply, UNNAMED);
    const trouble = troubleOf(body);
    if (trouble !== '') return sendProblem(reply, problemOf('bad-body', trouble));
    if (body.sealed !== undefined) return publish(visit, sealedContent(body.sealed), body, reply);
    if (body.draft !== undefined) return publishDraft(visit, body.draft, body, reply);
    return makeNew(served, visit, body, reply);
  });
}

async function publishDraft(
  visit: DeskVisit,
  id: string,
  body: CreateBody,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const draft = visit.access.drafts.take(id, ownerOf(visit));
  if (draft === null) return sendProblem(reply, problemOf('not-found', DRAFT_GONE));
  return publish(visit, await contentOf(visit, draft.made), { ...body, pair: draft.choice.pair }, reply);
}

/** Made for this request: shown where it is a dry run, else kept. */
async function makeNew(served: Served, visit: DeskVisit, body: CreateBody, reply: FastifyReply): Promise<FastifyReply> {
  const choice = readChoice(body, visit.who);
  if (!choice.ok) return sendProblem(reply, problemOf('bad-endpoint', choice.reason));
  if (!visit.access.makings.take(ownerOf(visit)))
    return sendRefusal(
      reply,
      refused('too-often', 'Too many snapshots or previews in a short time: wait some seconds.'),
    );
  const snapshot = requireSnapshot(served.store, reply, body.at);
  if (snapshot === null) return reply;
  const made = documentOf(served, visit, snapshot, choice.value);
  if (made.canonical.length > SIZE_LIMITS.expanded) return sendProblem(reply, problemOf('too-large', TOO_LARGE));
  const content = await contentOf(visit, made);
  if (body.dryRun !== true) return publish(visit, content, body, reply);
  const preview: Preview = {
    draft: visit.access.drafts.keep({ owner: ownerOf(visit), choice: choice.value, made }),
    digest: made.digest,
    bytes: content.body.length,
    expanded: Buffer.byteLength(made.canonical),
    redaction: made.document.redaction,
    document: made.canonical,
  };
  return reply.code(200).send(preview);
}

const DRAFT_GONE = 'This preview is not kept any more: make it anew.';
const TOO_LARGE = 'The snapshot is larger than 20 MB unpacked: take fewer paths along.';

const ownerOf = ({ who }: DeskVisit): string => who.name ?? '';

function troubleOf({ dryRun, draft, sealed, paths, profile, at, pair, viewer, namespaces }: CreateBody): string {
  if ([dryRun === true, draft !== undefined, sealed !== undefined].filter(Boolean).length > 1)
    return 'Give one of dryRun, draft and sealed.';
  const makes = [paths, profile, at, pair, viewer, namespaces].some((one) => one !== undefined);
  return makes && (draft !== undefined || sealed !== undefined)
    ? 'What is in a snapshot was chosen with its preview: give title, audience and expires with draft or sealed.'
    : '';
}

/** Nobody takes along what they may not see themselves. */
function readChoice(
  { profile = 'team', pair = '', paths = [], viewer = {}, namespaces: wanted }: CreateBody,
  { namespaces: own }: Principal,
): Parsed<DocumentChoice> {
  const namespaces = own === null ? (wanted ?? null) : (wanted ?? own).filter((name) => own.includes(name));
  if (namespaces?.length === 0) return { ok: false, reason: NO_NAMESPACE };
  const queries: PathQuery[] = [];
  for (const path of paths) {
    const query = parseAsk(path);
    if (!query.ok) return query;
    if (!isWithin(query.value, namespaces)) return { ok: false, reason: `${path}: ${OUTSIDE}` };
    queries.push(query.value);
  }
  return { ok: true, value: { profile, pair, paths: queries, viewer: { ...PLAIN_VIEW, ...viewer }, namespaces } };
}

const NO_NAMESPACE = 'None of these namespaces is yours: the proxy in front tells which are.';
const OUTSIDE = 'a path goes along only if both of its ends lie in the namespaces that do.';

function documentOf({ version }: Served, { pairSecret }: DeskVisit, snapshot: Snapshot, choice: DocumentChoice) {
  return makeDocument(snapshot, choice, { version, createdAt: new Date().toISOString(), pairSecret });
}

async function contentOf({ signer }: DeskVisit, made: ReturnType<typeof makeDocument>): Promise<Content> {
  const text = encodeSigned(made, signer);
  return { kind: 'open', made, body: await pack(text), expanded: Buffer.byteLength(text) };
}

function sealedContent(base64: string): Content {
  const body = Buffer.from(base64, 'base64');
  return { kind: 'sealed', body, digest: digestOfBytes(body) };
}

async function publish(
  { desk, who }: DeskVisit,
  content: Content,
  { title = '', audience = 'signed-in', expires = '7d', pair = '', passphrase = '', rights }: CreateBody,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const lasts = EXPIRIES[expires];
  const publication: Publication = {
    title,
    audience,
    lasts,
    occasion: 'person',
    pair,
    passphrase,
    rights: rights ?? null,
  };
  const published = await desk.publish(content, publication, who);
  if (!published.ok) return sendRefusal(reply, published);
  const { record, token, revokeToken } = published.value;
  return reply.code(201).send({ snapshot: publicRecord(record), path: `/s/${token}`, revokeToken });
}
