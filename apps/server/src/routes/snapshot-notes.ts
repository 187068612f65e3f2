import { Type } from 'typebox';
import { problemOf, sendProblem } from '../http/problem.ts';
import { Annotation } from '../snapshots/annotation.ts';
import { chatMessageOf } from '../snapshots/chat-message.ts';
import { NOTHING, type Outcome, refused } from '../snapshots/outcome.ts';
import { isToken } from '../snapshots/tokens.ts';
import { postToChat } from '../snapshots/webhook.ts';
import { responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';
import {
  type DeskVisit,
  IdParameter,
  Nothing,
  Passphrase,
  PublicRecord,
  publicRecord,
  sendRefusal,
  visitDesk,
} from './snapshot-replies.ts';

const One = Type.Object({ snapshot: PublicRecord });
const Key = { token: Type.String({ maxLength: 300 }), passphrase: Type.Optional(Passphrase) };

/** What is written on a snapshot later, and told to a chat. The snapshot itself stays as it was sealed. */
export function registerSnapshotNotes(app: App, served: Served): void {
  registerOwned(app, served);
  registerComments(app, served);
  registerSend(app, served);
}

function registerOwned(app: App, served: Served): void {
  const title = {
    summary: 'Give it another title',
    description: 'For its owner and for administrators. The titles before stay in its entries.',
    params: IdParameter,
    body: Type.Object({ title: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
    response: responsesOf(One, [400, 404, 429, 503], false),
  };
  app.post('/snapshots/:id/title', { schema: title }, async (request, reply) => {
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    const written = await visit.desk.annotate(request.params, visit.who, 'title', request.body.title);
    return written.ok ? reply.send({ snapshot: publicRecord(written.value) }) : sendRefusal(reply, written);
  });
  const pin = {
    summary: 'Keep it past its end',
    description: 'For administrators, with a reason, which is told in the list and in the audit.',
    params: IdParameter,
    body: Type.Object(
      { reason: Type.String({ minLength: 3, maxLength: 300, pattern: '\\S' }) },
      { additionalProperties: false },
    ),
    response: responsesOf(One, [400, 403, 404, 410, 429, 503], false),
  };
  app.post('/snapshots/:id/pin', { schema: pin }, async (request, reply) => {
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    const pinned = await visit.desk.annotate(request.params, visit.who, 'pinned', request.body.reason);
    return pinned.ok ? reply.send({ snapshot: publicRecord(pinned.value) }) : sendRefusal(reply, pinned);
  });
  const unpin = {
    summary: 'Let it end as it was published',
    description: 'For administrators. Where its end has passed it is over at once. The body is an empty object.',
    params: IdParameter,
    body: Nothing,
    response: responsesOf(One, [400, 403, 404, 503], false),
  };
  app.post('/snapshots/:id/unpin', { schema: unpin }, async (request, reply) => {
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    const freed = await visit.desk.annotate(request.params, visit.who, 'unpinned', '');
    return freed.ok ? reply.send({ snapshot: publicRecord(freed.value) }) : sendRefusal(reply, freed);
  });
}

function registerComments(app: App, served: Served): void {
  const schema = {
    summary: 'Write a comment on it',
    description: 'For whoever is named and can open it. It stands beside the snapshot and changes nothing in it.',
    body: Type.Object(
      { ...Key, text: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }) },
      { additionalProperties: false },
    ),
    response: responsesOf(Type.Object({ annotations: Type.Array(Annotation) }), [400, 401, 404, 410, 429, 503], false),
  };
  app.post('/snapshots/comment', { schema }, async (request, reply) => {
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    const { desk, who, access } = visit;
    const { token, passphrase = '', text } = request.body;
    if (!access.makings.take(who.name ?? '')) return sendRefusal(reply, TOO_MANY);
    const written = await desk.annotate({ token, passphrase }, who, 'comment', text);
    if (!written.ok) return sendRefusal(reply, written);
    return reply.send({ annotations: await desk.store.annotations(written.value.id) });
  });
}

const TOO_MANY = refused('too-often', 'Too many entries in a short time: wait some seconds.');

function registerSend(app: App, served: Served): void {
  const schema = {
    summary: 'Tell the chat of it',
    description:
      'Posts its text and link to the address of HOPSCOPE_SNAPSHOT_WEBHOOK, and to no other. For its owner and for administrators.',
    body: Type.Object(Key, { additionalProperties: false }),
    response: responsesOf(Type.Object({ sent: Type.Literal(true) }), [400, 401, 403, 404, 410, 429, 502, 503], false),
  };
  app.post('/snapshots/send', { schema }, async (request, reply) => {
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    const { token, passphrase = '' } = request.body;
    // Only the token leads there for others, and nobody here knows it but who brings it.
    if (!isToken(token)) return sendProblem(reply, problemOf('not-found', NOTHING.reason));
    const sent = await send(visit, token, passphrase);
    return sent.ok ? reply.send({ sent: true }) : sendRefusal(reply, sent);
  });
}

async function send({ access, desk, who }: DeskVisit, token: string, passphrase: string): Promise<Outcome<null>> {
  const { webhook, publicUrl } = access.settings;
  const opened = await desk.open(token, who, null, passphrase);
  if (!opened.ok) return opened;
  const { record } = opened.value;
  if (who.name === null || (record.owner !== who.name && !who.isAdmin)) return NOTHING;
  if (webhook === null || publicUrl === null) return refused('webhook-off', OFF);
  if (record.profile === 'sealed') return refused('webhook-off', SEALED);
  if (!access.sendings.take(who.name)) return TOO_MANY;
  const message = await chatMessageOf(opened.value, `${publicUrl}/s/${token}`);
  if (message === null) return NOTHING;
  const posted = await postToChat(webhook, message);
  if (posted.ok) await desk.note('sent', record.id, who.name);
  return posted;
}

const OFF = 'No chat is configured: an administrator names one with HOPSCOPE_SNAPSHOT_WEBHOOK.';
const SEALED = 'The key of a sealed snapshot is known to your browser alone: paste the link yourself.';
