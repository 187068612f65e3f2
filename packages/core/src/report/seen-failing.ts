/**
 * House rule R6: what proxies wrote of failing again and again, and never of going well since, does not pass only because no
 * check could say why.
 */

import { hostOf } from '../mesh/address/host-name.ts';
import { type Gap, gapOf, type Mesh } from '../mesh/mesh.ts';
import { factsOf } from '../mesh/told/component-logs.ts';
import { connectionCounts } from '../mesh/told/connection-counts.ts';
import { lastingFailures, summed, toldOf } from '../mesh/told/connection-log.ts';
import { recentCounts } from '../mesh/told/proxy-counts.ts';
import type { WalkTrace } from '../path/facts.ts';
import type { HopKind } from '../path/hop-kind.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { LogFact, LogKind } from '../state/logs.ts';
import { nameOf } from '../state/refs.ts';

/** Fewer may be a pod that was just going. */
const ENOUGH = 3;

/** The hop at which calls like this one are seen to fail, and why that is not judged; null where nothing is seen. */
export function seenFailing(mesh: Mesh, trace: WalkTrace): { hop: HopKind; gap: Gap } | null {
  if (trace.caller.kind === 'kubelet') return probesFail(mesh, trace);
  if (mesh.logs.size === 0) return null;
  return connectionsFail(mesh, trace) ?? requestsFail(mesh, trace);
}

const WELL: ReadonlySet<LogKind> = new Set(['connected', 'drained', 'policy-changed', 'client-closed', 'request']);

/** The caller's ztunnel: to the address of its next hop. */
function connectionsFail(mesh: Mesh, { caller, legs }: WalkTrace): ReturnType<typeof seenFailing> {
  const [leg] = legs;
  const own = caller.pod;
  if (!leg || !own || leg.from.pod !== own || isCountedWell(mesh, own, leg.to.pod)) return null;
  const isOwn = ({ kind, direction, from }: LogFact): boolean => {
    const pod = mesh.pods.byIp.get(from.ip);
    const isAlike = pod !== undefined && pod.namespace === own.namespace && pod.workload.name === own.workload.name;
    return !WELL.has(kind) && direction === 'outbound' && isAlike;
  };
  const told = lastingFailures(mesh, leg.to.ip, isOwn, ENOUGH);
  if (told.length === 0) return null;
  const { times, pod } = summed(told);
  const why = `the log of ${pod} tells of ${times} connections of ${caller.name} that failed and of none that went well since, and no check could tell why`;
  return { hop: leg.hop, gap: { source: 'checks', scope: null, why, permission: null } };
}

/** Counters tell of connections between the two that went well. */
function isCountedWell(mesh: Mesh, from: Pod, to: Pod | null): boolean {
  const nameOfWorkload = (pod: Pod): string => `${pod.namespace}/${pod.workload.name}`;
  return (
    to !== null &&
    connectionCounts(recentCounts(mesh.state.traffic)).some(
      (count) => count.well > 0 && count.from === nameOfWorkload(from) && count.to === nameOfWorkload(to),
    )
  );
}

/** Flags of a proxy that got no answer: no upstream, no connection, cut off. */
const UNANSWERED = /\b(?:UF|UC|UH|LH|LR|UR|URX)\b/;

/** The waypoint: what it sent on for this Service. */
function requestsFail(
  mesh: Mesh,
  { waypoint, backend, service, destination }: WalkTrace,
): ReturnType<typeof seenFailing> {
  const wanted = backend ?? service;
  if (!waypoint || !wanted) return null;
  const host = hostOf(mesh, wanted);
  const requests = waypoint.pods.flatMap((pod) =>
    factsOf(mesh, nameOf(pod), 'request').filter((fact) => fact.service === host),
  );
  const failed = requests.filter(({ flags }) => UNANSWERED.test(flags));
  const times = failed.reduce((sum, { count }) => sum + count, 0);
  if (times < ENOUGH || failed.length < requests.length || (destination && isReached(mesh, destination))) return null;
  const why = `the log of waypoint ${nameOf(waypoint.gateway)} tells of ${times} requests that got no answer and of none that did, and no check could tell why`;
  return { hop: 'upstream-link', gap: { source: 'checks', scope: null, why, permission: null } };
}

/** The pod's own ztunnel tells of connections that came in and went well. */
const isReached = (mesh: Mesh, pod: Pod): boolean =>
  pod.ips.some((ip) => toldOf(mesh, ip).some(({ fact }) => fact.kind === 'connected' && fact.direction === 'inbound'));

/** The kubelet says itself how its probes fare. */
function probesFail(mesh: Mesh, { destination }: WalkTrace): ReturnType<typeof seenFailing> {
  if (!destination || destination.ready) return null;
  const unread = gapOf(mesh, 'Event', destination.namespace);
  if (unread) return { hop: 'outbound-link', gap: unread };
  const events = mesh.events.byNamespace.get(destination.namespace) ?? [];
  const failed = events.some(({ reason, involved }) => reason === 'Unhealthy' && involved.name === destination.name);
  if (!failed) return null;
  const why = 'the kubelet says that its probes fail, and no check could tell why';
  return { hop: 'outbound-link', gap: { source: 'checks', scope: null, why, permission: null } };
}
