/** What asking cost in the last minutes, by tier. */

export interface Cost {
  requests: number;
  bytes: number;
  /** of ours, in ms */
  cpuMs: number;
}

export interface Costs {
  add(tier: number, cost: Partial<Cost>, now: number): void;
  /** In the last five minutes. */
  of(tier: number, now: number): Cost;
}

export const COST_WINDOW_MS = 5 * 60_000;
const SLOT_MS = 10_000;
const SLOTS = COST_WINDOW_MS / SLOT_MS;

interface Slot extends Cost {
  number: number;
}

/** Nothing spent yet. Times are milliseconds of one clock. */
export function createCosts(): Costs {
  const slots = new Map<number, Slot[]>();
  const numberAt = (now: number): number => Math.floor(now / SLOT_MS);
  return {
    add(tier, { requests = 0, bytes = 0, cpuMs = 0 }, now) {
      const number = numberAt(now);
      const known = (slots.get(tier) ?? []).filter((slot) => slot.number > number - SLOTS);
      const last = known.at(-1);
      const slot = last?.number === number ? last : { number, requests: 0, bytes: 0, cpuMs: 0 };
      if (slot !== last) known.push(slot);
      slot.requests += requests;
      slot.bytes += bytes;
      slot.cpuMs += cpuMs;
      slots.set(tier, known);
    },
    of(tier, now) {
      const total = { requests: 0, bytes: 0, cpuMs: 0 };
      for (const slot of slots.get(tier) ?? []) {
        if (slot.number <= numberAt(now) - SLOTS) continue;
        total.requests += slot.requests;
        total.bytes += slot.bytes;
        total.cpuMs += slot.cpuMs;
      }
      return total;
    },
  };
}
