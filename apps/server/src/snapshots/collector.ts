/** Ends what is over: bytes at once, tombstones a month later. */
import type { AuditEntry, SnapshotRecord } from './record.ts';
import type { SnapshotStore } from './snapshot-store.ts';

const TOMBSTONE_MS = 30 * 24 * 3_600_000;

/** Since the start of this process. */
export interface CollectorFigures {
  runs: number;
  failures: number;
  /** snapshots whose bytes were given up, and those of which nothing is left */
  dropped: number;
  removed: number;
  /** milliseconds since 1970, and how long it took; null before the first run */
  lastAt: number | null;
  lastMs: number | null;
}

export interface Collector {
  /** Resolves to how many it touched. One that fails does not keep the others: it is told, and tried again with the next run. */
  collect(): Promise<number>;
  figures(): CollectorFigures;
}

/** A collector of a store. */
export function createCollector(
  store: SnapshotStore,
  note: (what: AuditEntry['what'], id: string) => Promise<void>,
  onError: (error: Error) => void,
  now: () => number,
): Collector {
  const figures: CollectorFigures = { runs: 0, failures: 0, dropped: 0, removed: 0, lastAt: null, lastMs: null };
  let given: ReadonlySet<string> = new Set();
  const end = async ({ id, expiresAt }: SnapshotRecord): Promise<boolean> => {
    if (Date.parse(expiresAt) + TOMBSTONE_MS <= now()) {
      await store.remove(id);
      await note('collected', id);
      figures.removed += 1;
      return true;
    }
    if (given.has(id)) return false;
    await store.dropBody(id);
    figures.dropped += 1;
    return true;
  };
  return {
    figures: () => ({ ...figures }),
    async collect() {
      const start = now();
      const over = await store.over(start);
      const done = new Set<string>();
      let touched = 0;
      for (const record of over) {
        try {
          if (await end(record)) touched += 1;
          done.add(record.id);
        } catch (error) {
          figures.failures += 1;
          onError(error instanceof Error ? error : new Error(String(error)));
        }
      }
      given = done;
      Object.assign(figures, { runs: figures.runs + 1, lastAt: start, lastMs: now() - start });
      return touched;
    },
  };
}
