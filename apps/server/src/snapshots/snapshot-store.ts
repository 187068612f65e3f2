/** Where snapshots are kept. Every store passes the same contract (`store-contract.ts`), so nothing above knows which it is. */
import type { AuditEntry, RecordState, SnapshotHeader, SnapshotRecord } from './record.ts';

/** What one owner may keep. */
export interface OwnerLimits {
  count: number;
  bytes: number;
}

export interface RecordChange {
  state?: RecordState;
  /** RFC 3339: it was opened once more */
  viewedAt?: string;
}

export interface SnapshotStore {
  /** Keeps header and bytes together or not at all, and for good once it resolves. Counts and keeps in one step. */
  put(header: SnapshotHeader, body: Buffer, limits: OwnerLimits): Promise<'stored' | 'over-quota'>;
  byToken(tokenHash: string): Promise<SnapshotRecord | null>;
  byId(id: string): Promise<SnapshotRecord | null>;
  /** The bytes, whole and as they were put; null where they are gone or damaged. */
  body(id: string): Promise<Buffer | null>;
  /** The newest first, at most a thousand. */
  list(owner: string | null): Promise<SnapshotRecord[]>;
  /** The record after the change, null where there is none. What is revoked stays revoked. */
  change(id: string, change: RecordChange): Promise<SnapshotRecord | null>;
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
