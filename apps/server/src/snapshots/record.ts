/** What is known of a snapshot besides its bytes: who made it, who may open it, until when. */
import { type Static, Type } from 'typebox';
import type { Annotated } from './annotation.ts';

/**
 * `me`: its owner. `namespaces`: who has one of its namespaces. `signed-in`: everybody whom the proxy before us names. `anyone`:
 * whoever has the link; an administrator must allow it.
 */
export const Audience = Type.Enum(['me', 'namespaces', 'signed-in', 'anyone']);
export type Audience = Static<typeof Audience>;

/** `as-captured`: all who may open it see the same. `intersect`: each sees of it what lies in namespaces of theirs. */
export const Rights = Type.Enum(['as-captured', 'intersect']);
export type Rights = Static<typeof Rights>;

export const RecordState = Type.Enum(['active', 'paused', 'revoked']);
export type RecordState = Static<typeof RecordState>;

/** What a passphrase is held against; the passphrase itself is kept nowhere. */
export const Lock = Type.Object({
  /** base64 each */
  salt: Type.String(),
  hash: Type.String(),
});
export type Lock = Static<typeof Lock>;

/** Written once with the bytes. */
export const SnapshotHeader = Type.Object({
  /** public: names it in lists; opens nothing */
  id: Type.String(),
  /** hex SHA-256; the token itself is kept nowhere */
  tokenHash: Type.String(),
  revokeHash: Type.String(),
  owner: Type.String(),
  title: Type.String(),
  createdAt: Type.String(),
  expiresAt: Type.String(),
  /** the moment that it shows; '' where it is sealed */
  asOf: Type.String(),
  audience: Audience,
  /** as-captured where it is absent */
  rights: Type.Optional(Rights),
  /** absent = no passphrase is asked for */
  lock: Type.Optional(Lock),
  /** `sealed` = encrypted in the browser: nobody here can read it */
  profile: Type.Enum(['full', 'team', 'shape', 'sealed']),
  /** name of the pair that was asked for; '' = none */
  pair: Type.String(),
  /** hex SHA-256 of the canonical bytes; of the sealed bytes where it is sealed */
  digest: Type.String(),
  /** the sentence for previews, redacted as the document; '' where it is sealed */
  headline: Type.String(),
  namespaces: Type.Array(Type.String()),
  /** as stored, and unpacked */
  bytes: Type.Integer(),
  expanded: Type.Integer(),
  /** a person, or a problem that began or ended */
  occasion: Type.Enum(['person', 'problem', 'recovery']),
});
export type SnapshotHeader = Static<typeof SnapshotHeader>;

/** What changes later. */
export interface Standing {
  state: RecordState;
  views: number;
  lastViewAt: string | null;
}

/** Header, standing, and what people wrote on it since: `title` is the newest one. */
export type SnapshotRecord = SnapshotHeader & Standing & Annotated;

export const FRESH: Standing = { state: 'active', views: 0, lastViewAt: null };

export interface AuditEntry {
  at: string;
  what:
    | 'created'
    | 'viewed'
    | 'downloaded'
    | 'denied'
    | 'paused'
    | 'resumed'
    | 'revoked'
    | 'collected'
    | 'pinned'
    | 'unpinned'
    | 'renamed'
    | 'commented'
    | 'sent';
  /** '' where the token was unknown */
  id: string;
  /** a principal, or `link` where nobody was named */
  who: string;
  /** why, where somebody had to say */
  reason?: string;
}

/** True until its end, which a pin puts off; the clock is the caller's. */
export function isExpired(
  { expiresAt, pin }: Pick<SnapshotHeader, 'expiresAt'> & Partial<Pick<Annotated, 'pin'>>,
  now: number,
): boolean {
  return (pin ?? null) === null && Date.parse(expiresAt) <= now;
}
