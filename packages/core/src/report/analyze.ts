/** analyze: what is known of the whole mesh, judged. */
import { causeKey } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import { buildGraph } from '../graph/build-graph.ts';
import type { MeshLink } from '../graph/mesh-graph.ts';
import { type Mesh, perSlice } from '../mesh/mesh.ts';
import type { WalkTrace } from '../path/facts.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { refId } from '../state/refs.ts';
import { groupCauses } from './causes.ts';
import { buildChain } from './chain.ts';
import { headlineOf } from './headline.ts';
import { judgeLinks } from './judge-links.ts';
import type { PathJudgement } from './judge-path.ts';
import { meshFindings } from './mesh-findings.ts';
import type { Counts, LinkState, MeshReport, NodeState } from './mesh-report.ts';
import { meshOf } from './meshes.ts';
import type { NotChecked } from './path-result.ts';

/** Judges a state. Pure and deterministic; remembered as long as the state is. */
export const analyze = perSlice((state: MeshState): MeshReport => analyzeMesh(meshOf(state)));

function analyzeMesh(mesh: Mesh): MeshReport {
  const findings = meshFindings(mesh);
  const graph = buildGraph(mesh);
  const results = judgeLinks(mesh, graph.links);
  const links: Record<string, LinkState> = {};
  for (const link of graph.links) links[link.id] = linkState(mesh, results.get(link.id)!);
  const { causes, symptoms } = groupCauses(mesh, findings, graph, results);
  const nodes = nodeStates(
    graph.nodes.map((node) => ({ id: node.id, keys: [node.ref, ...node.workloads] })),
    findings.bySubject,
  );
  const counts = countLinks(graph.links, links);
  const chain = buildChain(mesh, findings, graph, links);
  const cannotJudge = gapsByLinks(results);
  return {
    asOf: mesh.state.takenAt,
    cluster: mesh.state.cluster,
    headline: headlineOf({ counts, causes, chain, cannotJudge, nodes: graph.nodes.length }),
    counts,
    chain,
    graph,
    links,
    nodes,
    causes,
    symptoms,
    notEvaluated: [...findings.notEvaluated],
    cannotJudge,
    sources: mesh.state.sources,
  };
}

function linkState(mesh: Mesh, result: PathJudgement): LinkState {
  const found = [result.firstBlocker, ...result.alsoBlocking, ...result.risks].filter((cause) => cause !== null);
  const legs = result.groups[0]?.trace.trace.legs ?? [];
  return {
    verdict: result.verdict,
    expected: result.expected,
    causes: [...new Set(found.map((cause) => causeKey(cause.detection)))],
    sentence: result.sentence,
    waypoint: result.waypoint ? `${result.waypoint.namespace}/${result.waypoint.name}` : '',
    ztunnels: ztunnelsOf(mesh, result),
    encrypted: legs.length > 0 && legs.every((leg) => leg.protocol !== 'TCP'),
  };
}

/** The nodes of all pods that send or receive over the link through ztunnel; alike pods were walked once. */
function ztunnelsOf(mesh: Mesh, { judged }: PathJudgement): string[] {
  const nodes = judged.flatMap(({ trace }) => [...callerNodes(mesh, trace), ...receiverNodes(trace)]);
  return [...new Set(nodes)].filter((node) => node !== '').sort();
}

function callerNodes(mesh: Mesh, { served, caller }: WalkTrace): string[] {
  if (!served || !caller.pod) return [];
  const { namespace, workload } = caller.pod;
  const pods = mesh.pods.byWorkload.get(`${namespace}/${workload.kind}/${workload.name}`) ?? [];
  return pods.map((pod) => pod.node);
}

function receiverNodes({ receivedBy, destination, choice }: WalkTrace): string[] {
  if (!receivedBy || !destination) return [];
  return [destination.node, ...(choice?.endpoints ?? []).map(({ pod }) => pod?.node ?? '')];
}

const WORST = ['broken', 'degraded', 'latent'] as const;

function nodeStates(
  nodes: { id: string; keys: { kind: string; namespace: string; name: string }[] }[],
  bySubject: ReadonlyMap<string, readonly Detection[]>,
): Record<string, NodeState> {
  const states: Record<string, NodeState> = {};
  for (const node of nodes) {
    const own = node.keys.flatMap((key) => bySubject.get(refId(key)) ?? []);
    const state = WORST.find((severity) => own.some((detection) => detection.severity === severity)) ?? 'ok';
    states[node.id] = { state, causes: own.map(causeKey) };
  }
  return states;
}

function countLinks(links: readonly MeshLink[], states: Record<string, LinkState>): Counts {
  const counts: Counts = {
    links: links.length,
    delivered: 0,
    degraded: 0,
    blocked: 0,
    varies: 0,
    unknown: 0,
    expectedToPass: 0,
  };
  for (const link of links) {
    const state = states[link.id]!;
    counts[state.verdict] += 1;
    if (state.verdict === 'unknown' && (state.expected === 'delivered' || state.expected === 'degraded'))
      counts.expectedToPass += 1;
  }
  return counts;
}

function gapsByLinks(results: ReadonlyMap<string, PathJudgement>): { gap: NotChecked; links: number }[] {
  const gaps = new Map<string, { gap: NotChecked; links: number }>();
  for (const result of results.values()) {
    if (result.verdict !== 'unknown') continue;
    for (const gap of result.notChecked.filter((entry) => entry.decisive)) {
      const key = `${gap.source}|${gap.scope}|${gap.why}`;
      const known = gaps.get(key);
      if (known) known.links += 1;
      else gaps.set(key, { gap, links: 1 });
    }
  }
  return [...gaps.values()].sort((a, b) => b.links - a.links);
}
