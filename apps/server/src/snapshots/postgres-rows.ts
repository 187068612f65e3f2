/** From a row to a record, and when a row is past its end. */
import { type Annotated, BARE } from './annotation.ts';
import type { RecordState, SnapshotHeader, SnapshotRecord } from './record.ts';

export interface Row {
  header: SnapshotHeader;
  state: RecordState;
  views: number;
  last_view_at: string | null;
  /** with the newest title; null where nobody wrote anything */
  annotated: (Annotated & { title: string }) | null;
}

export const COLUMNS = 'header, state, views, last_view_at, annotated';

/** `$1` is the moment. A pin puts the end off. */
export const IS_OVER = `(coalesce(annotated->'pin', 'null') = 'null' and (header->>'expiresAt')::timestamptz <= $1)`;

/** The record of a row. */
export function recordOf({ header, state, views, last_view_at, annotated }: Row): SnapshotRecord {
  return { ...header, state, views, lastViewAt: last_view_at, ...BARE, ...annotated };
}
