/** Pages of metrics that one pod answered one after the other: the later one, with what grew between. */
import type { ComponentMetrics } from '../state/component-metrics.ts';
import type { TrafficReading } from '../state/traffic.ts';
import { metricRatesBetween, ratesBetween } from './rates-between.ts';
import type { NormalizedReading } from './reading.ts';

/** The later of two answers of one pod, with rates where both are readable pages; as it is otherwise. */
export function withRates(before: NormalizedReading, after: NormalizedReading): NormalizedReading {
  const rates: NonNullable<NormalizedReading['rates']> = [
    between(trafficIn(before), trafficIn(after), ratesBetween),
    between(metricsIn(before), metricsIn(after), metricRatesBetween),
  ].filter((rate) => rate !== null);
  return rates.length === 0 ? after : { ...after, rates };
}

const between = <T, R>(before: T | null, after: T | null, rate: (before: T, after: T) => R | null): R | null =>
  before === null || after === null ? null : rate(before, after);

function trafficIn({ value }: NormalizedReading): TrafficReading | null {
  return value !== undefined && 'series' in value ? value : null;
}

function metricsIn({ value, metrics }: NormalizedReading): ComponentMetrics | null {
  return metrics ?? (value !== undefined && 'samples' in value ? value : null);
}

/** Readings in which a pod's pages follow on one another: the last of each, with the rates since the first. */
export function lastPages(readings: readonly NormalizedReading[]): NormalizedReading[] {
  const pages = new Map<string, NormalizedReading[]>();
  const others: NormalizedReading[] = [];
  for (const reading of readings) {
    const { source, scope, state } = reading.status;
    if (state !== 'ok' || scope === null || metricsIn(reading) === null) others.push(reading);
    else pages.set(`${source} ${scope}`, [...(pages.get(`${source} ${scope}`) ?? []), reading]);
  }
  const last = [...pages.values()].map((list) => {
    const inOrder = list.sort((a, b) => ((a.status.at ?? '') < (b.status.at ?? '') ? -1 : 1));
    const [first] = inOrder;
    return inOrder.length === 1 ? first! : withRates(first!, inOrder.at(-1)!);
  });
  return [...others, ...last];
}
