/** How far a reflector has come, and what to do after each attempt. Decisions only: no requests, no timers. */
import type { SyncMode } from './kind-status.ts';
import type { Failure, Outcome } from './outcome.ts';
import { type BackoffTiming, createBackoff } from './pacing.ts';

/** All in milliseconds. */
export interface ReflectorTiming extends BackoffTiming {
  /** A stream that is silent for longer has a dead connection: bookmarks come about once a minute. */
  idleMs: number;
  /** A watch-list that says nothing new for so long before it is complete is given up for pages. */
  initialIdleMs: number;
  /** A lost stream that is not back by then makes the kind stale. */
  graceMs: number;
  batchMs: number;
  pollMs: number;
  /** A forbidden kind is asked for again after this, up to twice as much. */
  forbiddenMs: number;
  unservedMs: number;
  /** The server is asked to end streams after this, up to twice as much. */
  streamMs: number;
}

export const TIMING: ReflectorTiming = {
  firstMs: 250,
  minMs: 1_000,
  maxMs: 30_000,
  goodMs: 60_000,
  idleMs: 100_000,
  initialIdleMs: 10_000,
  graceMs: 2_000,
  batchMs: 15,
  pollMs: 30_000,
  forbiddenMs: 30_000,
  unservedMs: 60_000,
  streamMs: 300_000,
};

/** What the next attempt is. */
export type Phase = 'watch-list' | 'pages' | 'watch' | 'poll';

/** What an attempt's end says about the kind, and how long to wait before the next one. */
export interface Decision {
  verdict: 'fine' | 'lost' | 'failed' | 'forbidden';
  waitMs: number;
}

export interface Progress {
  readonly mode: SyncMode;
  readonly resourceVersion: string | null;
  phase(): Phase;
  /** An attempt begins. */
  began(): void;
  /** Its list is complete, or its watch is open. */
  synced(): void;
  /** The server brought us to a resource version. */
  reached(resourceVersion: string): void;
  /** An attempt is over. */
  ended(phase: Phase, outcome: Outcome<null>): Decision;
  /** Begins from nothing, with the best way of syncing. */
  restart(): void;
}

/** A way of syncing that was not allowed is tried again after so many polls. */
const POLLS_BEFORE_WATCHING = 10;
/** So many answers in a row that are not understood, and what is held is listed anew. */
const GARBLED_BEFORE_LISTING = 3;
/** A stream that the server ends sooner than this was not a good one. */
const SHORT_MS = 1_000;

/** A fresh progress; `random` in [0, 1), `now` in milliseconds. */
export function createProgress(timing: ReflectorTiming, random: () => number, now: () => number): Progress {
  const backoff = createBackoff(timing, random);
  let mode: SyncMode = 'watch-list';
  let resourceVersion: string | null = null;
  let syncedAt: number | null = null;
  let lastGood = 0;
  let garbled = 0;
  let polls = 0;

  const restart = (next: SyncMode = 'watch-list'): void => {
    mode = next;
    resourceVersion = null;
    polls = 0;
  };
  const lived = (): number => (syncedAt === null ? 0 : now() - syncedAt);

  const succeeded = (phase: Phase): Decision => {
    if (phase === 'pages') return { verdict: 'fine', waitMs: 0 };
    if (phase === 'poll') {
      polls += 1;
      if (polls >= POLLS_BEFORE_WATCHING) restart();
      return { verdict: 'fine', waitMs: timing.pollMs };
    }
    return { verdict: 'lost', waitMs: lived() < SHORT_MS ? backoff.next(lastGood) : 0 };
  };
  /** True where another way of syncing may still do; it is chosen. */
  const chooseOther = (phase: Phase, failure: Failure): boolean => {
    const unwatchable = failure.reason === 'forbidden' || failure.status === 405;
    const initial = phase === 'watch-list' && resourceVersion === null;
    if (initial && (unwatchable || failure.reason === 'refused')) restart('pages');
    else if ((phase === 'watch' || phase === 'watch-list') && unwatchable) restart('poll');
    else return false;
    return true;
  };
  const failed = (phase: Phase, failure: Failure): Decision => {
    if (chooseOther(phase, failure)) return { verdict: 'fine', waitMs: 0 };
    if (failure.reason === 'forbidden') {
      restart();
      return { verdict: 'forbidden', waitMs: timing.forbiddenMs * (1 + random()) };
    }
    garbled = failure.reason === 'bad-answer' ? garbled + 1 : 0;
    if (failure.reason === 'gone' || failure.reason === 'refused' || garbled >= GARBLED_BEFORE_LISTING)
      resourceVersion = null;
    const waitMs = Math.max(failure.retryAfterMs ?? 0, backoff.next(lastGood));
    const wasCut = syncedAt !== null && garbled < GARBLED_BEFORE_LISTING;
    return { verdict: wasCut || failure.reason === 'gone' ? 'lost' : 'failed', waitMs };
  };

  return {
    get mode() {
      return mode;
    },
    get resourceVersion() {
      return resourceVersion;
    },
    phase: () => (mode === 'poll' ? 'poll' : resourceVersion === null ? mode : 'watch'),
    began() {
      syncedAt = null;
    },
    synced() {
      syncedAt = now();
    },
    reached(next) {
      resourceVersion = next === '' ? null : next;
    },
    ended(phase, outcome) {
      lastGood = phase === 'pages' ? 0 : lived();
      return outcome.ok ? succeeded(phase) : failed(phase, outcome);
    },
    restart: () => restart(),
  };
}
