/** P10: what the ztunnel of a pod wrote of handing connections to its application (signals 3.5). */
import type { Pod } from '../../state/kubernetes.ts';
import type { LogFact, LogKind } from '../../state/logs.ts';
import { nameOf } from '../../state/refs.ts';
import type { Mesh } from '../mesh.ts';
import { factsOf } from './component-logs.ts';

/** Connections to one port of one pod. */
export interface Taken {
  ztunnel: string;
  port: number;
  count: number;
  /** connections to the port that went well */
  well: number;
  lastAt: string | null;
}

const ENOUGH = 2;

/** The port that refused every connection since its containers started; null where one went well, or too little was tried. */
export function refusedHandover(mesh: Mesh, pod: Pod): Taken | null {
  return inbound(mesh, pod, ['refused']).find(({ count, well }) => count >= ENOUGH && well === 0) ?? null;
}

/** By port: connections that ended in one of these ways, beside those that went well. */
export function inbound(mesh: Mesh, pod: Pod, kinds: readonly LogKind[]): readonly Taken[] {
  if (mesh.state.logs.length === 0) return NONE;
  const found = new Map<number, Taken>();
  for (const one of mesh.pods.ztunnels.get(pod.node) ?? []) {
    const ztunnel = nameOf(one);
    for (const fact of factsOf(mesh, ztunnel, 'connected', ...kinds)) {
      if (fact.direction !== 'inbound' || !pod.ips.includes(fact.to.ip) || isBefore(fact, pod)) continue;
      const port = portOf(fact);
      const taken = found.get(port) ?? { ztunnel, port, count: 0, well: 0, lastAt: null };
      found.set(port, counted(taken, fact));
    }
  }
  return [...found.values()];
}

const NONE: readonly Taken[] = [];

function counted(taken: Taken, { kind, count, lastAt }: LogFact): Taken {
  if (kind === 'connected') return { ...taken, well: taken.well + count };
  return { ...taken, count: taken.count + count, lastAt: lastAt ?? taken.lastAt };
}

/** The port asked for inside the tunnel, else the one that was called. */
const portOf = ({ via, to }: LogFact): number => Number(/:(\d+)$/.exec(via)?.[1] ?? to.port);

/** Another container, or another pod of the same address, answered then. */
function isBefore({ lastAt }: LogFact, pod: Pod): boolean {
  const started =
    pod.containers
      .map(({ startedAt }) => startedAt ?? '')
      .sort()
      .at(-1) ?? '';
  return lastAt !== null && started !== '' && Date.parse(lastAt) < Date.parse(started);
}
