/** analyze: what is known of the whole mesh, judged. */
import { causeKey } from '../checks/check.ts';
import type { Detection } from '../checks/detection.ts';
import { buildGraph } from '../graph/build-graph.ts';
import type { MeshGraph } from '../graph/mesh-graph.ts';
import { perSlice } from '../mesh/memory/look-up.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { groupCauses } from './causes.ts';
import { buildChain } from './chain.ts';
import { headlineOf } from './headline.ts';
import { judgeLinks, type LinkJudgement } from './judge-links.ts';
import { type MeshFindings, meshFindings } from './mesh-findings.ts';
import type { Counts, LinkState, MeshReport, NodeState } from './mesh-report.ts';
import { meshOf } from './meshes.ts';
import { observedLinks } from './observed-links.ts';
import type { NotChecked } from './path-result.ts';

/** Judges a state. Pure and deterministic; remembered as long as the state is. */
export const analyze = perSlice((state: MeshState): MeshReport => {
  const mesh = meshOf(state);
  return reportOf(mesh, state, observedLinks(mesh));
});

/** The same of a mesh that is only thought of: what was seen of the calls of the real one is not held against it. */
export const analyzeThoughtOf = perSlice((state: MeshState): MeshReport => {
  const mesh = meshOf(state);
  return reportOf(mesh, state, judgeLinks(mesh));
});

function reportOf(mesh: Mesh, { takenAt: asOf, sources }: MeshState, judged: readonly LinkJudgement[]): MeshReport {
  const findings = meshFindings(mesh);
  const graph = buildGraph(mesh);
  const links: Record<string, LinkState> = {};
  for (const { id, state } of judged) links[id] = state;
  const { causes, symptoms, settling } = groupCauses(mesh, findings, graph, judged);
  const counts = countLinks(judged);
  const chain = buildChain(mesh, findings, graph);
  const cannotJudge = gapsByLinks(judged);
  return {
    asOf,
    cluster: mesh.state.cluster,
    headline: headlineOf({ counts, causes, settling, chain, cannotJudge, nodes: graph.nodes.length }),
    counts,
    chain,
    graph,
    links,
    nodes: nodeStates(graph, findings),
    causes,
    ...(settling.length > 0 ? { settling } : {}),
    symptoms,
    notEvaluated: [...findings.notEvaluated],
    cannotJudge,
    sources,
  };
}

const WORST = ['broken', 'degraded', 'latent'] as const;

const WELL: NodeState = { state: 'ok', causes: [] };

function nodeStates(graph: MeshGraph, findings: MeshFindings): Record<string, NodeState> {
  const states: Record<string, NodeState> = {};
  const namespaces = new Set(findings.all.map(({ subject }) => subject.namespace));
  // Of most nodes nobody found anything: names alone tell that, without a look-up.
  const names = new Set(findings.all.map(({ subject }) => subject.name));
  for (const node of graph.nodes) {
    const isNamed = names.has(node.ref.name) || node.workloads.some(({ name }) => names.has(name));
    if (!isNamed || !namespaces.has(node.ref.namespace)) {
      states[node.id] = WELL;
      continue;
    }
    const own = [node.ref, ...node.workloads].flatMap((subject) => findings.on(subject));
    states[node.id] = own.length === 0 ? WELL : stateWith(findings, own);
  }
  return states;
}

/** What has just begun makes nothing well and nothing broken. */
function stateWith(findings: MeshFindings, own: readonly Detection[]): NodeState {
  const lasting = own.filter((detection) => !findings.isYoung(detection, 'link'));
  const worst = WORST.find((severity) => lasting.some((detection) => detection.severity === severity));
  const mayBreak = lasting.length < own.length && own.some(({ severity }) => severity === 'broken');
  const state = worst === undefined || worst === 'latent' ? (mayBreak ? 'unknown' : (worst ?? 'ok')) : worst;
  return { state, causes: own.map(causeKey) };
}

/** How many links stand how; of any part of a mesh. */
export function countLinks(judged: readonly Pick<LinkJudgement, 'state'>[]): Counts {
  const counts: Counts = {
    links: judged.length,
    delivered: 0,
    degraded: 0,
    blocked: 0,
    varies: 0,
    unknown: 0,
    expectedToPass: 0,
    disagreements: 0,
  };
  for (const { state } of judged) {
    counts[state.verdict] += 1;
    if (state.verdict === 'unknown' && (state.expected === 'delivered' || state.expected === 'degraded'))
      counts.expectedToPass += 1;
    if (state.agreement === 'conflict-blocked-succeeding') counts.disagreements += 1;
  }
  return counts;
}

function gapsByLinks(judged: readonly LinkJudgement[]): { gap: NotChecked; links: number }[] {
  const gaps = new Map<string, { gap: NotChecked; links: number }>();
  for (const link of judged) {
    for (const gap of link.gaps) {
      const key = `${gap.source}|${gap.scope}|${gap.why}`;
      const known = gaps.get(key);
      if (known) known.links += 1;
      else gaps.set(key, { gap, links: 1 });
    }
  }
  return [...gaps.values()].sort((a, b) => b.links - a.links);
}
