/** What routes of snapshots share: the desk or a problem, who asks, and what of a record may be told. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type ProblemCode, problemOf, sendProblem } from '../http/problem.ts';
import type { Outcome, Refusal } from '../snapshots/outcome.ts';
import { type Principal, principalOf } from '../snapshots/principal.ts';
import { RecordState, SnapshotHeader, type SnapshotRecord } from '../snapshots/record.ts';
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

/** The desk and who stands before it; without one the reply is a problem already and null is returned. */
export async function visitDesk(
  { snapshots }: Served,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<DeskVisit | null> {
  reply.header('cache-control', 'no-store');
  const opened =
    snapshots === null ? { ok: false as const, reason: 'This server keeps no snapshots.' } : await snapshots.open();
  if (opened.ok && snapshots !== null)
    return { ...opened.value, access: snapshots, who: principalOf(request, snapshots.settings) };
  void sendProblem(reply, problemOf('snapshots-off', opened.ok ? '' : opened.reason));
  return null;
}

const { tokenHash: _token, revokeHash: _revoke, namespaces: _namespaces, ...told } = SnapshotHeader.properties;

/** A record without what its tokens could be told by, and without its many namespaces. */
export const PublicRecord = Type.Object({
  ...told,
  state: RecordState,
  views: Type.Integer(),
  lastViewAt: Type.Union([Type.String(), Type.Null()]),
  expired: Type.Boolean(),
});

/** What may be told of a record. */
export function publicRecord(record: SnapshotRecord): object {
  const { tokenHash: _tokenHash, revokeHash: _revokeHash, namespaces: _all, ...rest } = record;
  return { ...rest, expired: Date.parse(record.expiresAt) <= Date.now() };
}

/** 1 hour to the administrator's maximum. */
export const EXPIRIES = { '1h': 3_600, '1d': 86_400, '7d': 7 * 86_400, '30d': 30 * 86_400 } as const;
