/** Results of one mesh, and those of the mesh before it as long as what they rest on is the same. */
import { noteReads, type Part, recordReads } from './reads.ts';

interface Result {
  value: unknown;
  reads: readonly Part[];
}

type Table = Map<unknown, Result>;

/** The number of computations that remember; each has a table of its own. */
let slots = 0;

/** A place for the results of one computation, the same in every memory. */
export function newSlot(): number {
  return slots++;
}

export class Memory {
  private readonly tables: (Table | undefined)[] = [];
  private readonly kept = new Map<string, Part>();
  private readonly current = new Set<Part>();
  /** the memory before; its results hold where their parts are current still */
  private before: Memory | null;
  /** where parts keep their identity from, also when no result is taken over */
  private identities: Memory | null;

  constructor(before: Memory | null, identities: Memory | null) {
    this.before = before;
    this.identities = identities;
    // What was before the one before is of no use any more.
    for (const memory of [before, identities]) memory?.forget();
  }

  private forget(): void {
    this.before = null;
    this.identities = null;
  }

  /** Makes a part current: the former one of that name if it says the same. */
  keep<T extends Part>(name: string, part: T, isSame: (a: T, b: T) => boolean): T {
    const former = this.identities?.kept.get(name) as T | undefined;
    const kept = former !== undefined && isSame(former, part) ? former : part;
    this.kept.set(name, kept);
    this.current.add(kept);
    return kept;
  }

  /** The result for a key: known here, taken over, or computed now. */
  recall<M, K, V>(slot: number, compute: (mesh: M, key: K) => V, mesh: M, key: K): V {
    let table = this.tables[slot];
    if (table === undefined) {
      table = new Map();
      this.tables[slot] = table;
    }
    const known = table.get(key);
    if (known !== undefined) {
      noteReads(known.reads);
      return known.value as V;
    }
    const former = this.before?.tables[slot]?.get(key);
    if (former !== undefined && this.holds(former)) {
      table.set(key, former);
      noteReads(former.reads);
      return former.value as V;
    }
    const result = recordReads(compute, mesh, key);
    table.set(key, result);
    return result.value;
  }

  private holds(result: Result): boolean {
    for (const part of result.reads) if (!this.current.has(part)) return false;
    return true;
  }
}
