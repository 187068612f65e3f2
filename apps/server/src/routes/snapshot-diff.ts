import { diffSnapshots, PLAIN_VIEW, SnapshotDiff, type SnapshotDocument } from '@hopscope/core';
import type { FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { problemOf, sendProblem } from '../http/problem.ts';
import { requireSnapshot } from '../http/reply.ts';
import { makeDocument } from '../snapshots/make-document.ts';
import { NOTHING, type Outcome, refused } from '../snapshots/outcome.ts';
import { unpack } from '../snapshots/packing.ts';
import type { SnapshotRecord } from '../snapshots/record.ts';
import { decodeChecked } from '../snapshots/signed-file.ts';
import { responsesOf } from './describe.ts';
import type { App, Served } from './served.ts';
import { type DeskVisit, Passphrase, sendRefusal, visitDesk } from './snapshot-replies.ts';

const Side = Type.String({
  minLength: 1,
  maxLength: 300,
  description: 'the token of a snapshot; `id:ID` of one of your own; `now`',
});
const DiffBody = Type.Object(
  { before: Side, after: Side, passphrase: Type.Optional(Passphrase) },
  { additionalProperties: false },
);

interface Read {
  document: SnapshotDocument;
  record: SnapshotRecord;
}

/** POST /snapshots/diff. */
export function registerSnapshotDiff(app: App, served: Served): void {
  const schema = {
    summary: 'What two snapshots say differently',
    description:
      'Or a snapshot and the mesh as it is now. One sentence first, then verdicts that flipped with their causes.',
    body: DiffBody,
    response: responsesOf(SnapshotDiff, [400, 401, 404, 409, 410, 429, 503], false),
  };
  app.post('/snapshots/diff', { schema }, async (request, reply) => {
    const visit = await visitDesk(served, request, reply);
    if (visit === null) return reply;
    const { before, after } = request.body;
    if (before === 'now' && after === 'now')
      return sendProblem(reply, problemOf('bad-body', 'One of both sides must be a snapshot.'));
    const documents = await readBoth(served, visit, request.body, reply);
    if (documents === null) return reply;
    const compared = diffSnapshots(...documents);
    return compared.ok ? reply.send(compared.diff) : sendProblem(reply, problemOf('not-comparable', compared.reason));
  });
}

type Both = [before: SnapshotDocument, after: SnapshotDocument];

/** Both documents; null where the reply is a problem already. */
async function readBoth(
  served: Served,
  visit: DeskVisit,
  { before, after, passphrase = '' }: Static<typeof DiffBody>,
  reply: FastifyReply,
): Promise<Both | null> {
  const sides: (Read | null)[] = [];
  for (const side of [before, after]) {
    const read = await readSide(visit, side, passphrase);
    if (!read.ok) {
      void sendRefusal(reply, read);
      return null;
    }
    sides.push(read.value);
  }
  const [old, now] = sides;
  const like = old ?? now!;
  const first = old?.document ?? nowLike(served, visit, like!, reply);
  const second = now?.document ?? nowLike(served, visit, like!, reply);
  return first === null || second === null ? null : [first, second];
}

/** What one side names; null where it is the mesh of this moment. */
async function readSide({ desk, who }: DeskVisit, side: string, passphrase: string): Promise<Outcome<Read | null>> {
  if (side === 'now') return { ok: true, value: null };
  const found = await desk.open(side, who, null, passphrase);
  if (!found.ok) return found;
  const { record, body } = found.value;
  if (record.profile === 'sealed')
    return refused('audience-off', 'A sealed snapshot cannot be compared here: nobody but your browser can read it.');
  const text = await unpack(body);
  const decoded = text === null ? null : decodeChecked(text);
  return decoded?.ok ? { ok: true, value: { document: decoded.snapshot.document, record } } : NOTHING;
}

/** The mesh as it is now, redacted as the snapshot that it is compared with, and asked the same paths. */
function nowLike(
  { store, version }: Served,
  { pairSecret, who }: DeskVisit,
  { document, record }: Read,
  reply: FastifyReply,
): SnapshotDocument | null {
  const snapshot = requireSnapshot(store, reply);
  if (snapshot === null) return null;
  const { profile } = document.redaction;
  // Paths of a redacted snapshot ask about pseudonyms, which the mesh does not know.
  const paths = profile === 'shape' ? [] : document.paths.map(({ query }) => query);
  const choice = { profile, pair: record.pair, paths, viewer: PLAIN_VIEW, namespaces: who.namespaces };
  return makeDocument(snapshot, choice, { version, createdAt: snapshot.report.asOf, pairSecret }).document;
}
