/** The main thread's end of the thread that paints: started when needed, started anew after it has died. */
import { Worker } from 'node:worker_threads';
import type { Done, Order, PaintTools } from './paint-messages.ts';
import { source } from './paint-worker.ts?thread';

export interface ThreadLimits {
  /** orders that may wait for the thread */
  most: number;
  /** how long one may take */
  stuckMs: number;
  /** how long the thread stays with nothing to do */
  idleMs: number;
}

/** What came of an order: what it was for, or why not. */
export type Result = Done | { say: 'refused'; why: 'busy' | 'failed'; reason: string };

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

interface Pending {
  settle: (result: Result) => void;
  stuck: NodeJS.Timeout | null;
}

/** One thread; it answers one order after the other. */
export class PaintThread {
  readonly #tools: PaintTools | null;
  readonly #limits: ThreadLimits;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  #lastId = 0;

  constructor(tools: PaintTools | null, limits: ThreadLimits) {
    this.#tools = tools;
    this.#limits = limits;
  }

  ask(order: WithoutId<Order>): Promise<Result> {
    if (this.#pending.size >= this.#limits.most) return Promise.resolve({ say: 'refused', why: 'busy', reason: '' });
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((settle) => {
      this.#pending.set(id, { settle, stuck: null });
      if (this.#idle !== null) clearTimeout(this.#idle);
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage({ id, ...order });
      this.#watchFirst();
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#fail('The server is ending.');
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(source, {
      eval: true,
      name: 'hopscope-painter',
      workerData: this.#tools,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32 },
    });
    const died = (): void => {
      if (this.#worker === worker) this.#fail('The picture could not be made.');
    };
    worker.on('message', (done: Done) => {
      if (this.#worker === worker) this.#hear(done);
    });
    worker.on('error', died);
    worker.on('exit', died);
    return worker;
  }

  #hear(done: Done): void {
    const pending = this.#pending.get(done.id);
    this.#pending.delete(done.id);
    if (pending?.stuck) clearTimeout(pending.stuck);
    pending?.settle(done);
    if (this.#pending.size > 0) this.#watchFirst();
    else this.#rest();
  }

  /** One order is answered after the other, so only the first can be stuck. */
  #watchFirst(): void {
    const [first] = this.#pending.values();
    if (first === undefined || first.stuck !== null) return;
    first.stuck = setTimeout(() => this.#fail('The picture took too long.'), this.#limits.stuckMs);
    first.stuck.unref();
  }

  /** Idle, it keeps no program alive, and after a while it goes. */
  #rest(): void {
    this.#worker?.unref();
    this.#idle = setTimeout(() => this.#fail(''), this.#limits.idleMs);
    this.#idle.unref();
  }

  /** Lets go of the thread; whatever it was asked for does not come. */
  #fail(reason: string): void {
    const worker = this.#worker;
    this.#worker = null;
    if (this.#idle !== null) clearTimeout(this.#idle);
    for (const { settle, stuck } of this.#pending.values()) {
      if (stuck !== null) clearTimeout(stuck);
      settle({ say: 'refused', why: 'failed', reason });
    }
    this.#pending.clear();
    void worker?.terminate();
  }
}
