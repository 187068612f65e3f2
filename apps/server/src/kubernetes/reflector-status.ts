/** The standing of one reflector, told when it changes. */
import type { KindStatus, Standing, SyncMode } from './kind-status.ts';
import type { Failure, Permission } from './outcome.ts';

export interface StatusTracker {
  current(): KindStatus;
  /** The server said something. */
  heard(): void;
  ok(mode: SyncMode): void;
  /** The stream ended; stale if it is not back soon. */
  lost(): void;
  /** An attempt failed: stale when there is a state to keep, failed when there never was one. */
  failed(failure: Failure): void;
  forbidden(failure: Failure, permission: Permission): void;
  unserved(): void;
  stop(): void;
}

export interface TrackerOptions {
  counts: () => { count: number; skipped: number };
  onStatus: (status: KindStatus) => void;
  /** How long a lost stream may take to come back before it counts as stale. */
  graceMs: number;
}

/** Keeps a status; `onStatus` is called on each transition, and not for mere counts and ages. */
export function createStatusTracker(options: TrackerOptions): StatusTracker {
  let standing: Standing = { state: 'syncing' };
  let heardAt: number | null = null;
  let synced = false;
  let grace: NodeJS.Timeout | null = null;

  const current = (): KindStatus => ({
    ...standing,
    ...options.counts(),
    at: heardAt === null ? null : new Date(heardAt).toISOString(),
  });
  const enter = (next: Standing): void => {
    if (grace !== null) clearTimeout(grace);
    grace = null;
    const same = JSON.stringify(next) === JSON.stringify(standing);
    standing = next;
    if (!same) options.onStatus(current());
  };
  /** Since when a state lasts: kept while only its message changes. */
  const since = (state: Standing['state']): string =>
    'since' in standing && standing.state === state ? standing.since : new Date().toISOString();
  const stale = (message: string): void => enter({ state: 'stale', since: since('stale'), message });

  return {
    current,
    heard() {
      heardAt = Date.now();
    },
    ok(mode) {
      heardAt = Date.now();
      synced = true;
      enter({ state: 'ok', mode });
    },
    lost() {
      if (standing.state !== 'ok') return;
      grace ??= setTimeout(
        () => stale('The stream from the API server was lost and is not back yet.'),
        options.graceMs,
      );
    },
    failed(failure) {
      if (synced) stale(failure.message);
      else enter({ state: 'failed', since: since('failed'), message: failure.message });
    },
    forbidden(failure, permission) {
      enter({ state: 'forbidden', since: since('forbidden'), message: failure.message, permission });
    },
    unserved() {
      heardAt = Date.now();
      synced = false;
      enter({ state: 'unserved' });
    },
    stop() {
      if (grace !== null) clearTimeout(grace);
    },
  };
}
