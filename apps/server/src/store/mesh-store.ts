/** The latest state and what we think of it, with what changed lately; everything served comes from here. */
import type { MeshReport, MeshState } from '@hopscope/core';
import { type ChangeLog, createChangeLog } from './change-log.ts';
import { type Delta, deltaBetween, mergeDeltas } from './delta.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';
import { createHistory, type History } from './history.ts';
import type { Snapshot } from './snapshot.ts';

export interface MeshStore {
  /** null until the first state came. */
  current(): Snapshot | null;
  /** Judges a state. An equal report keeps its revision; only its `asOf` moves on. */
  accept(state: MeshState): void;
  /** Told after each state, with what changed; null where the report stayed equal, and for the first one. */
  subscribe(listener: (delta: Delta | null) => void): () => void;
  /** What changed after a revision up to another one (by default the current); null where that is no longer known. */
  since(revision: number, until?: number): Delta | null;
  /** The mesh as it was. */
  readonly past: Pick<History, 'at' | 'of' | 'moments'>;
  /** What happened, the newest first. */
  changes(): ReturnType<ChangeLog['entries']>;
}

export interface StoreOptions {
  analyze: (state: MeshState) => MeshReport;
  /** For a mesh that is read again and again: since when each finding of a state holds. */
  remember?: (state: MeshState) => MeshState['firstSeen'];
  /** First revision; by default the time in milliseconds, so that revisions grow over restarts too. */
  firstRevision?: number;
  /** How many changes can be replayed. */
  ringSize?: number;
}

/** An empty store. */
export function createMeshStore(options: StoreOptions): MeshStore {
  const ringSize = options.ringSize ?? 256;
  const listeners = new Set<(delta: Delta | null) => void>();
  const ring: Delta[] = [];
  const history = createHistory();
  const log = createChangeLog();
  let held: Held | null = null;
  let firstSeen: MeshState['firstSeen'];

  const accept = (read: MeshState): void => {
    const state = firstSeen ? { ...read, firstSeen } : read;
    const report = options.analyze(state);
    const next = follow(held, state, report, options.firstRevision);
    const delta = next.revision === held?.revision || held === null ? null : deltaBetween(held, next);
    if (held !== null) log.note(held, next, delta);
    held = next;
    history.add(next);
    if (delta !== null) ring.push(delta);
    if (ring.length > ringSize) ring.shift();
    for (const listener of listeners) listener(delta);
    firstSeen = options.remember?.(state);
  };
  return {
    current: () => held,
    accept,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    past: history,
    changes: log.entries,
    since(revision, until) {
      const first = ring.findIndex((delta) => delta.from === revision);
      if (first < 0) return null;
      const wanted = ring.slice(first).filter((delta) => until === undefined || delta.revision <= until);
      return wanted.length === 0 ? null : wanted.reduce(mergeDeltas);
    },
  };
}

type Held = Snapshot & { readonly print: Fingerprint };

/** The snapshot after another: the same revision where the report says the same. */
function follow(before: Held | null, state: MeshState, report: MeshReport, firstRevision = Date.now()): Held {
  const print = fingerprintOf(report);
  if (before !== null && before.print.hash === print.hash) return { ...before, state, report };
  const revision = before === null ? firstRevision : before.revision + 1;
  return { state, report, revision, print, etag: `W/"${revision.toString(36)}-${print.hash}"` };
}
