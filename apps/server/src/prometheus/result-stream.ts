/** An answer of Prometheus as it streams in: its results one by one, without ever holding the whole. */
import type { Readable } from 'node:stream';

/** One series of a vector, as the API writes it. */
export type Result = Record<string, unknown>;

export interface Limits {
  /** of the answer without compression, in bytes */
  bytes: number;
  /** of results */
  results: number;
}

export type StreamEnd =
  | { kind: 'read'; bytes: number; results: number; cpuMs: number; frame: unknown }
  /** more than a limit allows */
  | { kind: 'too-large'; bytes: number }
  /** it ended in the middle, or is no JSON */
  | { kind: 'garbage'; bytes: number };

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COMMA] = [...'"\\{}[],'].map((char) => char.charCodeAt(0));
/** Of everything around the results: a few names and an error's text. */
const FRAME_LIMIT = 64 * 1024;
/** Of one result: what does not end by then is none. */
const RESULT_LIMIT = 1 << 20;
const BATCH = 1000;

/**
 * Reads to the end and tells results in batches; `frame` is the answer without them. The stream's own errors are thrown.
 * Between chunks the loop is free for others.
 */
export async function readResults(
  stream: Readable,
  limits: Limits,
  onBatch: (batch: Result[]) => void,
): Promise<StreamEnd> {
  const splitter = new Splitter();
  let [bytes, results, cpuMs] = [0, 0, 0];
  let batch: Result[] = [];
  for await (const chunk of stream) {
    const begun = performance.now();
    bytes += (chunk as Buffer).length;
    if (bytes > limits.bytes) return { kind: 'too-large', bytes };
    const found = splitter.push(chunk as Buffer);
    if (found === null) return { kind: 'garbage', bytes };
    results += found.length;
    if (results > limits.results) return { kind: 'too-large', bytes };
    batch.push(...found);
    if (batch.length >= BATCH) {
      onBatch(batch);
      batch = [];
    }
    cpuMs += performance.now() - begun;
  }
  if (batch.length > 0) onBatch(batch);
  const frame = splitter.frame();
  return frame === undefined ? { kind: 'garbage', bytes } : { kind: 'read', bytes, results, cpuMs, frame };
}

/** Parses JSON; undefined where it is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Cut off, or the page of something else: the caller says so.
    return undefined;
  }
}

/** Splits at the objects in the list that is called `result`, at whatever depth. */
class Splitter {
  /** what is looked at: what was not told yet, and the newest chunk behind it */
  private data: Buffer = Buffer.alloc(0);
  /** the beginning of what is not told yet: of a result, or of a piece of the frame */
  private from = 0;
  private frameText = '';
  private depth = 0;
  /** depth inside of the list; 0 = not in it */
  private within = 0;
  private isText = false;
  private textFrom = 0;
  private lastText = '';
  private isGood = true;
  /** where looking goes on */
  private next = 0;
  private found: Result[] = [];

  /** The results that are whole now; null where it cannot be an answer. */
  push(chunk: Buffer): Result[] | null {
    const rest = this.data.subarray(this.from);
    this.next -= this.from;
    this.textFrom -= this.from;
    this.from = 0;
    this.data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.found = [];
    while (this.next < this.data.length && this.isGood)
      if (this.isText) this.skipText();
      else this.step();
    if (this.within === 0 && !this.isText) this.keepFrame(this.data.length);
    const left = this.data.length - this.from;
    const isBounded = this.frameText.length <= FRAME_LIMIT && left <= RESULT_LIMIT && this.depth >= 0;
    return this.isGood && isBounded ? this.found : null;
  }

  /** Everything but the results; undefined where it is not whole. */
  frame(): unknown {
    return this.within > 0 || this.isText ? undefined : parse(this.frameText);
  }

  private keepFrame(to: number): void {
    this.frameText += this.data.toString('utf8', this.from, to);
    this.from = to;
  }

  /** To the end of a text, or of what is there. */
  private skipText(): void {
    const { data } = this;
    let at = this.next;
    while (at < data.length && data[at] !== QUOTE) at += data[at] === BACKSLASH ? 2 : 1;
    this.next = at;
    if (at >= data.length) return;
    this.next = at + 1;
    this.isText = false;
    if (this.within === 0 && at - this.textFrom < 20) this.lastText = data.toString('latin1', this.textFrom + 1, at);
  }

  private step(): void {
    const at = this.next;
    const byte = this.data[at]!;
    this.next = at + 1;
    if (byte === QUOTE) {
      this.isText = true;
      this.textFrom = at;
    }
    if (byte === OPEN || byte === OPEN_LIST) this.open(byte, at);
    else if (byte === CLOSE || byte === CLOSE_LIST) this.close(byte, at);
    // Between the results is nothing but commas.
    else if (byte > 32 && byte !== COMMA && this.within > 0 && this.depth === this.within) this.isGood = false;
  }

  private open(byte: number, at: number): void {
    if (this.within > 0 && this.depth === this.within) this.from = at;
    this.depth += 1;
    if (this.within > 0 || byte !== OPEN_LIST || this.lastText !== 'result') return;
    this.keepFrame(at + 1);
    this.within = this.depth;
  }

  private close(byte: number, at: number): void {
    this.depth -= 1;
    if (this.within === 0 || this.depth > this.within) return;
    if (this.depth < this.within) {
      this.from = at;
      this.within = 0;
      this.lastText = '';
      return;
    }
    const result = byte === CLOSE ? parse(this.data.toString('utf8', this.from, at + 1)) : undefined;
    if (result === undefined) this.isGood = false;
    else this.found.push(result as Result);
    this.from = at + 1;
  }
}
