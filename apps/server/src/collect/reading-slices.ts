/** Answers as slices of the state: a slice keeps its list while none of the answers in it changes. */
import { type GroupedSlices, type NormalizedReading, sliceOfReading, sortEntities } from '@hopscope/core';
import type { Rates, Scrape } from './scrapes.ts';

type Slice = NonNullable<ReturnType<typeof sliceOfReading>>;
type Value = NonNullable<NormalizedReading['value']>;

/** One value and the slice that it goes into. */
interface Part {
  slice: Slice;
  value: Value;
}

export interface ReadingSlices {
  /** What an answer of a time (ms) gives, in place of the one before; `rates` tells how much was counted since. */
  put(key: string, reading: NormalizedReading, at: number, rates: (scrape: Scrape) => Rates): void;
  remove(key: string): void;
  /** Every slice that ever had an answer. */
  grouped(): GroupedSlices;
}

/** Nothing in it yet. */
export function createReadingSlices(): ReadingSlices {
  const parts = new Map<string, readonly Part[]>();
  const lists = new Map<Slice, readonly Value[]>();
  const changed = new Set<Slice>();

  const set = (key: string, next: readonly Part[]): void => {
    for (const { slice } of [...(parts.get(key) ?? []), ...next]) changed.add(slice);
    if (next.length === 0) parts.delete(key);
    else parts.set(key, next);
  };
  return {
    put: (key, reading, at, rates) => set(key, partsOf(reading, at, rates)),
    remove: (key) => set(key, []),
    grouped() {
      if (changed.size > 0) {
        const all = [...parts.values()].flat();
        for (const wanted of changed) {
          const values = all.filter(({ slice }) => slice === wanted).map(({ value }) => value);
          lists.set(wanted, sortEntities(values));
        }
        changed.clear();
      }
      return Object.fromEntries(lists) as GroupedSlices;
    },
  };
}

function partsOf(
  { status, value, metrics }: NormalizedReading,
  at: number,
  ratesUpTo: (scrape: Scrape) => Rates,
): Part[] {
  const slice = sliceOfReading(status.source);
  if (slice === undefined || value === undefined) return [];
  const parts: Part[] = [{ slice, value }];
  if (metrics !== undefined) parts.push({ slice: 'componentMetrics', value: metrics });
  const scrape = scrapeOf(slice, value, metrics, at);
  if (scrape === null) return parts;
  const rates = ratesUpTo(scrape);
  if (rates.traffic !== null) parts.push({ slice: 'traffic', value: rates.traffic });
  if (rates.metrics !== null) parts.push({ slice: 'componentMetrics', value: rates.metrics });
  return parts;
}

/** The counters of an answer; null where it is no page of metrics. */
function scrapeOf(slice: Slice, value: Value, metrics: NormalizedReading['metrics'], at: number): Scrape | null {
  if (slice === 'traffic') return { at, traffic: value as Scrape['traffic'], metrics: metrics ?? null };
  return slice === 'componentMetrics' ? { at, traffic: null, metrics: value as Scrape['metrics'] } : null;
}
