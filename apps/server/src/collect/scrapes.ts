/** What a proxy counts between two of its answers: the totals since it started say little about now. */
import { type MeshState, metricRatesBetween, ratesBetween } from '@hopscope/core';

type Traffic = MeshState['traffic'][number];
type Metrics = MeshState['componentMetrics'][number];

/** The counters of one answer. */
export interface Scrape {
  /** ms */
  at: number;
  traffic: Traffic | null;
  metrics: Metrics | null;
}

export interface Rates {
  traffic: Traffic | null;
  metrics: Metrics | null;
}

/** Rates are taken over at least so long where there are answers, and over about twice as long at most. */
const SPAN_MS = 60_000;

const NO_RATES: Rates = { traffic: null, metrics: null };

/** Follows the answers of one pod to one signal; each call gives the rates up to that answer. */
export function createScrapes(): (scrape: Scrape) => Rates {
  let base: Scrape | null = null;
  /** becomes the base when it is old enough */
  let next: Scrape | null = null;
  return (scrape) => {
    const before = base ?? next;
    if (next === null) next = scrape;
    else if (scrape.at - next.at >= SPAN_MS) [base, next] = [next, scrape];
    const from = base ?? before;
    return from === null ? NO_RATES : ratesFrom(from, scrape);
  };
}

function ratesFrom(before: Scrape, after: Scrape): Rates {
  return {
    traffic: before.traffic && after.traffic && ratesBetween(before.traffic, after.traffic),
    metrics: before.metrics && after.metrics && metricRatesBetween(before.metrics, after.metrics),
  };
}
