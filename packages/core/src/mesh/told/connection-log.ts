/** What the logs of ztunnels and waypoints say of connections to an address (signals 3.5). */

import type { Pod } from '../../state/kubernetes.ts';
import type { LogFact, LogKind } from '../../state/logs.ts';
import { nameOf } from '../../state/refs.ts';
import { groupBy } from '../memory/look-up.ts';
import { type Mesh, ofMesh } from '../mesh.ts';
import { factsFrom } from './component-logs.ts';

/** A fact, and the pod whose log has it. */
export interface Told {
  pod: string;
  at: string | null;
  fact: LogFact;
}

const NOTHING: readonly Told[] = [];

const byAddress = ofMesh((mesh: Mesh): ReadonlyMap<string, readonly Told[]> => {
  const all: Told[] = [];
  for (const { source, pod, at, facts } of mesh.logs.values())
    if (source === 'ztunnel-log' || source === 'waypoint-log')
      for (const fact of facts) if (fact.to.ip !== '') all.push({ pod, at, fact });
  return groupBy(all, ({ fact }) => fact.to.ip);
});

/** Connections to an address, from whomever. */
export function toldOf(mesh: Mesh, ip: string): readonly Told[] {
  return mesh.logs.size === 0 ? NOTHING : (byAddress(mesh).get(ip) ?? NOTHING);
}

/** Kinds that end a connection without anything being wrong on its way, or that only say how it went. */
const HARMLESS: ReadonlySet<LogKind> = new Set(['connected', 'drained', 'policy-changed', 'client-closed', 'request']);

/** A failure that may be isolated: fewer prove nothing. */
const ENOUGH = 2;

/**
 * Failures of some kinds that happened more than once and are the last word: nothing that the same log tells of the same
 * end and direction went well after them.
 */
export function lastingFailures(
  mesh: Mesh,
  ip: string,
  isOne: (fact: LogFact) => boolean,
  atLeast: number = ENOUGH,
): Told[] {
  const told = toldOf(mesh, ip);
  if (told.length === 0) return [];
  const failures = told.filter(({ fact }) => isOne(fact));
  const count = failures.reduce((sum, { fact }) => sum + fact.count, 0);
  if (count < atLeast) return [];
  return failures.filter(({ pod, fact }) => !told.some((other) => other.pod === pod && hasRecovered(fact, other.fact)));
}

const hasRecovered = (failure: LogFact, later: LogFact): boolean =>
  later.kind === 'connected' &&
  later.direction === failure.direction &&
  later.to.port === failure.to.port &&
  (failure.via === '' || later.via === failure.via) &&
  instantOf(later.lastAt) > instantOf(failure.lastAt);

const instantOf = (at: string | null): number => (at === null ? 0 : Date.parse(at));

/** How often, when last, and who told it. */
export function summed(told: readonly Told[]): { times: number; lastAt: string | null; pod: string } {
  let [times, lastAt] = [0, null as string | null];
  for (const { fact } of told) {
    times += fact.count;
    if (instantOf(fact.lastAt) > instantOf(lastAt)) lastAt = fact.lastAt;
  }
  return { times, lastAt, pod: told[0]?.pod ?? '' };
}

/** P7, E6: nothing takes mesh traffic in a pod: ztunnels are refused at its port 15008. */
export function hboneRefusals(mesh: Mesh, pod: Pod): Told[] {
  return failuresTo(
    mesh,
    pod,
    ({ kind, direction, to }) => kind === 'refused' && direction === 'outbound' && to.port === 15008,
  );
}

/** P10: the ztunnel of the pod got no connection through to the application on a port. */
export function applicationRefusals(mesh: Mesh, pod: Pod, port: number | null): Told[] {
  return failuresTo(
    mesh,
    pod,
    ({ kind, direction, via, to }) =>
      kind === 'refused' &&
      direction === 'inbound' &&
      (port === null || (via === '' ? to.port === port : via.endsWith(`:${port}`))),
  );
}

/** C3: the peer proved to be somebody else, or nobody that is trusted. */
export function identityFailures(mesh: Mesh, pod: Pod): Told[] {
  return failuresTo(
    mesh,
    pod,
    ({ kind, reason }) => kind === 'identity-mismatch' || (kind === 'tls-failed' && reason === 'issuer'),
  );
}

/** P10: calls arrived for an address that another pod has. */
export function staleArrivals(mesh: Mesh, pod: Pod): Told[] {
  // One or two are churn.
  return failuresTo(mesh, pod, ({ kind, direction }) => kind === 'ip-mismatch' && direction === 'inbound', 3);
}

/** C5 */
export function revocations(mesh: Mesh, pod: Pod): Told[] {
  return failuresTo(mesh, pod, ({ kind }) => kind === 'certificate-revoked');
}

function failuresTo(mesh: Mesh, pod: Pod, isOne: (fact: LogFact) => boolean, atLeast?: number): Told[] {
  if (mesh.logs.size === 0) return [];
  const born = instantOf(pod.startedAt ?? pod.createdAt);
  // What was said before the pod was there is about another one.
  return pod.ips.flatMap((ip) =>
    lastingFailures(mesh, ip, (fact) => isOne(fact) && instantOf(fact.lastAt) >= born, atLeast),
  );
}

/** Refusals that ztunnel never counts and only logs (signals 3.4, blind spot); what other facts show first is not among them. */
export const EARLY: ReadonlySet<LogKind> = new Set([
  'waypoint-unknown',
  'no-healthy-upstream',
  'no-route-to-workload',
  'network-gateway-unknown',
  'service-unknown',
  'host-unknown',
]);

/** What the ztunnels of a caller's node refuse it before they connect. */
export function earlyRefusals(mesh: Mesh, caller: Pod): Told[] {
  if (mesh.logs.size === 0) return [];
  const ztunnels = mesh.pods.ztunnels.get(caller.node) ?? [];
  return ztunnels.flatMap((ztunnel) =>
    caller.ips
      .flatMap((ip) => factsFrom(mesh, nameOf(ztunnel), ip))
      .filter(({ kind, direction }) => EARLY.has(kind) && direction !== 'inbound')
      .map((fact) => ({ pod: nameOf(ztunnel), at: fact.lastAt, fact })),
  );
}

/** What the logs hold against a pod, as one word: pods that differ in it differ in outcome. */
export function logMark(mesh: Mesh, pod: Pod): string {
  if (mesh.logs.size === 0) return '';
  const failed = pod.ips.flatMap((ip) => toldOf(mesh, ip)).filter(({ fact }) => !HARMLESS.has(fact.kind));
  return failed.length === 0 && earlyRefusals(mesh, pod).length === 0 ? '' : nameOf(pod);
}
