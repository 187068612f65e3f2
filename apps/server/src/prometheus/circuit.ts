/** Stops asking what does not answer: after a few failures in a row nobody asks until a pause is over, then one does. */
import type { FailureReason } from '../kubernetes/outcome.ts';

export interface Circuit {
  /** ms until it may be asked again; 0 = now. Only one may ask at a time after a pause. */
  waitMs(now: number): number;
  /** Told how a query ended; null = well. */
  ended(reason: FailureReason | null, now: number): void;
}

const FAILURES = 3;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 300_000;
/** Reasons that say something about the one query, and not that nobody answers. */
const OF_THE_QUERY: ReadonlySet<FailureReason> = new Set(['refused', 'bad-answer', 'aborted', 'not-found']);

/** A circuit that is closed; times are ms of any clock. */
export function createCircuit(): Circuit {
  let failures = 0;
  let pauseMs = 0;
  let openUntil = 0;
  /** one asks for all after a pause, and the others wait for how that ends */
  let isTrial = false;
  const close = (): void => {
    failures = 0;
    pauseMs = 0;
    openUntil = 0;
    isTrial = false;
  };
  return {
    waitMs(now) {
      if (openUntil === 0) return 0;
      if (openUntil > now) return openUntil - now;
      isTrial = true;
      openUntil = now + pauseMs;
      return 0;
    },
    ended(reason, now) {
      if (reason === null || OF_THE_QUERY.has(reason)) {
        close();
        return;
      }
      failures += 1;
      // What was under way when it opened says nothing new.
      if (failures < FAILURES || (openUntil > now && !isTrial)) return;
      pauseMs = isTrial ? Math.min(pauseMs * 2, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
      openUntil = now + pauseMs;
      isTrial = false;
    },
  };
}
