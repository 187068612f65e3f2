/** Where snapshots are kept. Every store passes the same contract (`store-contract.ts`), so nothing above knows which it is. */
import type { Annotation } from './annotation.ts';
import { type AuditEntry, isExpired, type RecordState, type SnapshotHeader, type SnapshotRecord } from './record.ts';

/** What one owner may keep, or all owners together of one namespace. */
export interface OwnerLimits {
  count: number;
  bytes: number;
}

export interface PutLimits extends OwnerLimits {
  /** for each namespace that a snapshot shows something of; none where it is absent */
  namespace?: OwnerLimits;
}

export type PutResult = 'stored' | 'over-quota' | 'over-namespace';

export interface RecordChange {
  state?: RecordState;
  /** RFC 3339: it was opened once more */
  viewedAt?: string;
}

/** How much is kept. */
export interface Usage {
  active: number;
  paused: number;
  expired: number;
  revoked: number;
  pinned: number;
  /** of those that are active or paused, as they count against quotas */
  bytes: number;
}

export interface SnapshotStore {
  /**
   * Keeps header and bytes together or not at all, and for good once it resolves. Counts and keeps in one step. The same bytes
   * of one owner are kept once; what different owners keep never shares anything.
   */
  put(header: SnapshotHeader, body: Buffer, limits: PutLimits): Promise<PutResult>;
  byToken(tokenHash: string): Promise<SnapshotRecord | null>;
  byId(id: string): Promise<SnapshotRecord | null>;
  /** The bytes, whole and as they were put; null where they are gone or damaged. */
  body(id: string): Promise<Buffer | null>;
  /** The newest first, at most a thousand. */
  list(owner: string | null): Promise<SnapshotRecord[]>;
  /** All that are revoked or past their end. */
  over(now: number): Promise<SnapshotRecord[]>;
  /** All that show something of a namespace and are not revoked; of one owner, or of everybody. */
  showing(namespace: string, owner: string | null): Promise<SnapshotRecord[]>;
  usage(now: number): Promise<Usage>;
  /** The record after the change, null where there is none. What is revoked stays revoked. */
  change(id: string, change: RecordChange): Promise<SnapshotRecord | null>;
  /** Adds an entry for good; the record after it, null where there is none. */
  annotate(id: string, entry: Annotation): Promise<SnapshotRecord | null>;
  /** The oldest first. */
  annotations(id: string): Promise<Annotation[]>;
  /** Leaves the record as a tombstone. */
  dropBody(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** 32 random bytes under a name, made at the first call, the same for every process that uses the store. */
  secret(name: string): Promise<Buffer>;
  note(entry: AuditEntry): Promise<void>;
  /** The newest first. */
  audit(limit: number): Promise<AuditEntry[]>;
  close(): Promise<void>;
}

export const MOST_LISTED = 1_000;

/** Why one more would be more than is allowed; null = it is not. What is revoked or over does not count. */
export function quotaTrouble(
  records: readonly SnapshotRecord[],
  header: SnapshotHeader,
  limits: PutLimits,
): Exclude<PutResult, 'stored'> | null {
  const counted = records.filter(
    (record) => record.state !== 'revoked' && !isExpired(record, Date.parse(header.createdAt)),
  );
  const own = counted.filter(({ owner }) => owner === header.owner);
  if (isFull(own, header, limits)) return 'over-quota';
  const { namespace } = limits;
  if (namespace === undefined) return null;
  const wanted = new Map(header.namespaces.map((name) => [name, [] as SnapshotRecord[]]));
  for (const record of counted) for (const name of record.namespaces) wanted.get(name)?.push(record);
  return [...wanted.values()].some((held) => isFull(held, header, namespace)) ? 'over-namespace' : null;
}

function isFull(held: readonly SnapshotRecord[], header: SnapshotHeader, limits: OwnerLimits): boolean {
  const bytes = held.reduce((sum, record) => sum + record.bytes, 0);
  return held.length >= limits.count || bytes + header.bytes > limits.bytes;
}

/** Counts records. */
export function usageOf(records: readonly SnapshotRecord[], now: number): Usage {
  const usage: Usage = { active: 0, paused: 0, expired: 0, revoked: 0, pinned: 0, bytes: 0 };
  for (const record of records) {
    const isOver = record.state !== 'revoked' && isExpired(record, now);
    usage[isOver ? 'expired' : record.state] += 1;
    if (isOver || record.state === 'revoked') continue;
    usage.bytes += record.bytes;
    if (record.pin !== null) usage.pinned += 1;
  }
  return usage;
}
