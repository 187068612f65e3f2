/**
 * The members of the lists and maps at the top of a JSON object, out of bytes as they come: a dump of many megabytes is never
 * held whole. Each member is left to `JSON.parse`; this only finds where it begins and ends.
 */
import type { SectionShape } from '@hopscope/core';
import { BYTES, type RecordLimits, type RecordProblem, ValueSpan } from './json-records-span.ts';

export interface RecordVisitor {
  /** A key of the object begins; false = its members are passed over unread. */
  section(name: string, shape: SectionShape): boolean;
  /** A member of the section that began last; the key is '' in a list. */
  member(key: string, value: unknown): void;
}

export interface JsonRecords {
  /** Adds bytes; a problem is what is wrong with the text, and then nothing more is read. */
  push(chunk: Uint8Array): RecordProblem | null;
  /** The text is over. */
  end(): RecordProblem | null;
}

/** What comes next in a list or a map. */
type Awaited = 'key' | 'colon' | 'value' | 'comma';

const LIMITS: RecordLimits = { memberBytes: 16 << 20, depth: 64 };

/** Splits one JSON object. */
export function splitJsonRecords(visitor: RecordVisitor, limits: RecordLimits = LIMITS): JsonRecords {
  return new Splitter(visitor, limits);
}

class Splitter implements JsonRecords {
  readonly #visitor: RecordVisitor;
  readonly #span: ValueSpan;
  #problem: RecordProblem | null = null;
  /** containers around the place we are at: 0 before the object, 1 in it, 2 in a section */
  #level = 0;
  #isOver = false;
  #awaited: Awaited = 'value';
  /** of the section we are in */
  #isList = false;
  #key = '';

  constructor(visitor: RecordVisitor, limits: RecordLimits) {
    this.#visitor = visitor;
    this.#span = new ValueSpan(limits);
  }

  push(chunk: Uint8Array): RecordProblem | null {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = 0; at < bytes.length && this.#problem === null; ) at = this.#step(bytes, at);
    return this.#problem;
  }

  end(): RecordProblem | null {
    if (this.#problem === null && !this.#isOver) this.#problem = this.#level === 0 ? 'not-json' : 'cut-off';
    return this.#problem;
  }

  /** Reads from `at` on; returns where to go on. */
  #step(bytes: Buffer, at: number): number {
    if (this.#span.isOpen) return this.#continueSpan(bytes, at);
    const byte = bytes[at] ?? 0;
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return at + 1;
    if (this.#level === 0) return this.#open(byte, at);
    if (this.#awaited === 'comma' || this.#awaited === 'colon') return this.#separate(byte, at);
    if (byte === BYTES.closeMap || byte === BYTES.closeList) return this.#close(byte, at);
    return this.#begin(byte, at);
  }

  #open(byte: number, at: number): number {
    if (byte !== BYTES.openMap || this.#isOver) this.#problem = 'not-json';
    this.#level = 1;
    this.#awaited = 'key';
    return at + 1;
  }

  #separate(byte: number, at: number): number {
    if (byte === BYTES.closeMap || byte === BYTES.closeList) return this.#close(byte, at);
    if (byte !== (this.#awaited === 'comma' ? BYTES.comma : BYTES.colon)) this.#problem = 'not-json';
    this.#awaited = this.#awaited === 'comma' && !this.#isInList ? 'key' : 'value';
    return at + 1;
  }

  get #isInList(): boolean {
    return this.#level === 2 && this.#isList;
  }

  #close(byte: number, at: number): number {
    const closes = this.#isInList ? BYTES.closeList : BYTES.closeMap;
    const isDangling = this.#awaited === 'colon' || (this.#awaited === 'value' && !this.#isInList);
    if (byte !== closes || isDangling) this.#problem = 'not-json';
    this.#level -= 1;
    this.#isOver = this.#level === 0;
    this.#awaited = 'comma';
    return at + 1;
  }

  /** A key, a value, or the lists and maps of the object itself. */
  #begin(byte: number, at: number): number {
    const isKey = this.#awaited === 'key';
    if (isKey && byte !== BYTES.quote) {
      this.#problem = 'not-json';
      return at;
    }
    if (this.#level === 2 || isKey) {
      this.#span.open(byte, true);
      return at;
    }
    const shape = byte === BYTES.openList ? 'list' : byte === BYTES.openMap ? 'map' : 'other';
    const isWanted = this.#visitor.section(this.#key, shape);
    if (shape === 'other' || !isWanted) {
      this.#span.open(byte, false);
      return at;
    }
    this.#level = 2;
    this.#isList = shape === 'list';
    this.#awaited = this.#isList ? 'value' : 'key';
    return at + 1;
  }

  #continueSpan(bytes: Buffer, at: number): number {
    const end = this.#span.read(bytes, at);
    if (this.#span.problem !== null) this.#problem = this.#span.problem;
    else if (!this.#span.isOpen) this.#finish();
    return end;
  }

  /** A key or a value is complete. */
  #finish(): void {
    const isKey = this.#awaited === 'key';
    this.#awaited = isKey ? 'colon' : 'comma';
    const text = this.#span.take();
    if (text === null) return;
    let value: unknown;
    try {
      value = JSON.parse(text) as unknown;
    } catch {
      // Brackets and quotes fit, what is between them does not.
      this.#problem = 'not-json';
      return;
    }
    if (isKey) this.#key = value as string;
    else this.#visitor.member(this.#isList ? '' : this.#key, value);
  }
}
