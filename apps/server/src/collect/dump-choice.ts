/**
 * Of which ztunnels the whole dump is kept. Every one of them knows the whole mesh, so where dumps are large one whole is
 * kept and of the others what belongs to their own nodes; where they are small all are kept, and can be compared.
 */
import { type Target, targetKey } from './targets.ts';

/** What is known of a target. */
export interface AskedBefore {
  target: Target;
  /** in a row */
  failures: number;
  /** of the last answer */
  bytes: number;
}

export interface DumpChoice {
  /** Keeps the next dumps of this target whole for some minutes. False where the last one was not; true for what is no dump. */
  wantWhole(target: Target, now: number): boolean;
  /** The node whose part alone is kept; undefined = the whole. To be asked once a dump, when it is asked for. */
  ownNode(target: Target, entries: ReadonlyMap<string, AskedBefore>, now: number): string | undefined;
}

/** So much of whole dumps, as they were answered. */
const WHOLE_BYTES = 64 << 20;
const WANTED_MS = 5 * 60_000;
/** The one that is kept whole must answer, else another one is. */
const MOST_FAILURES = 2;

/** What is answered is a whole mesh. */
export const isDump = ({ signal }: Target): boolean => signal.source === 'ztunnel-config';

/** Nothing chosen yet. */
export function createDumpChoice(): DumpChoice {
  /** of the one that is kept whole in any case */
  let keeper: string | null = null;
  const wholeUntil = new Map<string, number>();
  const wholes = new Set<string>();

  const isWhole = (key: string, entries: ReadonlyMap<string, AskedBefore>, now: number): boolean => {
    const kept = keeper === null ? undefined : entries.get(keeper);
    if (kept === undefined || kept.failures >= MOST_FAILURES) keeper = key;
    if (key === keeper || (wholeUntil.get(key) ?? 0) > now) return true;
    const sizes = [...entries.values()].filter(({ target }) => isDump(target)).map(({ bytes }) => bytes);
    return Math.max(...sizes) * sizes.length <= WHOLE_BYTES;
  };
  return {
    wantWhole(target, now) {
      if (!isDump(target)) return true;
      wholeUntil.set(targetKey(target), now + WANTED_MS);
      return wholes.has(targetKey(target));
    },
    ownNode(target, entries, now) {
      if (!isDump(target)) return undefined;
      const key = targetKey(target);
      for (const old of wholeUntil.keys()) if (!entries.has(old)) wholeUntil.delete(old);
      const whole = isWhole(key, entries, now);
      if (whole) wholes.add(key);
      else wholes.delete(key);
      return whole ? undefined : target.node;
    },
  };
}
