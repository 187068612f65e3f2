/** Answers as slices of the state: a slice keeps its list while none of the answers in it changes. */
import { type GroupedSlices, type NormalizedReading, sliceOfReading, sortEntities } from '@hopscope/core';

type Slice = NonNullable<ReturnType<typeof sliceOfReading>>;
type Value = NonNullable<NormalizedReading['value']>;

/** One value and the slice that it goes into. */
interface Part {
  slice: Slice;
  value: Value;
}

export interface ReadingSlices {
  /** What some readings give, in place of those that were there under the key. */
  put(key: string, readings: readonly NormalizedReading[]): void;
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
    put: (key, readings) => set(key, readings.flatMap(partsOf)),
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

function partsOf({ status, value, metrics, rates = [] }: NormalizedReading): Part[] {
  const slice = sliceOfReading(status.source);
  const parts: Part[] = [];
  if (slice !== undefined && value !== undefined) parts.push({ slice, value });
  if (metrics !== undefined) parts.push({ slice: 'componentMetrics', value: metrics });
  for (const rate of rates) parts.push({ slice: 'series' in rate ? 'traffic' : 'componentMetrics', value: rate });
  return parts;
}

type Lists = Readonly<Record<string, readonly unknown[]>>;

/** Puts the slices of two together; a list that both have is the same object again while both of theirs are. */
export function joinSlices(): (a: GroupedSlices, b: GroupedSlices) => GroupedSlices {
  const known = new Map<string, { a: readonly unknown[]; b: readonly unknown[]; both: readonly unknown[] }>();
  const join = (slice: string, a: readonly unknown[], b: readonly unknown[]): readonly unknown[] => {
    const last = known.get(slice);
    if (last?.a === a && last.b === b) return last.both;
    const both = sortEntities([...a, ...b]);
    known.set(slice, { a, b, both });
    return both;
  };
  return (first, second) => {
    const [a, b] = [first as Lists, second as Lists];
    const shared = Object.keys(b).filter((slice) => a[slice] !== undefined);
    return { ...a, ...b, ...Object.fromEntries(shared.map((slice) => [slice, join(slice, a[slice]!, b[slice]!)])) };
  };
}
