/** A part of the mesh's graph, as a reader asked for it. */
import {
  type GraphView,
  isConflict,
  type MeshLink,
  type MeshNode,
  type MeshReport,
  type NodeState,
} from '@hopscope/core';

export interface GraphFilter {
  /** links with an end in one of them, and all their nodes; empty = all */
  namespaces: readonly string[];
  /** id of a node; null = none */
  focus: string | null;
  /** links away from the focus, in either direction */
  depth: number;
  /** only links that do not deliver or are contradicted by traffic, and nodes that are not well */
  problems: boolean;
}

/** The whole graph with its states. */
export function wholeView(report: MeshReport): GraphView {
  return { graph: report.graph, links: report.links, nodes: report.nodes };
}

/** The part that passes a filter. Every link keeps both of its ends. */
export function filterView(report: GraphView, filter: GraphFilter): GraphView {
  let { nodes, links } = report.graph;
  if (filter.namespaces.length > 0) ({ nodes, links } = withinNamespaces(nodes, links, new Set(filter.namespaces)));
  if (filter.problems) ({ nodes, links } = withProblems(nodes, links, report));
  if (filter.focus !== null) ({ nodes, links } = around(nodes, links, filter.focus, filter.depth));
  return {
    graph: { nodes, links },
    links: pick(report.links, links),
    nodes: pick(report.nodes, nodes),
  };
}

interface Part {
  nodes: MeshNode[];
  links: MeshLink[];
}

function withinNamespaces(nodes: readonly MeshNode[], links: readonly MeshLink[], wanted: ReadonlySet<string>): Part {
  const inside = new Set(nodes.filter((node) => wanted.has(node.namespace)).map((node) => node.id));
  const kept = links.filter((link) => inside.has(link.from) || inside.has(link.to));
  return { nodes: withEnds(nodes, kept, inside), links: kept };
}

function withProblems(nodes: readonly MeshNode[], links: readonly MeshLink[], report: GraphView): Part {
  const kept = links.filter(({ id }) => {
    const { verdict, agreement } = report.links[id] ?? {};
    return isConflict(agreement) || verdict === 'blocked' || verdict === 'degraded' || verdict === 'varies';
  });
  const unwell = new Set(nodes.filter(({ id }) => isUnwell(report.nodes[id])).map(({ id }) => id));
  return { nodes: withEnds(nodes, kept, unwell), links: kept };
}

const isUnwell = (state: NodeState | undefined): boolean => state?.state === 'broken' || state?.state === 'degraded';

function withEnds(nodes: readonly MeshNode[], links: readonly MeshLink[], also: ReadonlySet<string>): MeshNode[] {
  const wanted = new Set([...also, ...links.flatMap(({ from, to }) => [from, to])]);
  return nodes.filter(({ id }) => wanted.has(id));
}

function around(nodes: readonly MeshNode[], links: readonly MeshLink[], focus: string, depth: number): Part {
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of links) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
  }
  const reached = new Set([focus]);
  let edge = [focus];
  for (let step = 0; step < depth; step++) {
    edge = [...new Set(edge.flatMap((id) => neighbours.get(id) ?? []))].filter((id) => !reached.has(id));
    for (const id of edge) reached.add(id);
  }
  return {
    nodes: nodes.filter(({ id }) => reached.has(id)),
    links: links.filter(({ from, to }) => reached.has(from) && reached.has(to)),
  };
}

function pick<T>(states: Record<string, T>, of: readonly { id: string }[]): Record<string, T> {
  return Object.fromEntries(of.flatMap(({ id }) => (states[id] === undefined ? [] : [[id, states[id]]])));
}
