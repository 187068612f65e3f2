/** How connections through the tunnel fared between nodes, as logs and counters of ztunnels tell. */
import type { LogFact } from '../../state/logs.ts';
import { nameOf } from '../../state/refs.ts';
import { isFinished } from '../memory/pod-addresses.ts';
import { type Mesh, ofMesh } from '../mesh.ts';
import { factsOf } from './component-logs.ts';
import { type ConnectionCount, connectionCounts, flaggedIn } from './connection-counts.ts';
import { lastCalls } from './proxy-counts.ts';

/** Connections from one node to another, or within one. */
export interface NodePair {
  from: string;
  to: string;
  /** nobody answered on port 15008 in time */
  timeouts: number;
  /** they stood, and were cut or ran out of time */
  broke: number;
  well: number;
  /** `namespace/name` of the ztunnel that told, and by what */
  ztunnel: string;
  source: 'ztunnel-log' | 'ztunnel-metrics';
  lastAt: string | null;
}

/** Of every ztunnel that tells: by node of the caller, then by node of the pod that was called. */
export const nodePairs = ofMesh((mesh: Mesh): ReadonlyMap<string, ReadonlyMap<string, NodePair>> => {
  const pairs = new Map<string, Map<string, NodePair>>();
  if (mesh.state.logs.length > 0)
    for (const ztunnel of mesh.pods.ztunnels.all()) addLog(mesh, pairs, nameOf(ztunnel), ztunnel.node);
  for (const count of connectionCounts(lastCalls(mesh.state.traffic))) addCount(mesh, pairs, count);
  return pairs;
});

type Pairs = Map<string, Map<string, NodePair>>;
type Told = Pick<NodePair, 'ztunnel' | 'source' | 'lastAt'>;

function pairOf(pairs: Pairs, from: string, to: string, told: Told): NodePair {
  const row = pairs.get(from) ?? new Map<string, NodePair>();
  pairs.set(from, row);
  const pair = row.get(to) ?? { from, to, timeouts: 0, broke: 0, well: 0, ...told };
  row.set(to, pair);
  return pair;
}

const BROKE: ReadonlySet<string> = new Set(['reset', 'timed-out', 'destination-closed', 'client-closed']);

function addLog(mesh: Mesh, pairs: Pairs, ztunnel: string, node: string): void {
  for (const fact of factsOf(
    mesh,
    ztunnel,
    'connected',
    'hbone-timeout',
    'reset',
    'timed-out',
    'destination-closed',
    'client-closed',
  )) {
    const to = fact.direction === 'outbound' ? mesh.pods.byIp.get(fact.to.ip)?.node : undefined;
    if (to === undefined || to === '' || fact.to.port !== HBONE_PORT) continue;
    const pair = pairOf(pairs, node, to, { ztunnel, source: 'ztunnel-log', lastAt: null });
    addFact(pair, fact);
  }
}

const HBONE_PORT = 15008;

function addFact(pair: NodePair, { kind, count, lastAt }: LogFact): void {
  if (kind === 'connected') pair.well += count;
  else if (BROKE.has(kind)) pair.broke += count;
  else {
    pair.timeouts += count;
    if (lastAt !== null && lastAt > (pair.lastAt ?? '')) pair.lastAt = lastAt;
  }
}

/** Counters name workloads: those whose pods are all on one node tell of a pair, and so do failures that met all of them. */
function addCount(mesh: Mesh, pairs: Pairs, count: ConnectionCount): void {
  const from = count.reporter === 'source' ? mesh.pods.byName.get(count.ztunnel)?.node : undefined;
  if (from === undefined || count.to === '' || count.plain > 0) return;
  const nodes = nodesOf(mesh, count.to);
  const told = { ztunnel: count.ztunnel, source: 'ztunnel-metrics' as const, lastAt: count.at };
  const timeouts = flaggedIn(count, 'NETWORK_POLICY');
  const others = nodes.filter((node) => node !== from);
  if (nodes.length === 1) {
    const pair = pairOf(pairs, from, nodes[0]!, told);
    pair.well += count.well;
    pair.timeouts += timeouts;
    if (count.bytes > 0) pair.broke += flaggedIn(count, 'CONNECT');
  } else if (timeouts > 0 && (count.well === 0 || others.length === 1))
    for (const node of others) pairOf(pairs, from, node, told).timeouts += timeouts;
}

function nodesOf(mesh: Mesh, workload: string): string[] {
  const pods = mesh.pods.byWorkloadName.get(workload) ?? [];
  return [...new Set(pods.filter((pod) => !isFinished(pod) && pod.node !== '').map((pod) => pod.node))];
}

/** From where, and to where, port 15008 seems closed: nodes that differ in this differ in outcome. */
export const closedPairs = ofMesh((mesh: Mesh): ReadonlyMap<string, string> => {
  const marks = new Map<string, string>();
  for (const row of nodePairs(mesh).values())
    for (const { from, to, timeouts, well, broke } of row.values()) {
      if (timeouts === 0 || well + broke > 0) continue;
      marks.set(from, `${marks.get(from) ?? ''}>${to}`);
      marks.set(to, `${marks.get(to) ?? ''}<${from}`);
    }
  return marks;
});
