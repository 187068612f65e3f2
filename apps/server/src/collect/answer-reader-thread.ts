/** The main thread's end of the thread that reads answers: started when needed, started anew after it has died. */
import { Worker } from 'node:worker_threads';
import type { NormalizedReading } from '@hopscope/core';
import { PieceCollector } from './answer-reader-pieces.ts';
import { source } from './read-worker.ts?thread';
import type { Begun, FromReader, ToReader } from './read-worker-messages.ts';

/** What became of an answer: a reading, or why the thread did not live to tell. */
export type ThreadResult = { ok: true; reading: NormalizedReading; cpuMs: number } | { ok: false; message: string };

/** One answer being read. */
export interface ThreadRead {
  /** Hands bytes over; waits while much is unread, and resolves to false when nothing is read any more. */
  push(bytes: Uint8Array): Promise<boolean>;
  end(): Promise<ThreadResult>;
  drop(): void;
}

export interface ReadThread {
  begin(begun: Begun): ThreadRead;
  close(): Promise<void>;
}

export interface ReadThreadOptions {
  /** memory of the thread, in MiB */
  memoryMb: number;
  /** how long it may work on what it was given before it counts as stuck */
  stuckMs: number;
}

/** Bytes of one answer that may wait for the thread. */
const MOST_WAITING = 512 * 1024;
/** Bytes in one message: what they give comes back in one, and is to hold up nobody. */
const MOST_AT_ONCE = 128 * 1024;

/** What the thread always answers. */
const ANSWERED: ReadonlySet<ToReader['say']> = new Set(['chunk', 'end', 'next']);

interface Pending {
  waiting: number;
  resume: () => void;
  collected: PieceCollector;
  mainMs: number;
  settle: (result: ThreadResult) => void;
}

/** One thread for all answers; they are read side by side. */
export class AnswerThread implements ReadThread {
  readonly #options: ReadThreadOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #stuck: NodeJS.Timeout | null = null;
  #lastId = 0;
  /** What the thread was given and has not answered yet. */
  #owed = 0;

  constructor(options: ReadThreadOptions) {
    this.#options = options;
  }

  begin(begun: Begun): ThreadRead {
    this.#lastId += 1;
    const id = this.#lastId;
    const result = new Promise<ThreadResult>((settle) => {
      this.#pending.set(id, { waiting: 0, resume: () => {}, collected: new PieceCollector(), mainMs: 0, settle });
    });
    this.#tell({ id, say: 'begin', begun });
    return {
      push: (bytes) => this.#push(id, bytes),
      end: () => {
        this.#tell({ id, say: 'end' });
        return result;
      },
      drop: () => {
        this.#tell({ id, say: 'drop' });
        this.#settle(id, { ok: false, message: 'The answer was given up.' });
      },
    };
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#fail('Reading was ended.');
    await worker?.terminate();
  }

  async #push(id: number, bytes: Uint8Array): Promise<boolean> {
    const pending = this.#pending.get(id);
    if (pending === undefined) return false;
    for (let from = 0; from < bytes.length; from += MOST_AT_ONCE) {
      // A copy: a chunk may be a part of a larger buffer that others still read.
      const part = new Uint8Array(bytes.subarray(from, from + MOST_AT_ONCE));
      pending.waiting += part.length;
      this.#tell({ id, say: 'chunk', bytes: part }, [part.buffer]);
    }
    if (pending.waiting > MOST_WAITING) {
      await new Promise<void>((resume) => {
        pending.resume = resume;
      });
    }
    return this.#pending.has(id);
  }

  #tell(message: ToReader, transfer: ArrayBuffer[] = []): void {
    if (!this.#pending.has(message.id)) return;
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage(message, transfer);
    if (ANSWERED.has(message.say)) this.#owed += 1;
    this.#watch();
  }

  #start(): Worker {
    const { memoryMb } = this.#options;
    const worker = new Worker(source, {
      eval: true,
      name: 'hopscope-reader',
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32 },
    });
    const died = (message: string): void => {
      if (this.#worker === worker) this.#fail(message);
    };
    worker.on('message', (message: FromReader) => {
      if (this.#worker === worker) this.#hear(message);
    });
    worker.on('error', (error: NodeJS.ErrnoException) =>
      died(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `Reading it takes more memory than the ${memoryMb} MiB there are for it.`
          : `Reading it failed (${error.name}).`,
      ),
    );
    worker.on('exit', () => died('Reading it ended before its end.'));
    return worker;
  }

  #hear(message: FromReader): void {
    this.#owed -= 1;
    this.#watch();
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    const from = performance.now();
    if (message.say === 'taken') {
      for (const piece of message.pieces) pending.collected.add(piece);
      pending.mainMs += performance.now() - from;
      pending.waiting -= message.bytes;
      if (pending.waiting <= MOST_WAITING) pending.resume();
      return;
    }
    if (message.say === 'piece') {
      pending.collected.add(message.piece);
      pending.mainMs += performance.now() - from;
      // Others come between two pieces.
      setImmediate(() => this.#tell({ id: message.id, say: 'next' }));
      return;
    }
    const reading = pending.collected.join(message.reading);
    this.#settle(message.id, { ok: true, reading, cpuMs: message.cpuMs + pending.mainMs });
  }

  #settle(id: number, result: ThreadResult): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.resume();
    pending?.settle(result);
    // Idle, it keeps no program alive.
    if (this.#pending.size === 0) this.#worker?.unref();
  }

  /** Starts the clock anew: the thread has just said something, or was given something to do. */
  #watch(): void {
    if (this.#stuck !== null) clearTimeout(this.#stuck);
    this.#stuck = null;
    if (this.#owed === 0) return;
    this.#stuck = setTimeout(() => this.#fail('Reading it took too long.'), this.#options.stuckMs);
    this.#stuck.unref();
  }

  /** Lets go of the thread; whatever it was reading is not read. */
  #fail(message: string): void {
    const worker = this.#worker;
    this.#worker = null;
    this.#owed = 0;
    this.#watch();
    for (const id of [...this.#pending.keys()]) this.#settle(id, { ok: false, message });
    void worker?.terminate();
  }
}
