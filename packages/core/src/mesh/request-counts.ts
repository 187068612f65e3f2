/** Requests as waypoints counted them, by the Service that was asked for (signals 5). */
import { nameOf } from '../state/refs.ts';
import type { TrafficReading, TrafficSeries } from '../state/traffic.ts';
import { perSlice } from './look-up.ts';

/** How the requests for one Service ended, as far as waypoints saw. Rates count as what five minutes bring. */
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

const FIVE_MINUTES = 300;
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

/** Rates where Prometheus has any, which are of now; else what was counted since the start. */
const counts = perSlice((readings: readonly TrafficReading[]): Counts => {
  const all = new Map<string, RequestCount>();
  const byCaller = new Map<string, RequestCount>();
  const hasRates = readings.some(({ unit, series }) => unit === 'per-second' && series.some(isWaypoints));
  for (const { pod, at, unit, series } of readings) {
    if ((unit === 'per-second') !== hasRates) continue;
    for (const one of series) {
      if (!isWaypoints(one)) continue;
      const value = unit === 'per-second' ? one.value * FIVE_MINUTES : one.value;
      add(all, nameOf(one.service), one, value, pod, at);
      add(byCaller, `${one.from.namespace}/${one.from.workload} ${nameOf(one.service)}`, one, value, pod, at);
    }
  }
  return { all, byCaller };
});

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
