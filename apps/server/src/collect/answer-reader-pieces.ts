/**
 * A large reading in pieces small enough to be copied between threads one after the other, without holding up the one that
 * serves people.
 */
import type { NormalizedReading } from '@hopscope/core';

type Part = 'value' | 'metrics';

/** Some of the entries of one list of a reading, in order. */
export interface Piece {
  part: Part;
  list: string;
  items: unknown[];
}

export interface CutReading {
  /** The reading; its large lists are empty. */
  rest: NormalizedReading;
  pieces: Iterator<Piece>;
}

/** Values (texts, numbers, lists, objects) in one piece: about 5 ms for who receives it. */
const MOST_VALUES = 20_000;

/** Takes what is large out of a reading. */
export function cutPieces(reading: NormalizedReading): CutReading {
  const rest = { ...reading };
  const taken: { part: Part; list: string; items: unknown[] }[] = [];
  for (const part of ['value', 'metrics'] as const) {
    const value = reading[part];
    if (value === undefined) continue;
    const small: Record<string, unknown> = { ...value };
    for (const [list, items] of Object.entries(value)) {
      if (!Array.isArray(items)) continue;
      taken.push({ part, list, items });
      small[list] = [];
    }
    Object.assign(rest, { [part]: small });
  }
  return { rest, pieces: piecesOf(taken) };
}

function* piecesOf(taken: readonly Piece[]): Generator<Piece> {
  for (const { part, list, items } of taken) {
    let from = 0;
    let values = 0;
    for (let to = 1; to <= items.length; to++) {
      values += countValues(items[to - 1]);
      if (values < MOST_VALUES && to < items.length) continue;
      yield { part, list, items: items.slice(from, to) };
      from = to;
      values = 0;
    }
  }
}

function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  for (const item of Object.values(value)) count += countValues(item);
  return count;
}

/** Collects the pieces of one reading; equal texts become one text, as they were before they were copied. */
export class PieceCollector {
  readonly #lists = new Map<string, unknown[]>();
  readonly #texts = new Map<string, string>();

  add({ part, list, items }: Piece): void {
    const key = `${part} ${list}`;
    const known = this.#lists.get(key) ?? [];
    this.#lists.set(key, known);
    for (const item of items) known.push(this.#share(item));
  }

  /** The whole reading. */
  join(rest: NormalizedReading): NormalizedReading {
    for (const [key, items] of this.#lists) {
      const [part, list = ''] = key.split(' ') as [Part, string];
      const value = rest[part] as Record<string, unknown> | undefined;
      // Without a value the answer was broken after all.
      if (value === undefined) continue;
      // What was sent last may have stayed behind.
      value[list] = [...items, ...((value[list] as unknown[] | undefined) ?? [])];
    }
    return rest;
  }

  #share(value: unknown): unknown {
    if (typeof value === 'string') return this.#shareText(value);
    if (typeof value !== 'object' || value === null) return value;
    const holder = value as Record<string, unknown>;
    for (const key of Object.keys(holder)) {
      const inner = holder[key];
      if (typeof inner === 'string' || typeof inner === 'object') holder[key] = this.#share(inner);
    }
    return value;
  }

  #shareText(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }
}
