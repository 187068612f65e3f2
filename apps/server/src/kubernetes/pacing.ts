/** Sharing the event loop and the clock: pauses, naps and back-off. */

/** Gives the event loop a turn whenever a slice of work is used up. */
export interface Breather {
  /** True when it is time to pause. */
  due(): boolean;
  pause(): Promise<void>;
}

/** Slices of at most `sliceMs` of uninterrupted work. */
export function createBreather(sliceMs = 10): Breather {
  let since = performance.now();
  return {
    due: () => performance.now() - since >= sliceMs,
    pause: () =>
      new Promise((done) => {
        setImmediate(() => {
          since = performance.now();
          done();
        });
      }),
  };
}

export interface Nap {
  /** Resolves after `ms`, or when woken. */
  sleep(ms: number): Promise<void>;
  /** Ends the current sleep, if any. */
  wake(): void;
}

/** A sleep that can be ended early. */
export function createNap(): Nap {
  let end: (() => void) | null = null;
  return {
    sleep: (ms) =>
      new Promise((done) => {
        const timer = setTimeout(() => end?.(), ms);
        end = () => {
          clearTimeout(timer);
          end = null;
          done();
        };
      }),
    wake: () => end?.(),
  };
}

export interface BackoffTiming {
  /** First wait after a loss that came out of good times. */
  firstMs: number;
  minMs: number;
  maxMs: number;
  /** A stream that lived this long was good. */
  goodMs: number;
}

export interface Backoff {
  /** The next wait in milliseconds, given how long things went well before. */
  next(livedMs: number): number;
}

/** Exponential waits with jitter (half to whole); starts over after a good time. */
export function createBackoff(timing: BackoffTiming, random: () => number): Backoff {
  let failures = 0;
  return {
    next(livedMs) {
      if (livedMs >= timing.goodMs) failures = 0;
      failures += 1;
      const whole = failures === 1 ? timing.firstMs : Math.min(timing.maxMs, timing.minMs * 2 ** (failures - 2));
      return whole * (0.5 + random() / 2);
    },
  };
}

/** Lets at most `limit` in at a time. */
export interface Gate {
  /** Resolves with the way out, which may be called more than once. */
  enter(): Promise<() => void>;
}

/** A gate for the first syncs, so that a start does not ask for everything at once. */
export function createGate(limit: number): Gate {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return {
    async enter() {
      if (inside >= limit) await new Promise<void>((done) => waiting.push(done));
      else inside += 1;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        const next = waiting.shift();
        if (next === undefined) inside -= 1;
        else next();
      };
    },
  };
}
