/** What was seen of the calls of one question lately: L7 where a waypoint or gateway counts requests, else L4 of ztunnel (signals 5). */
import { type Static, Type } from 'typebox';
import { isRedirected } from '../mesh/enrolment/enrolment.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { podsOfGateway } from '../mesh/waypoint/waypoint.ts';
import { principalOfPod } from '../mesh/ztunnel/ztunnel.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { PathQuery, To } from '../state/path-query.ts';
import { nameOf } from '../state/refs.ts';
import { type Calls, type RecentCalls, recentCalls, type Tally } from './call-tally.ts';

export const LinkTraffic = Type.Object({
  measure: Type.Union([Type.Literal('requests'), Type.Literal('connections')]),
  /** who counted: `waypoint`, `source` (the ztunnel or gateway of the caller), `destination` (for callers that have none) */
  reporter: Type.String(),
  /** calls a second, to two digits */
  rate: Type.Number(),
  /** share of those that ended which failed, 0..1, to two digits */
  failing: Type.Number(),
  /** by what they failed: ztunnel's flags, statuses with Envoy's flags; share of all that failed, the largest first */
  outcomes: Type.Array(Type.Object({ by: Type.String(), share: Type.Number() })),
  /** the time that was looked at */
  seconds: Type.Number(),
  /** proxies count by Service: this may be of any of its ports */
  anyPort: Type.Boolean(),
});
export type LinkTraffic = Static<typeof LinkTraffic>;

/** What is seen, with what it proves. */
export interface ObservedCalls {
  traffic: LinkTraffic;
  /** calls in the time that was looked at, at least */
  well: number;
  failed: number;
  /** they stood for something: bytes came back although nothing ended well */
  answered: boolean;
  refused: number;
  /** flags and statuses of those that failed */
  by: readonly string[];
  /** what went well arrived, and not only at the waypoint */
  isEndToEnd: boolean;
  /** what went well was called with the identity that is asked about */
  isSameCaller: boolean;
}

/** Null where nothing was seen. `waypoint`: the calls are to pass one. */
export function observedCalls(mesh: Mesh, { from, to, http }: PathQuery, waypoint: boolean): ObservedCalls | null {
  const recent = recentCalls(mesh.state.traffic);
  if (!recent || http !== null) return null;
  const pods = callingPods(mesh, from);
  const target = targetKey(to);
  const [pod] = pods;
  const calls =
    pod && target !== null ? recent.byEnds.get(`${pod.namespace}/${pod.workload.name} ${target}`) : undefined;
  const chosen = calls && pod ? choose(calls, from.kind === 'gateway' || isRedirected(pod), waypoint) : null;
  return chosen && pod ? observedIn(mesh, chosen, recent, pod, hasSeveralPorts(mesh, to)) : null;
}

/** Whoever would have counted calls of this question is known to have looked: that nothing is seen says something. */
export function isWatched(mesh: Mesh, { from, to, http }: PathQuery): boolean {
  const recent = recentCalls(mesh.state.traffic);
  const pods = recent && http === null && targetKey(to) !== null ? callingPods(mesh, from) : [];
  if (!recent || pods.length === 0) return false;
  if (from.kind === 'gateway') return pods.every((pod) => recent.proxies.has(nameOf(pod)));
  if (!pods.every(isRedirected)) return false;
  const isHeard = (ztunnel: Pod): boolean =>
    recent.proxies.has(nameOf(ztunnel)) || (recent.hasPrometheus && isScraped(mesh, ztunnel));
  return pods.every((pod) => (mesh.pods.ztunnels.get(pod.node) ?? []).some(isHeard));
}

/** Prometheus says that it got the last page of this pod. */
const isScraped = (mesh: Mesh, pod: Pod): boolean =>
  mesh.metrics.get(nameOf(pod))?.samples.some(({ name, value }) => name === 'up' && value === 1) === true;

/** The length of time that was looked at, in seconds; 0 where nobody looked. */
export const secondsWatched = (mesh: Mesh): number => recentCalls(mesh.state.traffic)?.seconds ?? 0;

/** Counters name workloads: one pod of several is not told apart. */
function callingPods(mesh: Mesh, from: PathQuery['from']): readonly Pod[] {
  if (from.kind === 'gateway') return podsOfGateway(mesh, from);
  if (from.kind === 'workload') return mesh.pods.byWorkloadName.get(`${from.namespace}/${from.name}`) ?? [];
  const pod = from.kind === 'pod' ? mesh.pods.byName.get(`${from.namespace}/${from.name}`) : undefined;
  const alike = pod ? (mesh.pods.byWorkloadName.get(`${pod.namespace}/${pod.workload.name}`) ?? []) : [];
  return alike.length === 1 ? alike : [];
}

function targetKey(to: To): string | null {
  if (to.kind === 'service') return `${to.namespace}/${to.name}`;
  return to.kind === 'host' ? `host:${to.host}` : null;
}

function hasSeveralPorts(mesh: Mesh, to: To): boolean {
  if (to.kind !== 'service') return false;
  const ports = mesh.services.byName.get(`${to.namespace}/${to.name}`)?.ports ?? [];
  return ports.filter(({ protocol }) => protocol !== 'UDP').length > 1;
}

interface Chosen {
  tally: Tally;
  measure: LinkTraffic['measure'];
  reporter: string;
  isEndToEnd: boolean;
}

/** L7 before L4, and of L4 the caller's ztunnel; that of the destination speaks only for callers that have none. */
function choose({ requests, connections }: Calls, isCounted: boolean, waypoint: boolean): Chosen | null {
  for (const reporter of ['waypoint', 'source', 'destination']) {
    const tally = requests.get(reporter);
    if (tally) return { tally, measure: 'requests', reporter, isEndToEnd: true };
  }
  const own = isCounted ? 'source' : 'destination';
  const sent = connections.get(own);
  const passed = waypoint ? connections.get('waypoint') : undefined;
  // What fails before the waypoint is not counted there.
  if (passed && !(sent && sent.well === 0 && sent.failed.size > 0))
    return { tally: passed, measure: 'connections', reporter: 'waypoint', isEndToEnd: true };
  if (!sent) return null;
  const tally = own === 'source' ? withReasons(sent, connections.get('destination')) : sent;
  return { tally, measure: 'connections', reporter: own, isEndToEnd: !waypoint };
}

/** The caller's ztunnel knows only that it failed; where the other end says why, that is the reason of as many. */
function withReasons(sent: Tally, taken: Tally | undefined): Tally {
  const unknown = sent.failed.get(ANYTHING) ?? 0;
  const reasons = [...(taken?.failed ?? [])].filter(([flag]) => flag !== ANYTHING);
  if (unknown === 0 || reasons.length === 0) return sent;
  const failed = new Map(sent.failed);
  let rest = unknown;
  for (const [flag, value] of reasons) {
    const share = Math.min(rest, value);
    if (share > 0) failed.set(flag, (failed.get(flag) ?? 0) + share);
    rest -= share;
  }
  if (rest > unknown * NEGLIGIBLE) failed.set(ANYTHING, rest);
  else failed.delete(ANYTHING);
  return { ...sent, failed };
}

/** ztunnel's flag for whatever has no flag of its own, breaks in mid-stream among it. */
export const ANYTHING = 'CONNECT';
/** Two scrapes are never of the same moment. */
const NEGLIGIBLE = 0.1;

function observedIn(
  mesh: Mesh,
  { tally, measure, reporter, isEndToEnd }: Chosen,
  { seconds, shortest }: RecentCalls,
  pod: Pod,
  anyPort: boolean,
): ObservedCalls {
  const { begun, well, refused, callers } = tally;
  const bad = new Map([...tally.failed, ...tally.errors]);
  // Where nothing else is answered, it is no single request that may not.
  if (well === 0 && refused > 0) bad.set('403', refused);
  const failed = sumOf(tally.failed);
  const ended = well + failed + refused;
  const all = sumOf(bad);
  const identity = `spiffe://${principalOfPod(mesh, pod)}`;
  return {
    traffic: {
      measure,
      reporter,
      rate: toTwoDigits(Math.max(begun, ended)),
      failing: ended === 0 ? 0 : toTwoDigits(all / ended),
      outcomes: [...bad]
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
        .slice(0, MOST)
        .map(([by, value]) => ({ by, share: toTwoDigits(value / all) })),
      seconds: Math.round(seconds),
      anyPort,
    },
    well: Math.round(well * shortest),
    failed: Math.round(failed * shortest),
    refused: Math.round(refused * shortest),
    answered: tally.bytesBack > 0,
    by: [...tally.failed.keys(), ...(bad.has('403') ? ['403'] : [])],
    isEndToEnd,
    isSameCaller: [...callers].every((caller) => caller === identity || (caller === '' && !isRedirected(pod))),
  };
}

const MOST = 5;

const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, value) => sum + value, 0);

/** Rates that differ in the third digit say the same. */
const toTwoDigits = (value: number): number => Number(value.toPrecision(2));
