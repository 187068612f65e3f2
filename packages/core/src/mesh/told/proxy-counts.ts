/**
 * Which counts of a proxy tell of now. Its counters go back to its start; where rates are known too, what they come to is
 * what happened lately, and a failure that has ended is no longer among it. Answers of Prometheus are of no proxy.
 */
import type { TrafficReading, TrafficSeries } from '../../state/traffic.ts';
import { perSlice } from '../memory/look-up.ts';

/** Of each proxy what it counted lately, where that is known, else since its start; for what is judged by its share. */
export const recentCounts = perSlice((readings: readonly TrafficReading[]): readonly TrafficReading[] =>
  latest(readings, () => ''),
);

/**
 * The same call by call: what nobody tried lately is as it was when it was last tried. For what never went well: that
 * nobody calls any more does not mend it.
 */
export const lastCalls = perSlice((readings: readonly TrafficReading[]): readonly TrafficReading[] =>
  latest(readings, ({ reporter, from, to, service }) => {
    const ends = `${from.namespace}/${from.workload} ${to.namespace}/${to.workload}`;
    return `${reporter} ${ends} ${service.namespace}/${service.name} ${service.host}`;
  }),
);

/** The same by what was called, whoever called. */
export const lastTries = perSlice((readings: readonly TrafficReading[]): readonly TrafficReading[] =>
  latest(
    readings,
    ({ reporter, to, service }) =>
      `${reporter} ${to.namespace}/${to.workload} ${service.namespace}/${service.name} ${service.host}`,
  ),
);

/** Totals of all proxies; those of a proxy with rates are replaced where its rates tell of the same. '' is the same for all. */
function latest(
  readings: readonly TrafficReading[],
  sameOf: (series: TrafficSeries) => string,
): readonly TrafficReading[] {
  const own = readings.filter(({ pod }) => pod !== '');
  const rates = own.filter(({ unit }) => unit === 'per-second');
  if (rates.length === 0) return own;
  const seen = new Map<string, Set<string>>();
  for (const { pod, series } of rates) seen.set(pod, new Set(['', ...series.map(sameOf)]));
  return own.flatMap((reading) => {
    if (reading.unit === 'per-second') return [asCounts(reading)];
    const told = seen.get(reading.pod);
    if (!told) return [reading];
    const series = reading.series.filter((one) => !told.has(sameOf(one)));
    return series.length === 0 ? [] : [{ ...reading, series }];
  });
}

/** What rates of unknown length are taken to be over, in seconds: Prometheus is asked for five minutes. */
export const FIVE_MINUTES = 300;

/** What a rate came to over its time. */
function asCounts(reading: TrafficReading): TrafficReading {
  const seconds = reading.seconds ?? FIVE_MINUTES;
  const series = reading.series.map((one) => ({ ...one, value: Math.round(one.value * seconds) }));
  return { ...reading, unit: 'total', seconds, series };
}
