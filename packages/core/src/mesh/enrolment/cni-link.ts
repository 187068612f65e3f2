/** Z4, Z7: whether the CNI agent and the ztunnel of a node talk to each other, by what both say. */
import type { Pod } from '../../state/kubernetes.ts';
import { nameOf } from '../../state/refs.ts';
import { type Mesh, ofMesh } from '../mesh.ts';
import { factsOf } from '../told/component-logs.ts';
import { sumOf } from '../told/component-metrics.ts';

export interface BrokenLink {
  node: string;
  agent: Pod;
  ztunnel: Pod | null;
  /** the agent counts no ztunnel; else only logs say so */
  isCounted: boolean;
  source: 'cni-metrics' | 'ztunnel-log' | 'cni-log';
  /** RFC 3339 of the answer */
  at: string | null;
  observed: string;
  /** the task that ztunnel waits for, where it says that it is not ready for this */
  waits: boolean;
}

/** A link comes back by itself after a restart, within so many seconds. */
const SETTLED = 30;

/** Z4: by node; the moment is that of the answers and not now, so that time alone changes nothing. */
export const brokenLinks = ofMesh((mesh: Mesh): ReadonlyMap<string, BrokenLink> => {
  const found = new Map<string, BrokenLink>();
  for (const agent of mesh.pods.cniAgents.all()) {
    const link = agent.deletedAt === null && agent.phase === 'Running' ? linkOf(mesh, agent) : null;
    if (link) found.set(agent.node, link);
  }
  return found;
});

function linkOf(mesh: Mesh, agent: Pod): BrokenLink | null {
  const said = saidBy(mesh, agent);
  if (!said) return null;
  const ztunnels = (mesh.pods.ztunnels.get(agent.node) ?? []).filter(({ deletedAt }) => deletedAt === null);
  if ([agent, ...ztunnels].some((pod) => hasJustStarted(pod, said.at))) return null;
  const ztunnel = ztunnels[0] ?? null;
  const pending = ztunnel ? (mesh.readiness.get(nameOf(ztunnel))?.pending ?? []) : [];
  return { node: agent.node, agent, ztunnel, waits: pending.includes('workload proxy manager'), ...said };
}

type Said = Pick<BrokenLink, 'isCounted' | 'source' | 'at' | 'observed'>;

/** Z4: what the agent counts decides; logs speak only where that was not read. */
function saidBy(mesh: Mesh, agent: Pod): Said | null {
  const connected = sumOf(mesh, nameOf(agent), 'ztunnel_connected');
  if (connected !== null) {
    const at = mesh.metrics.get(nameOf(agent))?.at ?? null;
    return connected > 0 ? null : { isCounted: true, source: 'cni-metrics', at, observed: 'ztunnel_connected 0' };
  }
  for (const pod of mesh.pods.ztunnels.get(agent.node) ?? []) {
    const said = lastWord(mesh, pod, 'ztunnel-log', 'cni-unreachable');
    if (said) return said;
  }
  return lastWord(mesh, agent, 'cni-log', 'ztunnel-missing');
}

/** It was said more than once over a while, and until the end of what was read. */
function lastWord(
  mesh: Mesh,
  pod: Pod,
  source: 'ztunnel-log' | 'cni-log',
  kind: 'cni-unreachable' | 'ztunnel-missing',
): Said | null {
  const facts = factsOf(mesh, nameOf(pod), kind);
  const first = facts.map(({ firstAt }) => firstAt ?? '').sort()[0] ?? '';
  const last =
    facts
      .map(({ lastAt }) => lastAt ?? '')
      .sort()
      .at(-1) ?? '';
  const log = mesh.logs.get(nameOf(pod));
  const end = log?.until ?? log?.at ?? last;
  if (first === '' || secondsFrom(first, last) < SETTLED || secondsFrom(last, end) > 2 * SETTLED) return null;
  return { isCounted: false, source, at: last, observed: `${kind} since ${first}` };
}

const secondsFrom = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

function hasJustStarted(pod: Pod, at: string | null): boolean {
  const started =
    pod.containers
      .map(({ startedAt }) => startedAt ?? '')
      .sort()
      .at(-1) || pod.startedAt;
  return at !== null && started !== null && secondsFrom(started, at) < SETTLED;
}
