/** How often somebody may do something: so many at once, then one after the other. */

export interface Rates {
  /** True where it may be done now. */
  take(who: string): boolean;
  /** What was taken does not count after all. */
  giveBack(who: string): void;
}

const MOST_KNOWN = 10_000;

/** `burst` at once, one more every `everyMs`. The clock is handed in. */
export function createRates(burst: number, everyMs: number, now: () => number): Rates {
  const known = new Map<string, { left: number; at: number }>();
  return {
    take(who) {
      const time = now();
      const before = known.get(who) ?? { left: burst, at: time };
      const left = Math.min(burst, before.left + (time - before.at) / everyMs);
      known.delete(who);
      known.set(who, { left: left < 1 ? left : left - 1, at: time });
      if (known.size > MOST_KNOWN) known.delete(known.keys().next().value!);
      return left >= 1;
    },
    giveBack(who) {
      const before = known.get(who);
      if (before) known.set(who, { left: Math.min(burst, before.left + 1), at: before.at });
    },
  };
}
