/** One frame for all readers: changes of the store, at most one a second, the first after quiet at once. */
import { envelopeOf } from '../http/envelope.ts';
import { type Delta, mergeDeltas } from './delta.ts';
import type { MeshStore } from './mesh-store.ts';

export interface Frame {
  /** the revision it leads to; absent where a reader's place does not move */
  id?: string;
  event: 'hello' | 'change' | 'reset' | 'fresh';
  /** JSON */
  data: string;
}

/** A reader; `send` must not wait and not throw. */
export interface Reader {
  send(frame: Frame): void;
}

export interface StreamHub {
  /** Adds a reader that has everything up to a revision (null: it asks for the rest elsewhere); the result removes it. */
  add(reader: Reader, lastRevision: number | null): () => void;
  readonly size: number;
  stop(): void;
}

/** A hub over a store; `intervalMs` between frames. */
export function createStreamHub(store: MeshStore, intervalMs = 1_000): StreamHub {
  const readers = new Set<Reader>();
  /** up to where all readers are */
  let sent: number | null = store.current()?.revision ?? null;
  let waiting: Delta | null = null;
  let changedAt = 0;
  let timer: { handle: NodeJS.Timeout; at: number } | null = null;

  const send = (frame: Frame): void => {
    for (const reader of readers) reader.send(frame);
  };
  const flush = (): void => {
    timer = null;
    const snapshot = store.current();
    if (snapshot === null) return;
    if (waiting === null) {
      send({ event: 'fresh', data: JSON.stringify(envelopeOf(snapshot)) });
      return;
    }
    changedAt = Date.now();
    sent = waiting.revision;
    send({ id: String(waiting.revision), event: 'change', data: JSON.stringify(waiting) });
    waiting = null;
  };
  /** At a time, or sooner where a frame is planned already. */
  const plan = (at: number): void => {
    if (timer !== null && timer.at <= at) return;
    if (timer !== null) clearTimeout(timer.handle);
    timer = { at, handle: setTimeout(flush, at - Date.now()) };
  };
  const unsubscribe = store.subscribe((delta) => {
    const now = Date.now();
    if (sent === null) {
      // The first state: who came before it has nothing that could change.
      sent = store.current()?.revision ?? null;
      send(firstFrame(store, sent, 0));
      return;
    }
    // That nothing changed is no news that anybody waits for; it must not hold up a change either.
    if (delta === null) {
      plan(now + intervalMs);
      return;
    }
    waiting = waiting === null ? delta : mergeDeltas(waiting, delta);
    plan(Math.max(now, changedAt + intervalMs));
  });
  return {
    get size() {
      return readers.size;
    },
    add(reader, lastRevision) {
      reader.send(firstFrame(store, sent, lastRevision));
      readers.add(reader);
      return () => readers.delete(reader);
    },
    stop() {
      unsubscribe();
      if (timer !== null) clearTimeout(timer.handle);
      readers.clear();
    },
  };
}

/** Brings a reader to where all others are. */
function firstFrame(store: MeshStore, sent: number | null, last: number | null): Frame {
  const snapshot = store.current();
  const place = sent === null ? {} : { id: String(sent) };
  const hello = JSON.stringify(snapshot === null ? { revision: null } : { ...envelopeOf(snapshot), revision: sent });
  if (last === null || last === sent) return { ...place, event: 'hello', data: hello };
  const missed = sent === null ? null : store.since(last, sent);
  if (missed === null) return { ...place, event: 'reset', data: hello };
  return { ...place, event: 'change', data: JSON.stringify(missed) };
}
