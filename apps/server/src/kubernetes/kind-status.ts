/** How well one kind is known. */
import type { Permission } from './outcome.ts';

/** How a kind is kept: a watch-list stream, pages and a watch, or pages again and again where watching is not allowed. */
export type SyncMode = 'watch-list' | 'pages' | 'poll';

interface Known {
  /** Objects held. */
  count: number;
  /** Objects left out because they could not be normalised. */
  skipped: number;
  /** RFC 3339; when the server last said something about the kind; null when never. */
  at: string | null;
}

export type KindStatus = Known &
  (
    | { state: 'syncing' }
    | { state: 'ok'; mode: SyncMode }
    /** The last state is kept; the server has not been heard since. */
    | { state: 'stale'; since: string; message: string }
    /** `message` is the API server's. What was known before is kept. */
    | { state: 'forbidden'; since: string; message: string; permission: Permission }
    /** The server does not know the kind, so there are none. */
    | { state: 'unserved' }
    /** Never read, and not for lack of permission. */
    | { state: 'failed'; since: string; message: string }
  );

export type KindState = KindStatus['state'];

/** The part of a status that a transition sets; counts and ages are live. */
export type Standing =
  | { state: 'syncing' }
  | { state: 'ok'; mode: SyncMode }
  | { state: 'stale'; since: string; message: string }
  | { state: 'forbidden'; since: string; message: string; permission: Permission }
  | { state: 'unserved' }
  | { state: 'failed'; since: string; message: string };

/** True once a kind's first attempt is over, whatever came of it. */
export function isSettled(state: KindState): boolean {
  return state !== 'syncing';
}

/** From the best to the one that hides most. */
const WORST: readonly KindState[] = ['unserved', 'ok', 'stale', 'syncing', 'failed', 'forbidden'];

/** One status for several lists of one kind (by name): the one that hides most, with the counts added up. */
export function mergeStatuses(statuses: readonly [KindStatus, ...KindStatus[]]): KindStatus {
  let worst = statuses[0];
  let count = 0;
  let skipped = 0;
  let at: string | null = null;
  for (const status of statuses) {
    if (WORST.indexOf(status.state) > WORST.indexOf(worst.state)) worst = status;
    count += status.count;
    skipped += status.skipped;
    if (status.at !== null && (at === null || status.at < at)) at = status.at;
  }
  return { ...worst, count, skipped, at };
}
