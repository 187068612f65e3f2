/** How calls of a workload to a host outside fared, as ztunnels and waypoints tell (signals 3.4, 3.5). */

import type { Mesh } from '../../mesh/mesh.ts';
import { factsFrom, factsOf } from '../../mesh/told/component-logs.ts';
import { connectionCounts, flaggedIn } from '../../mesh/told/connection-counts.ts';
import { lastCalls } from '../../mesh/told/proxy-counts.ts';
import type { WalkTrace } from '../../path/facts.ts';
import type { Pod } from '../../state/kubernetes.ts';
import type { LogFact } from '../../state/logs.ts';
import { nameOf } from '../../state/refs.ts';

/** Failures of one kind, and nothing that went well since. */
export interface OutsideFailure {
  count: number;
  /** as a log calls it; `failed` where only counters tell */
  kind: LogFact['kind'];
  /** `namespace/name` of who told */
  who: string;
  source: string;
  at: string | null;
}

/** Fewer may be a moment. */
const ENOUGH = 3;

/** The host that is called and its addresses; null where the call stays in the cluster. */
export function outsideOf({
  target,
  endpoint,
  destination,
  naming,
  service,
}: WalkTrace): { host: string; ips: string[] } | null {
  if (destination || service) return null;
  if (target.kind === 'service-entry') {
    const { entry, host } = target;
    const own = [...entry.addresses, ...entry.allocated.map(({ address }) => address)];
    return { host, ips: [...own, ...(endpoint ? [endpoint.ip] : [])] };
  }
  return target.kind === 'unknown' ? { host: naming?.host ?? '', ips: [target.address] } : null;
}

const KINDS = ['refused', 'timed-out', 'unreachable', 'tls-failed', 'name-unresolved'] as const;

/** What the logs of the ztunnels say of the caller's connections to it. */
export function failureInLogs(mesh: Mesh, trace: WalkTrace, kinds: readonly LogFact['kind'][]): OutsideFailure | null {
  const outside = outsideOf(trace);
  if (!outside || !trace.caller.pod || mesh.state.logs.length === 0) return null;
  const isIt = ({ service, to, name }: LogFact): boolean =>
    outside.ips.includes(to.ip) || (outside.host !== '' && (service === outside.host || name === outside.host));
  for (const pod of alike(mesh, trace.caller.pod))
    for (const ztunnel of mesh.pods.ztunnels.get(pod.node) ?? []) {
      const facts = pod.ips.flatMap((ip) => factsFrom(mesh, nameOf(ztunnel), ip)).filter(isIt);
      const found = lasting(facts, kinds, nameOf(ztunnel), 'ztunnel-log');
      if (found) return found;
    }
  return null;
}

/** What the waypoint on the way says of its own connections to it. */
export function failureAtWaypoint(mesh: Mesh, trace: WalkTrace): OutsideFailure | null {
  const outside = outsideOf(trace);
  if (!outside || !trace.waypoint || mesh.state.logs.length === 0) return null;
  for (const pod of trace.waypoint.pods) {
    const requests = factsOf(mesh, nameOf(pod), 'request').filter(({ service }) => service === outside.host);
    const failed = requests.filter(({ flags }) => /\b(?:UF|URX)\b/.test(flags));
    const well = requests.filter((fact) => !failed.includes(fact));
    const found = lastingAmong(failed, well, nameOf(pod), 'waypoint-log');
    if (found) return found;
  }
  return null;
}

/** What the ztunnels counted: everything failed and not a byte came or went. */
export function failureInCounts(mesh: Mesh, trace: WalkTrace): OutsideFailure | null {
  const outside = outsideOf(trace);
  if (!outside || outside.host === '' || !trace.caller.pod) return null;
  const from = `${trace.caller.pod.namespace}/${trace.caller.pod.workload.name}`;
  const counts = connectionCounts(lastCalls(mesh.state.traffic)).filter(
    (count) => count.reporter === 'source' && count.from === from && count.host === outside.host,
  );
  const count = counts.reduce((sum, one) => sum + flaggedIn(one, 'CONNECT'), 0);
  const isDead = count >= ENOUGH && counts.every(({ well, bytes }) => well === 0 && bytes === 0);
  const [first] = counts;
  return isDead && first
    ? { count, kind: 'failed', who: first.ztunnel, source: 'ztunnel-metrics', at: first.at }
    : null;
}

const alike = (mesh: Mesh, { namespace, workload }: Pod): readonly Pod[] =>
  mesh.pods.byWorkload.get(`${namespace}/${workload.kind}/${workload.name}`) ?? [];

function lasting(
  facts: readonly LogFact[],
  kinds: readonly LogFact['kind'][],
  who: string,
  source: string,
): OutsideFailure | null {
  const failed = facts.filter(({ kind, direction }) => kinds.includes(kind) && direction !== 'inbound');
  return lastingAmong(
    failed,
    facts.filter(({ kind }) => kind === 'connected'),
    who,
    source,
  );
}

/** Enough of them, the last after everything that went well. */
function lastingAmong(
  failed: readonly LogFact[],
  well: readonly LogFact[],
  who: string,
  source: string,
): OutsideFailure | null {
  const count = failed.reduce((sum, fact) => sum + fact.count, 0);
  const at = lastOf(failed);
  const wellAt = lastOf(well);
  if (count < ENOUGH || (well.length > 0 && (at === null || wellAt === null || wellAt >= at))) return null;
  return { count, kind: failed[0]!.kind, who, source, at };
}

const lastOf = (facts: readonly LogFact[]): string | null =>
  facts.reduce<string | null>((last, { lastAt }) => (lastAt !== null && lastAt > (last ?? '') ? lastAt : last), null);

export const CONNECT_KINDS = KINDS.filter((kind) => kind !== 'name-unresolved');
