/** Ends of questions in a table of strings, by their index: each text is read once, for a caller has many links. */
import { type PathQuery, parseFrom, parseTo } from '../state/path-query.ts';

export interface EndReaders {
  from: (index: number) => PathQuery['from'];
  to: (index: number) => PathQuery['to'];
}

/** Readers over the strings of columns; they throw where a text is no end, as no columns of ours hold such. */
export function createEndReaders(strings: readonly string[]): EndReaders {
  return { from: createReader(strings, parseFrom), to: createReader(strings, parseTo) };
}

function createReader<T>(strings: readonly string[], parse: (text: string) => { ok: true; value: T } | { ok: false }) {
  const known = new Map<number, T>();
  return (index: number): T => {
    const before = known.get(index);
    if (before !== undefined) return before;
    const read = parse(strings[index] ?? '');
    if (!read.ok) throw new Error('columns of a graph hold a query that cannot be read');
    known.set(index, read.value);
    return read.value;
  };
}
