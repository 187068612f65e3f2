/** A budget over time: so much a second, with a reserve for a burst. It may go into debt, and is then waited for. */

export interface BucketSize {
  perSecond: number;
  /** the most that is saved up while nothing is spent */
  most: number;
  /** what there is at the beginning; by default `most` */
  first?: number;
}

/** Times are milliseconds of one clock that never goes back. */
export interface Bucket {
  readonly perSecond: number;
  /** What may be spent now; less than nothing in debt. */
  left(now: number): number;
  spend(amount: number, now: number): void;
  /** How long until so much is there, in ms; 0 = it is. */
  waitMs(amount: number, now: number): number;
}

/** A bucket that begins at a time. */
export function createBucket({ perSecond, most, first = most }: BucketSize, begunAt: number): Bucket {
  let saved = first;
  let at = begunAt;
  const left = (now: number): number => {
    // What it began with above its size is not taken away, only not renewed.
    if (now > at && saved < most) saved = Math.min(most, saved + ((now - at) / 1000) * perSecond);
    at = Math.max(at, now);
    return saved;
  };
  return {
    perSecond,
    left,
    spend(amount, now) {
      saved = left(now) - amount;
    },
    waitMs: (amount, now) => Math.max(0, Math.ceil(((Math.min(amount, most) - left(now)) / perSecond) * 1000)),
  };
}
