/** What a proxy counts between two of its answers: the totals since it started say little about now. */
import { type NormalizedReading, withRates } from '@hopscope/core';

/** Rates are taken over at least so long where there are answers, and over about twice as long at most. */
const SPAN_MS = 60_000;

interface Page {
  /** ms */
  at: number;
  reading: NormalizedReading;
}

/** Follows the good answers of one pod to one signal; gives each back with the rates up to it, where it counts anything. */
export function createScrapes(): (reading: NormalizedReading, at: number) => NormalizedReading {
  let base: Page | null = null;
  /** becomes the base when it is old enough */
  let next: Page | null = null;
  return (reading, at) => {
    if (next === null) next = { at, reading };
    else if (at - next.at >= SPAN_MS) [base, next] = [next, { at, reading }];
    const before = base ?? next;
    return before.reading === reading ? reading : withRates(before.reading, reading);
  };
}
