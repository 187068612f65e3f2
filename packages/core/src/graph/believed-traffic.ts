/** Of everything that proxies count, each thing once: reporters are chosen between and never added up. */
import { groupBy } from '../mesh/look-up.ts';
import type { TrafficEnd, TrafficReading, TrafficSeries } from '../state/traffic.ts';

/** A name that says something: proxies write `unknown` where they do not know. */
export const isKnown = (text: string): boolean => text !== '' && text !== 'unknown';

/**
 * Who is believed, best first. The same bytes are counted up to four times on a way through a waypoint: for HTTP the
 * waypoint sees both true ends; below HTTP the ztunnel of the caller sees what was sent, and that of the destination
 * tells only of callers that have none (signals 5).
 */
const HTTP_REPORTERS = ['waypoint', 'source', 'destination', ''];
const TCP_REPORTERS = ['source', 'destination', 'waypoint', ''];

/** The series to believe, repaired where their fault is known, without those that name no ends. */
export function believedTraffic(readings: readonly TrafficReading[]): TrafficSeries[] {
  const told = merged(readings).map(withCluster).filter(namesItsEnds);
  return [...groupBy(told, linkKey).values()].flatMap(believedOn);
}

/**
 * Rates where there are any, else totals. Totals of several proxies belong together: each counts its own share. Queries
 * may overlap and then tell the same rate twice.
 */
function merged(readings: readonly TrafficReading[]): TrafficSeries[] {
  const unit = readings.some((reading) => reading.unit === 'per-second' && reading.series.length > 0)
    ? 'per-second'
    : 'total';
  const all = new Map<string, TrafficSeries>();
  for (const reading of readings) {
    if (reading.unit !== unit) continue;
    for (const [key, series] of sumOf(reading.series)) {
      const known = all.get(key)?.value ?? 0;
      const value = unit === 'total' ? known + series.value : Math.max(known, series.value);
      all.set(key, { ...series, value });
    }
  }
  return [...all.values()];
}

/** The series of one reading by what they tell: pods of one workload are one. */
function sumOf(series: readonly TrafficSeries[]): Map<string, TrafficSeries> {
  const sums = new Map<string, TrafficSeries>();
  for (const one of series) {
    const key = `${one.reporter}|${seriesKey(one)}`;
    const known = sums.get(key);
    sums.set(key, known ? { ...known, value: known.value + one.value } : one);
  }
  return sums;
}

const endKey = ({ cluster, namespace, workload, app, version }: TrafficEnd): string =>
  `${cluster}/${namespace}/${workload}/${app}/${version}`;

const linkKey = ({ measure, protocol, from, to, service }: TrafficSeries): string =>
  `${measure}|${protocol}|${endKey(from)}|${endKey(to)}|${service.namespace}/${service.name}`;

const seriesKey = (series: TrafficSeries): string =>
  `${linkKey(series)}|${series.service.host}|${series.code}|${series.grpcStatus}|${series.flags}`;

/** istio/istio#29373: a destination that is known has a cluster; the caller's, where it was not told. */
function withCluster(series: TrafficSeries): TrafficSeries {
  const { from, to, service } = series;
  if (isKnown(to.cluster) || !isKnown(from.cluster) || !isKnown(service.namespace)) return series;
  return { ...series, to: { ...to, cluster: from.cluster } };
}

const ADDRESS = /^\d+\.\d+\.\d+\.\d+(?::\d+)?$/;

/** While pods come and go, proxies report ends of which only the namespace, or an address, is known. */
function namesItsEnds({ from, to, service }: TrafficSeries): boolean {
  const hasSource = !isKnown(from.namespace) || isKnown(from.workload) || isKnown(from.app);
  const hasClusters =
    (!isKnown(from.namespace) || from.cluster !== 'unknown') &&
    (!isKnown(service.namespace) || to.cluster !== 'unknown');
  const isBareAddress = !isKnown(to.workload) && service.host === service.name && ADDRESS.test(service.name);
  return hasSource && hasClusters && !isBareAddress;
}

function believedOn(series: readonly TrafficSeries[]): TrafficSeries[] {
  const isHttp = series[0]!.protocol !== 'tcp';
  const order = isHttp ? HTTP_REPORTERS : TCP_REPORTERS;
  const rank = ({ reporter }: TrafficSeries): number => {
    const at = order.indexOf(reporter);
    return at < 0 ? order.length : at;
  };
  const best = Math.min(...series.map(rank));
  // Between two sidecars, or a gateway and a sidecar, either end may see an outcome that the other does not.
  if (isHttp && order[best] !== 'waypoint') return onceEach(series, rank);
  return series.filter((one) => rank(one) === best);
}

function onceEach(series: readonly TrafficSeries[], rank: (series: TrafficSeries) => number): TrafficSeries[] {
  const chosen = new Map<string, TrafficSeries>();
  for (const one of series) {
    const key = seriesKey(one);
    const known = chosen.get(key);
    if (!known || rank(one) < rank(known)) chosen.set(key, one);
  }
  return [...chosen.values()];
}
