/** What a component counted between two scrapes, per second (signals 3.4, 4.1, 5). */
import type { ComponentMetrics, ComponentSample } from '../state/component-metrics.ts';
import type { TrafficEnd, TrafficReading, TrafficSeries } from '../state/traffic.ts';

/**
 * The rates between two scrapes of one proxy: `unit` is `per-second`, `at` that of the later one, `seconds` the time between.
 * Null where there are none: other proxies, no totals, times that are not known or do not move on.
 *
 * As Prometheus has it, a series that fell has begun anew at 0, and one that is gone tells nothing. A series that is new
 * begins at 0 too, which Prometheus cannot know: the page before was whole and told of other traffic, so the proxy ran and
 * had counted none of this. After a page without any traffic it is left out, for the agent of a waypoint answers without the
 * counters of a proxy that it could not ask. A series that stood still is left out: nothing was seen.
 */
export function ratesBetween(before: TrafficReading, after: TrafficReading): TrafficReading | null {
  const seconds = secondsFrom(before, after);
  if (seconds === null) return null;
  const sums = sumsOf(before.series);
  const hasRun = before.series.length > 0 && before.omitted === 0;
  const series: TrafficSeries[] = [];
  for (const [key, now] of sumsOf(after.series)) {
    const then = sums.get(key)?.value ?? (hasRun ? 0 : null);
    if (then === null) continue;
    const grown = now.value < then ? now.value : now.value - then;
    if (grown > 0) series.push({ ...now.series, value: grown / seconds });
  }
  return { pod: after.pod, at: after.at, unit: 'per-second', seconds, series, omitted: after.omitted };
}

/**
 * The same of what a component counts of itself. A counter that stood still stays, as 0: a bucket of a histogram that nothing
 * was added to tells. Gauges have no meaning per second, and nobody asks for them.
 */
export function metricRatesBetween(before: ComponentMetrics, after: ComponentMetrics): ComponentMetrics | null {
  const seconds = secondsFrom(before, after);
  if (seconds === null) return null;
  const values = new Map(before.samples.map((sample) => [sampleKey(sample), sample.value]));
  const [started, startedNow] = [values.get(STARTED), after.samples.find(({ name }) => name === STARTED)?.value];
  const isAnew = started !== undefined && startedNow !== undefined && started !== startedNow;
  const samples = after.samples.flatMap((sample) => {
    const then = isAnew ? 0 : (values.get(sampleKey(sample)) ?? (before.omitted === 0 ? 0 : null));
    if (then === null) return [];
    const grown = sample.value < then ? sample.value : sample.value - then;
    return [{ ...sample, value: grown / seconds }];
  });
  return { ...after, unit: 'per-second', seconds, samples };
}

const STARTED = 'process_start_time_seconds';

const sampleKey = ({ name, labels }: ComponentSample): string =>
  [name, ...Object.entries(labels).flat()].join(' ').trimEnd();

/** Null where the two do not follow on each other. */
function secondsFrom<T extends Pick<TrafficReading, 'pod' | 'at' | 'unit'>>(before: T, after: T): number | null {
  if (before.pod === '' || before.pod !== after.pod || before.unit !== 'total' || after.unit !== 'total') return null;
  if (before.at === null || after.at === null) return null;
  const seconds = (Date.parse(after.at) - Date.parse(before.at)) / 1000;
  return seconds > 0 ? seconds : null;
}

interface Sum {
  series: TrafficSeries;
  value: number;
}

/** By everything that tells one series from another; labels that are not kept may have told some apart. */
function sumsOf(list: readonly TrafficSeries[]): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const series of list) {
    const key = keyOf(series);
    const known = sums.get(key);
    if (known) known.value += series.value;
    else sums.set(key, { series, value: series.value });
  }
  return sums;
}

function keyOf({ measure, reporter, from, to, service, protocol, code, grpcStatus, flags, security }: TrafficSeries) {
  const ends = `${endKey(from)}|${endKey(to)}|${service.namespace}|${service.name}|${service.host}`;
  return `${measure}|${reporter}|${protocol}|${code}|${grpcStatus}|${flags}|${security}|${ends}`;
}

const endKey = ({ cluster, namespace, workload, app, version, principal }: TrafficEnd): string =>
  `${cluster}|${namespace}|${workload}|${app}|${version}|${principal}`;
