/** What may be written on a snapshot after it was sealed, and by whom. */
import { type Annotation, MOST_ANNOTATIONS } from './annotation.ts';
import { NOTHING, type Outcome, refused } from './outcome.ts';
import type { Principal } from './principal.ts';
import { type AuditEntry, isExpired, type SnapshotRecord } from './record.ts';

type What = Annotation['what'];

const DEEDS: Readonly<Record<What, AuditEntry['what']>> = {
  comment: 'commented',
  title: 'renamed',
  pinned: 'pinned',
  unpinned: 'unpinned',
};

/** The entry and its line in the audit; or why it may not be written. The record is one that its writer may open or owns. */
export function prepareAnnotation(
  record: SnapshotRecord,
  who: Principal,
  what: What,
  text: string,
  now: number,
): Outcome<{ entry: Annotation; audit: AuditEntry }> {
  if (who.name === null || record.state === 'revoked') return NOTHING;
  const isPin = what === 'pinned' || what === 'unpinned';
  if (isPin && !who.isAdmin) return refused('not-yours', NO_ADMIN);
  if (what === 'pinned' && isExpired(record, now)) return refused('gone', TOO_LATE);
  // The end of a pin must always be possible.
  if (record.annotations >= MOST_ANNOTATIONS && what !== 'unpinned') return refused('over-quota', FULL);
  const at = new Date(now).toISOString();
  const audit = { at, what: DEEDS[what], id: record.id, who: who.name, ...(what === 'pinned' ? { reason: text } : {}) };
  return { ok: true, value: { entry: { at, who: who.name, what, text }, audit } };
}

const NO_ADMIN = 'Only administrators (HOPSCOPE_ADMINS) keep a snapshot past its end: ask one of them.';
const TOO_LATE = 'This snapshot is over already: there is nothing left to keep.';
const FULL = `A snapshot takes ${MOST_ANNOTATIONS} entries, and this one has them.`;
