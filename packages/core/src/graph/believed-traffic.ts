/** Of everything that proxies count, each thing once: reporters are chosen between and never added up. */
import { groupBy } from '../mesh/memory/look-up.ts';
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

/** A series with the texts that tell it from others; they are long, so they are made once. */
interface Told {
  series: TrafficSeries;
  /** what it is about */
  link: string;
  /** and how it ended */
  key: string;
}

/** The series to believe, repaired where their fault is known, without those that name no ends. */
export function believedTraffic(readings: readonly TrafficReading[]): TrafficSeries[] {
  return believedAmong(merged(readings));
}

/** What every reporter says, each thing once for each of them. */
export const reportedTraffic = (readings: readonly TrafficReading[]): TrafficSeries[] =>
  merged(readings).map(({ series }) => series);

/** Both at once: most of the work is the same. */
export function tellTraffic(readings: readonly TrafficReading[]): {
  believed: TrafficSeries[];
  reported: TrafficSeries[];
} {
  const told = merged(readings);
  return { believed: believedAmong(told), reported: told.map(({ series }) => series) };
}

function believedAmong(told: readonly Told[]): TrafficSeries[] {
  return [...groupBy(told, ({ link }) => link).values()].flatMap(believedOn);
}

/**
 * Rates where anybody has any, else totals. Each proxy counts its own share, so what several tell is added up. Queries of
 * Prometheus may overlap and tell the same twice, and what proxies say themselves is the same once more.
 */
function merged(readings: readonly TrafficReading[]): Told[] {
  const hasRates = readings.some(({ unit, pod, series }) => unit === 'per-second' && (pod !== '' || series.length > 0));
  const wanted = readings.filter(({ unit }) => (unit === 'per-second') === hasRates);
  const all = new Map<string, Told>();
  for (const { pod, series } of wanted) {
    if (pod === '' && hasRates) continue;
    for (const [key, told] of sumOf(series))
      all.set(key, withValue(told, (all.get(key)?.series.value ?? 0) + told.series.value));
  }
  for (const { pod, series } of hasRates ? wanted : []) {
    if (pod !== '') continue;
    for (const [key, told] of sumOf(series))
      all.set(key, withValue(told, Math.max(all.get(key)?.series.value ?? 0, told.series.value)));
  }
  return [...all.values()];
}

/** The series of one reading by what they tell and who does: pods of one workload are one. */
function sumOf(list: readonly TrafficSeries[]): Map<string, Told> {
  const sums = new Map<string, Told>();
  for (const item of list) {
    const series = withCluster(withEgress(item));
    if (!namesItsEnds(series)) continue;
    const link = linkKey(series);
    const key = `${link}|${series.service.host}|${series.code}|${series.grpcStatus}|${series.flags}`;
    const reported = `${series.reporter}|${key}`;
    const known = sums.get(reported);
    sums.set(reported, known ? withValue(known, known.series.value + series.value) : { series, link, key });
  }
  return sums;
}

const withValue = (told: Told, value: number): Told =>
  told.series.value === value ? told : { ...told, series: { ...told.series, value } };

const endKey = ({ cluster, namespace, workload, app, version }: TrafficEnd): string =>
  `${cluster}/${namespace}/${workload}/${app}/${version}`;

const linkKey = ({ measure, protocol, from, to, service }: TrafficSeries): string =>
  `${measure}|${protocol}|${endKey(from)}|${endKey(to)}|${service.namespace}/${service.name}`;

const EGRESS = /^(istio-egressgateway)\.([^.]+)\.svc\./;

/** kiali/kiali#2999: an egress gateway that is called by its whole host name is reported as a stranger of that name. */
function withEgress(series: TrafficSeries): TrafficSeries {
  const { from, to, service } = series;
  const [, name, namespace] = service.host === service.name ? (EGRESS.exec(service.host) ?? []) : [];
  if (name === undefined || namespace === undefined) return series;
  const gateway = { ...to, cluster: from.cluster, namespace, workload: name, app: name, version: 'latest' };
  return { ...series, to: gateway, service: { ...service, namespace, name } };
}

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

function believedOn(told: readonly Told[]): TrafficSeries[] {
  const isHttp = told[0]!.series.protocol !== 'tcp';
  const order = isHttp ? HTTP_REPORTERS : TCP_REPORTERS;
  const rank = ({ series }: Told): number => {
    const at = order.indexOf(series.reporter);
    return at < 0 ? order.length : at;
  };
  const best = Math.min(...told.map(rank));
  // Between two sidecars, or a gateway and a sidecar, either end may see an outcome that the other does not.
  const believed =
    isHttp && order[best] !== 'waypoint' ? onceEach(told, rank) : told.filter((one) => rank(one) === best);
  return believed.map(({ series }) => series);
}

function onceEach(told: readonly Told[], rank: (one: Told) => number): Told[] {
  const chosen = new Map<string, Told>();
  for (const one of told) {
    const known = chosen.get(one.key);
    if (!known || rank(one) < rank(known)) chosen.set(one.key, one);
  }
  return [...chosen.values()];
}
