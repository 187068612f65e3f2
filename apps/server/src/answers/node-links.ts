/** What a report says about one node of the graph: its links and the causes that stand on it. */
import { CauseGroup, LinkState, MeshLink, MeshNode, type MeshReport, NodeState } from '@hopscope/core';
import { type Static, Type } from 'typebox';

export const JudgedLink = Type.Object({ link: MeshLink, state: Type.Union([LinkState, Type.Null()]) });
export type JudgedLink = Static<typeof JudgedLink>;

export const AboutNodes = Type.Object({
  nodes: Type.Array(Type.Object({ node: MeshNode, state: Type.Union([NodeState, Type.Null()]) }), {
    description: 'the nodes of the graph that stand for it',
  }),
  callers: Type.Array(JudgedLink, { description: 'links into it' }),
  calls: Type.Array(JudgedLink, { description: 'links out of it' }),
  causes: Type.Array(CauseGroup, { description: 'of the nodes and of all these links' }),
});
export type AboutNodes = Static<typeof AboutNodes>;

/** Links, states and causes of the nodes that a test picks. */
export function aboutNodes(report: MeshReport, isOne: (node: MeshNode) => boolean): AboutNodes {
  const nodes = report.graph.nodes.filter(isOne);
  const ids = new Set(nodes.map(({ id }) => id));
  const judged = (links: readonly MeshLink[]): JudgedLink[] =>
    links.map((link) => ({ link, state: report.links[link.id] ?? null }));
  const callers = judged(report.graph.links.filter(({ to }) => ids.has(to)));
  const calls = judged(report.graph.links.filter(({ from }) => ids.has(from)));
  const keys = new Set([
    ...nodes.flatMap(({ id }) => report.nodes[id]?.causes ?? []),
    ...[...callers, ...calls].flatMap(({ state }) => state?.causes ?? []),
  ]);
  return {
    nodes: nodes.map((node) => ({ node, state: report.nodes[node.id] ?? null })),
    callers,
    calls,
    causes: report.causes.filter(({ key }) => keys.has(key)),
  };
}
