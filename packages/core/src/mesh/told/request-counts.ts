/** Requests as waypoints counted them, by the Service that was asked for (signals 5). */
import { nameOf } from '../../state/refs.ts';
import type { TrafficReading, TrafficSeries } from '../../state/traffic.ts';
import { perSlice } from '../memory/look-up.ts';
import { FIVE_MINUTES, recentCounts } from './proxy-counts.ts';

/** How the requests for one Service ended, as far as waypoints saw. Rates count as what they came to over their time. */
export interface RequestCount {
  total: number;
  /** answered with an error of the application's own: nothing remarkable on the way */
  errors: number;
  /** refused because the service that was asked for permission said no, or could not be asked */
  unauthorized: number;
  /** who counted: `namespace/name` of a waypoint, '' for Prometheus */
  who: string;
  at: string | null;
}

/** Status of gRPC that mean that the server failed, not that the request was wrong. */
const GRPC_ERRORS: ReadonlySet<string> = new Set(['2', '13', '14', '15']);

interface Counts {
  all: ReadonlyMap<string, RequestCount>;
  byCaller: ReadonlyMap<string, RequestCount>;
}

/** By `namespace/name` of the Service. */
export const requestsOf = (readings: readonly TrafficReading[], service: string): RequestCount | undefined =>
  counts(readings).all.get(service);

/** The same of one caller, `namespace/workload`; undefined where waypoints do not name it. */
export const requestsFrom = (
  readings: readonly TrafficReading[],
  service: string,
  caller: string,
): RequestCount | undefined => counts(readings).byCaller.get(`${caller} ${service}`);

/** Callers, `namespace/workload`, of Services of which some requests were answered with errors. */
export const callersOfFailing = perSlice((readings: readonly TrafficReading[]): readonly string[] => {
  const { all, byCaller } = counts(readings);
  return [...byCaller.keys()].flatMap((key) => {
    const [caller = '', service = ''] = key.split(' ');
    return (all.get(service)?.errors ?? 0) > 0 ? [caller] : [];
  });
});

/** What tells of now: rates of Prometheus, else what waypoints counted lately, else totals of Prometheus. */
const counts = perSlice((readings: readonly TrafficReading[]): Counts => {
  const all = new Map<string, RequestCount>();
  const byCaller = new Map<string, RequestCount>();
  for (const { pod, at, unit, seconds, series } of tellingOfNow(readings)) {
    const times = unit === 'per-second' ? (seconds ?? FIVE_MINUTES) : 1;
    for (const one of series) {
      if (!isWaypoints(one)) continue;
      const value = one.value * times;
      add(all, nameOf(one.service), one, value, pod, at);
      add(byCaller, `${one.from.namespace}/${one.from.workload} ${nameOf(one.service)}`, one, value, pod, at);
    }
  }
  return { all, byCaller };
});

/** One of the three: each tells of the same requests. */
function tellingOfNow(readings: readonly TrafficReading[]): readonly TrafficReading[] {
  const ofPrometheus = readings.filter(({ pod }) => pod === '');
  const rates = ofPrometheus.filter(({ unit }) => unit === 'per-second');
  const choices = [rates, recentCounts(readings), ofPrometheus.filter(({ unit }) => unit === 'total')];
  return choices.find((list) => list.some(({ series }) => series.some(isWaypoints))) ?? [];
}

const isWaypoints = ({ measure, reporter, service }: TrafficSeries): boolean =>
  measure === 'requests' && reporter === 'waypoint' && service.name !== '' && service.name !== 'unknown';

function add(
  into: Map<string, RequestCount>,
  key: string,
  one: TrafficSeries,
  value: number,
  who: string,
  at: string | null,
): void {
  const known = into.get(key) ?? { total: 0, errors: 0, unauthorized: 0, who, at };
  known.total += value;
  if (isOwnError(one)) known.errors += value;
  if (/\bUAEX\b/.test(one.flags)) known.unauthorized += value;
  into.set(key, known);
}

/** A flag tells that a proxy made the answer, and not the application. */
const isOwnError = ({ flags, code, protocol, grpcStatus }: TrafficSeries): boolean =>
  (flags === '-' || flags === '') && (code.startsWith('5') || (protocol === 'grpc' && GRPC_ERRORS.has(grpcStatus)));
