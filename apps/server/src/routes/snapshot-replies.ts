/** What routes of snapshots share: the desk or a problem, who asks, and what of a record may be told. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type ProblemCode, problemOf, sendProblem } from '../http/problem.ts';
import type { Outcome, Refusal } from '../snapshots/outcome.ts';
import { type Principal, principalOf, visitorOf } from '../snapshots/principal.ts';
import { isExpired, RecordState, SnapshotHeader, type SnapshotRecord } from '../snapshots/record.ts';
import type { OpenDesk, SnapshotAccess } from '../snapshots/snapshot-access.ts';
import type { Served } from './served.ts';

const CODES: Readonly<Record<Refusal, ProblemCode>> = {
  'not-found': 'not-found',
  gone: 'snapshot-gone',
  'too-large': 'too-large',
  'over-quota': 'over-quota',
  'too-often': 'too-often',
  'audience-off': 'snapshot-refused',
  'not-yours': 'snapshot-refused',
  'passphrase-needed': 'passphrase-needed',
  'passphrase-wrong': 'passphrase-wrong',
  'webhook-off': 'snapshot-refused',
  'webhook-failed': 'webhook-failed',
};

/** Answers with the problem of a refusal. */
export function sendRefusal(
  reply: FastifyReply,
  { code, reason }: Extract<Outcome<unknown>, { ok: false }>,
): FastifyReply {
  if (code === 'too-often') reply.header('retry-after', '6');
  return sendProblem(reply, problemOf(CODES[code], reason));
}

export interface DeskVisit extends OpenDesk {
  access: SnapshotAccess;
  who: Principal;
}

const whoAsks = (request: FastifyRequest, { settings, isPublic }: SnapshotAccess): Principal =>
  isPublic ? visitorOf(request, settings) : principalOf(request, settings);

/** The desk and who stands before it; without one the reply is a problem already and null is returned. */
export async function visitDesk(
  { snapshots }: Served,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<DeskVisit | null> {
  reply.header('cache-control', 'no-store');
  const opened =
    snapshots === null ? { ok: false as const, reason: 'This server keeps no snapshots.' } : await snapshots.open();
  if (opened.ok && snapshots !== null) return { ...opened.value, access: snapshots, who: whoAsks(request, snapshots) };
  void sendProblem(reply, problemOf('snapshots-off', opened.ok ? '' : opened.reason));
  return null;
}

const {
  tokenHash: _token,
  revokeHash: _revoke,
  namespaces: _namespaces,
  lock: _lock,
  ...told
} = SnapshotHeader.properties;

export const IdParameter = Type.Object({
  id: Type.String({ maxLength: 300, description: 'the public id, as the list tells it' }),
});

export const Nothing = Type.Object({}, { additionalProperties: false });

/** As somebody types it; short ones are guessed. */
export const Passphrase = Type.String({ maxLength: 200, description: 'where the snapshot asks for one' });

/** A record without what its tokens could be told by, and without its many namespaces. */
export const PublicRecord = Type.Object({
  ...told,
  state: RecordState,
  views: Type.Integer(),
  lastViewAt: Type.Union([Type.String(), Type.Null()]),
  expired: Type.Boolean(),
  locked: Type.Boolean({ description: 'it asks for a passphrase' }),
  pin: Type.Union([Type.Object({ by: Type.String(), at: Type.String(), reason: Type.String() }), Type.Null()], {
    description: 'kept past its end, by whom and why',
  }),
  comments: Type.Integer(),
});

/** What may be told of a record. */
export function publicRecord(record: SnapshotRecord): object {
  const { tokenHash: _t, revokeHash: _r, namespaces: _n, annotations: _a, lock, ...rest } = record;
  return { ...rest, expired: isExpired(record, Date.now()), locked: lock !== undefined };
}

/** 1 hour to the administrator's maximum. */
export const EXPIRIES = { '1h': 3_600, '1d': 86_400, '7d': 7 * 86_400, '30d': 30 * 86_400 } as const;
