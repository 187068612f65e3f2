/** Look-ups in what components wrote into their logs. */
import type { ComponentLog, LogFact, LogKind } from '../../state/logs.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import type { Mesh } from '../mesh.ts';

const NOTHING: readonly LogFact[] = [];

const byKind = perSlice((log: ComponentLog) => groupBy(log.facts, (fact) => fact.kind));
const byCaller = perSlice((log: ComponentLog) => groupBy(log.facts, (fact) => fact.from.ip));

/** What the log of a pod (`ns/name`) says of some kinds; empty where it does not, or was not read: `mesh.logs` tells which. */
export function factsOf(mesh: Mesh, pod: string, ...kinds: readonly LogKind[]): readonly LogFact[] {
  const log = mesh.logs.get(pod);
  if (log === undefined) return NOTHING;
  const found = byKind(log);
  if (kinds.length === 1) return found.get(kinds[0]!) ?? NOTHING;
  return kinds.flatMap((kind) => found.get(kind) ?? NOTHING);
}

/** Connections and requests of one address, as the log of a pod tells them. */
export function factsFrom(mesh: Mesh, pod: string, ip: string): readonly LogFact[] {
  const log = mesh.logs.get(pod);
  return (log && byCaller(log).get(ip)) ?? NOTHING;
}
