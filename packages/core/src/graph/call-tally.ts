/** How calls went lately, by caller and target, reporter by reporter: proxies see different parts of the same and are not added up. */
import { perSlice } from '../mesh/memory/look-up.ts';
import { FIVE_MINUTES } from '../mesh/told/proxy-counts.ts';
import type { TrafficReading, TrafficSeries } from '../state/traffic.ts';
import { isKnown, reportedTraffic } from './believed-traffic.ts';
import { responseCode } from './traffic-rates.ts';

/** What one kind of reporter saw, per second. */
export interface Tally {
  /** requests, or connections opened */
  begun: number;
  /** answered by whom was called, or closed without remark */
  well: number;
  /** requests refused with status 403, by a policy or by the application: the status does not tell */
  refused: number;
  /** ended otherwise, by ztunnel's flag or by status and Envoy's flag: `DENY`, `503 UF` */
  failed: Map<string, number>;
  /** of those answered, what the application itself called an error, by status */
  errors: Map<string, number>;
  /** bytes that came back */
  bytesBack: number;
  /** identities of the callers of what went well, as SPIFFE URIs; '' for a caller without one */
  callers: Set<string>;
}

/** By reporter: `waypoint`, `source`, `destination`. */
export interface Calls {
  requests: Map<string, Tally>;
  connections: Map<string, Tally>;
}

/** Of all rates that are known. */
export interface RecentCalls {
  /** by `<namespace>/<workload of the caller> <namespace>/<name of the Service>`, of hosts outside also with `host:<host>` */
  byEnds: ReadonlyMap<string, Calls>;
  /** longest and shortest time of a rate, in seconds */
  seconds: number;
  shortest: number;
  /** Prometheus has what ztunnels counted, wherever they are */
  hasPrometheus: boolean;
  /** `namespace/name` of the proxies whose own rates are known */
  proxies: ReadonlySet<string>;
}

/** Null where nobody has rates: totals since some start tell nothing of now. */
export const recentCalls = perSlice((readings: readonly TrafficReading[]): RecentCalls | null => {
  const rates = readings.filter(({ unit }) => unit === 'per-second');
  if (rates.length === 0) return null;
  const own = new Map<string, Calls>();
  // Each proxy counts its own share, so that theirs are added up as they are.
  for (const { pod, series } of rates) if (pod !== '') for (const one of series) addTo(own, one);
  const told = rates.filter(({ pod }) => pod === '');
  const times = rates.map(({ seconds }) => seconds ?? FIVE_MINUTES);
  return {
    byEnds: told.length === 0 ? own : withPrometheus(own, told),
    seconds: Math.max(...times),
    shortest: Math.min(...times),
    hasPrometheus: told.some(({ series }) =>
      series.some(({ reporter, protocol }) => reporter === 'source' && protocol === 'tcp'),
    ),
    proxies: new Set(rates.flatMap(({ pod }) => (pod === '' ? [] : [pod]))),
  };
});

/** What Prometheus says is the same once more: of each reporter the one who saw more of it is believed. */
function withPrometheus(own: Map<string, Calls>, told: readonly TrafficReading[]): Map<string, Calls> {
  const all = new Map<string, Calls>();
  for (const series of reportedTraffic(told)) addTo(all, series);
  for (const [key, calls] of own) {
    const known = all.get(key);
    if (!known) all.set(key, calls);
    else for (const part of ['requests', 'connections'] as const) keepLarger(known[part], calls[part]);
  }
  return all;
}

function keepLarger(known: Map<string, Tally>, other: ReadonlyMap<string, Tally>): void {
  for (const [reporter, tally] of other) {
    const before = known.get(reporter);
    if (!before || before.begun < tally.begun) known.set(reporter, tally);
  }
}

/** A Service of the cluster goes by its name; a host outside by its own as well. */
function addTo(byEnds: Map<string, Calls>, series: TrafficSeries): void {
  const { from, service, measure, protocol } = series;
  if (!isKnown(from.workload) || (measure !== 'requests' && protocol !== 'tcp')) return;
  const caller = `${from.namespace}/${from.workload}`;
  const { namespace, name, host } = service;
  const isNamed = isKnown(name) && isKnown(namespace);
  if (isNamed) addAt(byEnds, `${caller} ${namespace}/${name}`, series);
  if (isKnown(host) && !(isNamed && host.startsWith(`${name}.${namespace}.svc`)))
    addAt(byEnds, `${caller} host:${host}`, series);
}

function addAt(byEnds: Map<string, Calls>, key: string, series: TrafficSeries): void {
  const calls = byEnds.get(key) ?? { requests: new Map<string, Tally>(), connections: new Map<string, Tally>() };
  byEnds.set(key, calls);
  if (series.measure === 'requests') countRequests(tallyOf(calls.requests, series.reporter), series);
  else countConnections(tallyOf(calls.connections, series.reporter), series);
}

function tallyOf(tallies: Map<string, Tally>, reporter: string): Tally {
  const known = tallies.get(reporter);
  if (known) return known;
  const tally: Tally = {
    begun: 0,
    well: 0,
    refused: 0,
    failed: new Map(),
    errors: new Map(),
    bytesBack: 0,
    callers: new Set(),
  };
  tallies.set(reporter, tally);
  return tally;
}

/** `failed` says again what `closed` said. */
function countConnections(tally: Tally, { measure, flags, value, from }: TrafficSeries): void {
  if (measure === 'connections-opened') tally.begun += value;
  else if (measure === 'response-bytes') tally.bytesBack += value;
  else if (measure !== 'connections-closed') return;
  else if (!isRemarkable(flags)) {
    tally.well += value;
    tally.callers.add(isKnown(from.principal) ? from.principal : '');
  } else add(tally.failed, flags, value);
}

/** DC: the caller went away, which is nobody's failure. */
function countRequests(tally: Tally, series: TrafficSeries): void {
  const { flags, value, from, protocol } = series;
  const code = responseCode(series);
  tally.begun += value;
  if (flags === 'DC') return;
  if (isRemarkable(flags) || code === '-') {
    add(tally.failed, [code, flags].filter((part) => part !== '-' && part !== '').join(' ') || 'no answer', value);
    return;
  }
  if (series.code === '403') {
    tally.refused += value;
    return;
  }
  tally.well += value;
  tally.callers.add(isKnown(from.principal) ? from.principal : '');
  if (series.code.startsWith('5') || (protocol === 'grpc' && GRPC_ERRORS.has(code)))
    add(tally.errors, protocol === 'grpc' ? `gRPC ${code}` : code, value);
}

/** Status of gRPC that mean that the server failed, not that the request was wrong. */
const GRPC_ERRORS: ReadonlySet<string> = new Set(['2', '13', '14', '15']);

const isRemarkable = (flags: string): boolean => flags !== '-' && flags !== '';

function add(counts: Map<string, number>, key: string, value: number): void {
  counts.set(key, (counts.get(key) ?? 0) + value);
}
