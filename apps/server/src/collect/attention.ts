/** Whether anybody looks at what is served: while nobody does, components are asked less often. */

export interface Attention {
  /** Somebody asked for something. */
  glance(): void;
  /** Somebody follows; the result ends it. */
  follow(): () => void;
  isWatched(): boolean;
  /** Told when somebody comes after nobody was there. */
  onWake(listener: () => void): void;
}

/** A glance is remembered so long. */
const GLANCE_MS = 2 * 60_000;

/** Somebody has just begun to look. `now` is in milliseconds. */
export function createAttention(now: () => number = Date.now): Attention {
  const listeners: (() => void)[] = [];
  let followers = 0;
  let glancedAt = now();
  const isWatched = (): boolean => followers > 0 || now() - glancedAt < GLANCE_MS;
  const glance = (): void => {
    const slept = !isWatched();
    glancedAt = now();
    if (slept) for (const listener of listeners) listener();
  };
  return {
    glance,
    follow() {
      glance();
      followers += 1;
      let follows = true;
      return () => {
        if (follows) followers -= 1;
        follows = false;
        glancedAt = now();
      };
    },
    isWatched,
    onWake: (listener) => void listeners.push(listener),
  };
}
