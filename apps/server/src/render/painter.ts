/** PNGs from SVGs, on a thread of their own: the loop that serves people never waits for one. */
import { Worker } from 'node:worker_threads';
import type { Painted, PaintOrder, PaintTools } from './paint-messages.ts';
import { source } from './paint-worker.ts?thread';

export type PaintResult = { ok: true; png: Buffer } | { ok: false; why: 'missing' | 'busy' | 'failed'; reason: string };

export interface Painter {
  /** false where it is known that there is nothing to paint with */
  readonly isAble: boolean;
  /** A PNG so many pixels wide. Never throws. */
  paint(svg: string, width: number): Promise<PaintResult>;
  close(): Promise<void>;
}

interface Limits {
  /** orders that may wait for the thread */
  most: number;
  /** how long one may take */
  stuckMs: number;
  /** how long the thread stays with nothing to do */
  idleMs: number;
}

const LIMITS: Limits = { most: 12, stuckMs: 20_000, idleMs: 60_000 };

/** Starts no thread before the first order. Without tools every order is refused, and why is said. */
export function createPainter(tools: PaintTools | null, limits: Partial<Limits> = {}): Painter {
  if (tools === null) {
    const missing = { ok: false, why: 'missing', reason: NO_LIBRARY } as const;
    return { isAble: false, paint: async () => missing, close: async () => {} };
  }
  const thread = new PaintThread(tools, { ...LIMITS, ...limits });
  return { isAble: true, paint: (svg, width) => thread.paint(svg, width), close: () => thread.close() };
}

const NO_LIBRARY =
  'PNGs need the optional package @resvg/resvg-js, which is not installed here or not for this machine. The same address with .svg works without it.';
const BUSY = 'Many pictures are being made: ask again in a few seconds.';

class PaintThread {
  readonly #tools: PaintTools;
  readonly #limits: Limits;
  readonly #pending = new Map<number, { settle: (result: PaintResult) => void; stuck: NodeJS.Timeout | null }>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  #lastId = 0;

  constructor(tools: PaintTools, limits: Limits) {
    this.#tools = tools;
    this.#limits = limits;
  }

  paint(svg: string, width: number): Promise<PaintResult> {
    if (this.#pending.size >= this.#limits.most) return Promise.resolve({ ok: false, why: 'busy', reason: BUSY });
    this.#lastId += 1;
    const order: PaintOrder = { id: this.#lastId, svg, width };
    return new Promise((settle) => {
      this.#pending.set(order.id, { settle, stuck: null });
      if (this.#idle !== null) clearTimeout(this.#idle);
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage(order);
      this.#watchFirst();
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#fail('missing', 'The server is ending.');
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(source, {
      eval: true,
      name: 'hopscope-painter',
      workerData: this.#tools,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
    });
    const isOurs = (): boolean => this.#worker === worker;
    worker.on('message', (painted: Painted) => isOurs() && this.#hear(painted));
    // The library is there and does not load: it was made for another machine.
    worker.on('error', (error) => isOurs() && this.#fail('missing', `${NO_LIBRARY} (${firstLine(error)})`));
    worker.on('exit', () => isOurs() && this.#fail('failed', 'The picture could not be made.'));
    return worker;
  }

  #hear(painted: Painted): void {
    const { id } = painted;
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (pending?.stuck) clearTimeout(pending.stuck);
    pending?.settle(
      painted.ok
        ? { ok: true, png: Buffer.from(painted.png) }
        : { ok: false, why: 'failed', reason: 'The picture could not be made.' },
    );
    if (this.#pending.size > 0) this.#watchFirst();
    else this.#rest();
  }

  /** One order is painted after the other, so only the first can be stuck. */
  #watchFirst(): void {
    const [first] = this.#pending.values();
    if (first === undefined || first.stuck !== null) return;
    first.stuck = setTimeout(() => this.#fail('failed', 'The picture took too long.'), this.#limits.stuckMs);
    first.stuck.unref();
  }

  /** Idle, it keeps no program alive, and after a while it goes. */
  #rest(): void {
    this.#worker?.unref();
    this.#idle = setTimeout(() => {
      const worker = this.#worker;
      this.#worker = null;
      void worker?.terminate();
    }, this.#limits.idleMs);
    this.#idle.unref();
  }

  #fail(why: 'missing' | 'failed', reason: string): void {
    const worker = this.#worker;
    this.#worker = null;
    if (this.#idle !== null) clearTimeout(this.#idle);
    for (const { settle, stuck } of this.#pending.values()) {
      if (stuck !== null) clearTimeout(stuck);
      settle({ ok: false, why, reason });
    }
    this.#pending.clear();
    void worker?.terminate();
  }
}

function firstLine(error: Error): string {
  return error.message.split('\n', 1)[0]!.slice(0, 200);
}
