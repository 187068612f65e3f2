import { Type } from 'typebox';
import { problemOf, sendProblem } from '../http/problem.ts';
import { Annotation } from '../snapshots/annotation.ts';
import { unpack } from '../snapshots/packing.ts';
import type { RecordState } from '../snapshots/record.ts';
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

const RevokeBody = Type.Object(
  {
    ids: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 1000 })),
    namespace: Type.Optional(Type.String({ minLength: 1, maxLength: 63 })),
  },
  { additionalProperties: false },
);

const Opened = Type.Object(
  {
    snapshot: PublicRecord,
    annotations: Type.Array(Annotation, { description: 'what people wrote on it; for those who are named' }),
    file: Type.Optional(Type.String({ description: 'the text of the snapshot file' })),
    sealed: Type.Optional(Type.String({ description: 'base64 of the encrypted bytes' })),
  },
  { description: 'It is counted as a view.' },
);

/** GET /snapshots and everything about one of them. */
export function registerSnapshotsOwned(app: App, served: Served): void {
  registerList(app, served);
  registerOpen(app, served);
  registerTurns(app, served);
}

const KEY_SCHEMA = {
  summary: 'The public key that signs snapshots',
  description: 'Ed25519, as SPKI in base64. Its id stands in every snapshot that it signed.',
  response: responsesOf(
    Type.Object({ algorithm: Type.String(), keyId: Type.String(), publicKey: Type.String() }),
    [503],
    false,
  ),
};
const AUDIT_SCHEMA = {
  summary: 'Who did what with snapshots',
  description: 'The newest first, at most a thousand entries; for administrators, and empty for others.',
  response: responsesOf(
    Type.Object({
      entries: Type.Array(
        Type.Object({
          at: Type.String(),
          what: Type.String(),
          id: Type.String(),
          who: Type.String(),
          reason: Type.Optional(Type.String({ description: 'why it was pinned' })),
        }),
      ),
    }),
    [503],
    false,
  ),
};
const One = Type.Object({ snapshot: PublicRecord });
const ONE_SCHEMA = {
  summary: 'One snapshot',
  description: 'What is known of it besides its bytes; for its owner and for administrators.',
  params: IdParameter,
  response: responsesOf(One, [404, 503], false),
};

function registerList(app: App, served: Served): void {
  const list = {
    summary: 'Snapshots of whoever asks',
    description: 'With all=true those of everybody, for administrators.',
    querystring: Type.Object(
      { all: Type.Optional(Type.Boolean({ description: 'those of everybody; for administrators' })) },
      { additionalProperties: false },
    ),
    response: responsesOf(
      Type.Object({
        snapshots: Type.Array(PublicRecord),
        principal: Type.Union([Type.String(), Type.Null()]),
        admin: Type.Boolean(),
        anyoneAllowed: Type.Boolean(),
        login: Type.Boolean({ description: 'a proxy names people; without one everybody is `local`' }),
        rights: Type.Boolean({ description: 'a proxy tells the namespaces of people' }),
        namespaces: Type.Union([Type.Array(Type.String()), Type.Null()], {
          description: 'of whoever asks; null = all',
        }),
        webhook: Type.Boolean({ description: 'a snapshot can be sent to a chat' }),
      }),
      [400, 503],
      false,
    ),
  };
  app.get('/snapshots', { schema: list }, async (request, reply) => {
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    const { desk, who, access } = visit;
    const records = await desk.list(who, request.query.all === true);
    return reply.send({
      snapshots: records.map(publicRecord),
      principal: who.name,
      admin: who.isAdmin,
      anyoneAllowed: access.settings.allowAnyone,
      login: access.settings.principalHeader !== null,
      rights: access.settings.namespacesHeader !== null,
      namespaces: who.namespaces,
      webhook: access.settings.webhook !== null,
    });
  });
  app.get('/snapshots/key', { schema: KEY_SCHEMA }, async (request, reply) => {
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    const { keyId, publicKey } = visit.signer;
    return reply.send({ algorithm: 'Ed25519', keyId, publicKey });
  });
  app.get('/snapshots/audit', { schema: AUDIT_SCHEMA }, async (request, reply) => {
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    return reply.send({ entries: await visit.desk.audit(visit.who, 1_000) });
  });
  app.get('/snapshots/:id', { schema: ONE_SCHEMA }, async (request, reply) => {
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    const found = await visit.desk.own(request.params.id, visit.who);
    return found.ok ? reply.send({ snapshot: publicRecord(found.value) }) : sendRefusal(reply, found);
  });
}

/** POST /snapshots/open. */
export function registerOpen(app: App, served: Served): void {
  const schema = {
    summary: 'Open a snapshot by its token',
    description: 'A POST, so that the token stands in no address and looking has an effect on purpose: it is counted.',
    body: Type.Object(
      { token: Type.String({ maxLength: 300 }), passphrase: Type.Optional(Passphrase) },
      { additionalProperties: false },
    ),
    response: responsesOf(Opened, [400, 401, 404, 410, 429, 503], false),
  };
  app.post('/snapshots/open', { schema }, async (request, reply) => {
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    const { token, passphrase } = request.body;
    const opened = await visit.desk.open(token, visit.who, 'viewed', passphrase);
    if (!opened.ok) return sendRefusal(reply, opened);
    const { record, body } = opened.value;
    // Whoever only has the link need not know who else looked.
    const snapshot = {
      ...publicRecord(record),
      ...(visit.who.name === null ? { owner: '', views: 0, lastViewAt: null, pin: null, comments: 0 } : {}),
    };
    const annotations = visit.who.name === null ? [] : await visit.desk.store.annotations(record.id);
    if (record.profile === 'sealed') return reply.send({ snapshot, annotations, sealed: body.toString('base64') });
    const file = await unpack(body);
    if (file === null) return sendProblem(reply, problemOf('not-found', 'The bytes of this snapshot are damaged.'));
    return reply.send({ snapshot, annotations, file });
  });
}

function registerTurns(app: App, served: Served): void {
  const turns: readonly [path: string, state: RecordState, summary: string][] = [
    ['pause', 'paused', 'Let nobody open it for now'],
    ['resume', 'active', 'Let it be opened again'],
  ];
  for (const [path, state, summary] of turns) {
    const schema = {
      summary,
      description: 'For its owner and for administrators. The body is an empty object.',
      params: IdParameter,
      body: Nothing,
      response: responsesOf(One, [400, 404, 503], false),
    };
    app.post(`/snapshots/:id/${path}`, { schema }, async (request, reply) => {
      const visit = await visitDesk(served, request, reply);
      if (visit === null) return reply;
      const turned = await visit.desk.turn(request.params.id, visit.who, state);
      return turned.ok ? reply.send({ snapshot: publicRecord(turned.value) }) : sendRefusal(reply, turned);
    });
  }
  const remove = {
    summary: 'Revoke it, for good',
    description: 'For its owner; or for whoever gives the revoke token in the header hopscope-revoke-token.',
    params: IdParameter,
    response: responsesOf(One, [404, 503], false),
  };
  app.delete('/snapshots/:id', { schema: remove }, async (request, reply) => {
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    const secret = request.headers['hopscope-revoke-token'];
    const { id } = request.params;
    const revoked =
      typeof secret === 'string'
        ? await visit.desk.revokeWith(id, secret)
        : await visit.desk.turn(id, visit.who, 'revoked');
    return revoked.ok ? reply.send({ snapshot: publicRecord(revoked.value) }) : sendRefusal(reply, revoked);
  });
  const many = {
    summary: 'Revoke several',
    description: 'By id, and all that show something of a namespace. Those of others are passed over.',
    body: RevokeBody,
    response: responsesOf(Type.Object({ revoked: Type.Integer() }), [400, 503], false),
  };
  app.post('/snapshots/revoke', { schema: many }, async (request, reply) => {
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    return reply.send({ revoked: await revokeMany(visit, request.body) });
  });
}

/** How many were revoked; ids that are none of one's own are passed over. */
async function revokeMany(
  { desk, who }: DeskVisit,
  { ids = [], namespace }: { ids?: string[]; namespace?: string },
): Promise<number> {
  let revoked = namespace === undefined ? 0 : await desk.revokeShowing(namespace, who);
  for (const id of new Set(ids)) if ((await desk.turn(id, who, 'revoked')).ok) revoked += 1;
  return revoked;
}
