/** When a new state is made: soon after something changed, and not too often while much changes. */

/** All in milliseconds. */
export interface LiveTiming {
  /** from a change to a state, after quiet */
  soonMs: number;
  /** between states while much changes */
  pauseMs: number;
  /** between states when only components answered, which they do all the time */
  answersMs: number;
  /** what is true for long becomes a failure without any change: so often it is looked at again */
  refreshMs: number;
  /** the first state comes by then, complete or not */
  firstMs: number;
}

export const TIMING: LiveTiming = {
  soonMs: 30,
  pauseMs: 250,
  answersMs: 2_000,
  refreshMs: 10_000,
  firstMs: 15_000,
};

export interface Pace {
  /** An object changed. */
  due(): void;
  /** A component answered. */
  answered(): void;
  /** From here on it emits; the first time at once. */
  open(): void;
  stop(): void;
}

/** Calls `emit` a moment after the first change, then at most every pause, and now and then without any change. */
export function createPace(emit: () => void, timing: LiveTiming): Pace {
  let isOpen = false;
  let lastAt = 0;
  let tookMs = 0;
  let planned: { timer: NodeJS.Timeout; at: number } | null = null;
  let stopped = false;

  const fire = (): void => {
    if (stopped) return;
    if (planned !== null) clearTimeout(planned.timer);
    planned = null;
    const begunAt = Date.now();
    emit();
    lastAt = Date.now();
    tookMs = lastAt - begunAt;
  };
  const plan = (at: number): void => {
    if (!isOpen || stopped || (planned !== null && planned.at <= at)) return;
    if (planned !== null) clearTimeout(planned.timer);
    planned = { timer: setTimeout(fire, Math.max(timing.soonMs, at - Date.now())), at };
  };
  const refresh = setInterval(() => {
    if (isOpen && planned === null && Date.now() - lastAt >= timing.refreshMs / 2) fire();
  }, timing.refreshMs);
  return {
    // A state that takes long to judge leaves three quarters of the time for requests,
    due: () => plan(Math.max(Date.now() + timing.soonMs, lastAt + Math.max(timing.pauseMs, 3 * tookMs))),
    // and nine tenths where all that is new are answers.
    answered: () => plan(lastAt + Math.max(timing.answersMs, 9 * tookMs)),
    open() {
      isOpen = true;
      fire();
    },
    stop() {
      stopped = true;
      clearInterval(refresh);
      if (planned !== null) clearTimeout(planned.timer);
    },
  };
}
