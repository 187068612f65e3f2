import type { ChainStage, Counts, Headline, LinkState, MeshNode, MeshReport, NodeState } from '@hopscope/core';

/** What changed between two revisions, as the server's stream sends it; null = unchanged. */
export interface Delta {
  readonly from: number;
  readonly revision: number;
  readonly asOf: string;
  /** nodes or links came, went or ask something else */
  readonly structure: boolean;
  readonly headline: Headline | null;
  readonly counts: Counts | null;
  readonly chain: ChainStage[] | null;
  readonly causes: boolean;
  readonly sources: boolean;
  readonly links: { readonly up: Record<string, LinkState>; readonly del: readonly string[] };
  readonly nodes: {
    readonly up: Record<string, { readonly node: MeshNode; readonly state: NodeState | null }>;
    readonly del: readonly string[];
  };
}

/** The report after a change; what the delta only announces (structure, causes, sources) is left to the caller. */
export function applyDelta(report: MeshReport, delta: Delta): MeshReport {
  const nodes = { ...report.nodes };
  for (const [id, { state }] of Object.entries(delta.nodes.up)) if (state) nodes[id] = state;
  for (const id of delta.nodes.del) delete nodes[id];
  const links = { ...report.links, ...delta.links.up };
  for (const id of delta.links.del) delete links[id];
  const changed = delta.nodes.up;
  return {
    ...report,
    asOf: delta.asOf,
    headline: delta.headline ?? report.headline,
    counts: delta.counts ?? report.counts,
    chain: delta.chain ?? report.chain,
    graph: { ...report.graph, nodes: report.graph.nodes.map((node) => changed[node.id]?.node ?? node) },
    links,
    nodes,
  };
}
