/** Who may open a snapshot, and what everybody else is told. */
import type { Principal } from './principal.ts';
import { isExpired, type SnapshotRecord } from './record.ts';
import type { SnapshotSettings } from './settings.ts';

/** `nothing`: the answer of a wrong token. `gone`: it was there, and the one who asks may know. */
export type Admission = { kind: 'open' } | { kind: 'nothing'; isDenied: boolean } | { kind: 'gone'; reason: string };

/** Decides by state, end and audience, in the order in which least is told. */
export function admit(
  record: SnapshotRecord,
  who: Principal,
  settings: Pick<SnapshotSettings, 'allowAnyone'>,
  now: number,
): Admission {
  if (record.state === 'revoked') return { kind: 'nothing', isDenied: false };
  const isOwner = who.name !== null && (record.owner === who.name || who.isAdmin);
  if (!isOwner && !isMeantFor(record, who, settings)) return { kind: 'nothing', isDenied: true };
  if (isExpired(record, now))
    return who.name === null ? { kind: 'nothing', isDenied: false } : { kind: 'gone', reason: tombstone(record, who) };
  if (record.state === 'active') return { kind: 'open' };
  return isOwner ? { kind: 'gone', reason: PAUSED } : { kind: 'nothing', isDenied: true };
}

const PAUSED = 'You paused this snapshot: resume it in the list of snapshots.';

function isMeantFor(
  { audience, namespaces: shown }: SnapshotRecord,
  { name, namespaces }: Principal,
  { allowAnyone }: Pick<SnapshotSettings, 'allowAnyone'>,
): boolean {
  if (audience === 'anyone') return allowAnyone || name !== null;
  if (name === null || audience === 'me') return false;
  return audience === 'signed-in' || namespaces === null || namespaces.some((one) => shown.includes(one));
}

/** Titles of those that nobody in particular took tell what failed, wherever it was. */
function tombstone(
  { title, owner, createdAt, expiresAt, occasion }: SnapshotRecord,
  { namespaces }: Principal,
): string {
  const name = namespaces === null || occasion === 'person' ? `"${title}" by ${owner.trim()}` : 'an automatic one';
  return `This snapshot is over: ${name}, taken at ${createdAt}, expired at ${expiresAt}.`;
}
