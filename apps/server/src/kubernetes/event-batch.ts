/** Many small events to few arrays. */
import type { ObjectEvent } from './store.ts';

export interface EventBatch<T> {
  add(events: Iterable<ObjectEvent<T>>): void;
  /** Hands over what is waiting, now. */
  flush(): void;
}

/** Hands events over in arrays, at most `delayMs` after the first; of several for one object only the last. */
export function createEventBatch<T>(
  onEvents: (events: readonly ObjectEvent<T>[]) => void,
  delayMs: number,
): EventBatch<T> {
  let waiting = new Map<string, ObjectEvent<T>>();
  let timer: NodeJS.Timeout | null = null;

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waiting.size === 0) return;
    const events = [...waiting.values()];
    waiting = new Map();
    onEvents(events);
  };
  return {
    add(events) {
      for (const event of events) {
        // Moved to the end, so that an object made again under its old name comes after the old one's delete.
        waiting.delete(event.key);
        waiting.set(event.key, event);
      }
      if (waiting.size > 0) timer ??= setTimeout(flush, delayMs);
    },
    flush,
  };
}
