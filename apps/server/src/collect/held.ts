/** The newest answer of each target: what of them is state, and what is to be said of those that are not. */
import type { GroupedSlices, NormalizedReading, SourceStatus } from '@hopscope/core';
import { createReadingSlices } from './reading-slices.ts';
import { createScrapes } from './scrapes.ts';
import { type Target, targetKey } from './targets.ts';

/** Times are milliseconds since 1970. */
export interface Held {
  /** An answer, good or bad, to what was asked at a time, and how long it is meant to be the newest. */
  keep(target: Target, reading: NormalizedReading, at: number, periodMs: number): void;
  /** Drops what was answered by whoever is not asked any more. */
  retain(targets: readonly Target[]): void;
  /** What is state: lists that stay the same objects while nothing in them changes. */
  slices(now: number): GroupedSlices;
  /** What there is to say of a target; undefined where it was never asked. The same object until that changes. */
  status(target: Target, now: number): SourceStatus | undefined;
}

/** An answer counts for three of its periods, and for five minutes at least. */
const PERIODS = 3;
const LEAST_MS = 5 * 60_000;
/** One question without an answer says little: the answer before still counts. After so many it does not. */
const MOST_FAILURES = 2;

interface Kept {
  readonly follow: ReturnType<typeof createScrapes>;
  /** the last good answer; null where there is none that counts */
  good: { status: SourceStatus; until: number } | null;
  /** failures since */
  failures: number;
  status: SourceStatus;
}

/** Nothing was answered yet. */
export function createHeld(): Held {
  const kept = new Map<string, Kept>();
  const slices = createReadingSlices();

  /** What is too old is no longer state. */
  const expire = (key: string, entry: Kept, now: number): void => {
    if (entry.good === null || now < entry.good.until) return;
    const { at } = entry.good.status;
    entry.good = null;
    slices.remove(key);
    if (entry.status.state === 'ok') entry.status = staleStatus(entry.status, at);
  };
  const fail = (key: string, entry: Kept, { status }: NormalizedReading): void => {
    entry.failures += 1;
    if (entry.good !== null && status.state === 'failed' && entry.failures < MOST_FAILURES) {
      entry.status = { ...entry.good.status, message: `The last question had no answer: ${status.message}` };
      return;
    }
    entry.good = null;
    entry.status = status;
    slices.remove(key);
  };
  return {
    keep(target, reading, at, periodMs) {
      const key = targetKey(target);
      const { status } = reading;
      const entry = kept.get(key) ?? { follow: createScrapes(), good: null, failures: 0, status };
      kept.set(key, entry);
      if (status.state !== 'ok') return fail(key, entry, reading);
      slices.put(key, [entry.follow(reading, at)]);
      const until = at + Math.max(LEAST_MS, PERIODS * periodMs);
      Object.assign(entry, { status, good: { status, until }, failures: 0 });
    },
    retain(targets) {
      const wanted = new Set(targets.map(targetKey));
      for (const key of kept.keys()) {
        if (wanted.has(key)) continue;
        kept.delete(key);
        slices.remove(key);
      }
    },
    slices(now) {
      for (const [key, entry] of kept) expire(key, entry, now);
      return slices.grouped();
    },
    status(target, now) {
      const key = targetKey(target);
      const entry = kept.get(key);
      if (entry !== undefined) expire(key, entry, now);
      return entry?.status;
    },
  };
}

function staleStatus(status: SourceStatus, at: string | null): SourceStatus {
  return { ...status, state: 'stale', at, message: 'the last answer is too old to count' };
}
