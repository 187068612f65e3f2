/** Where one JSON value ends, in bytes that come in pieces. */

/** `not-json`: not one JSON object; `cut-off`: it ends too early; `too-deep`, `too-large`: a member is out of all proportion. */
export type RecordProblem = 'not-json' | 'cut-off' | 'too-deep' | 'too-large';

export interface RecordLimits {
  /** bytes of one member */
  memberBytes: number;
  /** nesting within one member */
  depth: number;
}

/** The bytes that JSON is built of. */
export const BYTES = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  backslash: 0x5c,
  openList: 0x5b,
  closeList: 0x5d,
  openMap: 0x7b,
  closeMap: 0x7d,
} as const;

/** One JSON value as bytes, from its first to its last, over as many chunks as it takes. */
export class ValueSpan {
  readonly #limits: RecordLimits;
  isOpen = false;
  problem: RecordProblem | null = null;
  #parts: Buffer[] = [];
  #size = 0;
  #isKept = false;
  #kind: 'text' | 'container' | 'plain' = 'plain';
  #depth = 0;
  #isInText = false;
  #isEscaped = false;

  constructor(limits: RecordLimits) {
    this.#limits = limits;
  }

  /** Begins at a byte that is yet to be read. */
  open(first: number, isKept: boolean): void {
    this.isOpen = true;
    this.#isKept = isKept;
    this.#parts = [];
    this.#size = 0;
    this.#depth = 0;
    this.#isInText = false;
    this.#kind =
      first === BYTES.quote ? 'text' : first === BYTES.openList || first === BYTES.openMap ? 'container' : 'plain';
  }

  /** Reads on; returns the index after the last byte that belongs to it. */
  read(bytes: Buffer, at: number): number {
    const end = this.#kind === 'plain' ? this.#endOfPlain(bytes, at) : this.#endOfNested(bytes, at);
    this.#size += end - at;
    if (this.#isKept) {
      if (this.#size > this.#limits.memberBytes) this.problem = 'too-large';
      if (end > at) this.#parts.push(bytes.subarray(at, end));
    }
    return end;
  }

  /** The text; null where it was not to be kept. */
  take(): string | null {
    const parts = this.#parts;
    this.#parts = [];
    if (!this.#isKept) return null;
    const [first] = parts;
    return parts.length === 1 && first !== undefined ? first.toString('utf8') : Buffer.concat(parts).toString('utf8');
  }

  /** Numbers and words end before what follows them. */
  #endOfPlain(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === BYTES.comma || byte === BYTES.closeList || byte === BYTES.closeMap || byte <= 0x20) {
        this.isOpen = false;
        return at;
      }
    }
    return bytes.length;
  }

  #endOfNested(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length && this.isOpen) {
      at = this.#isInText ? this.#readText(bytes, at) : this.#readStructure(bytes, at);
      this.isOpen = this.#isInText || this.#depth > 0;
      if (this.#depth > this.#limits.depth) {
        this.problem = 'too-deep';
        return at;
      }
    }
    return at;
  }

  /** Up to the end of a text. */
  #readText(bytes: Buffer, from: number): number {
    let at = this.#isEscaped ? from + 1 : from;
    this.#isEscaped = false;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === BYTES.backslash) {
        at += 1;
        this.#isEscaped = at === bytes.length;
      } else if (byte === BYTES.quote) {
        this.#isInText = false;
        return at + 1;
      }
    }
    return bytes.length;
  }

  /** Up to where a text begins, or the outermost bracket closes. */
  #readStructure(bytes: Buffer, from: number): number {
    const deepest = this.#limits.depth;
    let depth = this.#depth;
    let at = from;
    while (at < bytes.length) {
      const byte = bytes[at];
      at += 1;
      if (byte === BYTES.quote) {
        this.#isInText = true;
        break;
      }
      if (byte === BYTES.openMap || byte === BYTES.openList) depth += 1;
      else if (byte === BYTES.closeMap || byte === BYTES.closeList) depth -= 1;
      if (depth === 0 || depth > deepest) break;
    }
    this.#depth = depth;
    return at;
  }
}
