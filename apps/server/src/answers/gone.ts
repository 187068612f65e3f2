/** What was there shortly before a moment and is no more. */
import { MeshLink, MeshNode } from '@hopscope/core';
import { type Static, Type } from 'typebox';
import type { MeshStore } from '../store/mesh-store.ts';
import type { Snapshot } from '../store/snapshot.ts';

export const Gone = Type.Object({
  nodes: Type.Array(MeshNode),
  links: Type.Array(MeshLink, { description: 'ends are gone nodes, or nodes that are still there' }),
});
export type Gone = Static<typeof Gone>;

/** A namespace that is deleted takes hundreds along; more than that tells nobody anything. */
const MOST = { nodes: 1_000, links: 2_500 };

/** Nodes and links of the moments kept in the seconds before a snapshot that it does not have; each as it was last. */
export function goneBefore(past: MeshStore['past'], { report, revision }: Snapshot, seconds: number): Gone {
  const until = Date.parse(report.asOf);
  const since = until - seconds * 1000;
  const within = past.moments().filter(({ at }) => Date.parse(at) >= since && Date.parse(at) <= until);
  const earlier = [past.at(since), ...within.map((moment) => past.of(moment.revision))];
  const nodes = new Map<string, MeshNode>();
  const links = new Map<string, MeshLink>();
  let last: Snapshot['report']['graph'] | null = null;
  for (const snapshot of earlier) {
    if (snapshot === null || snapshot.revision >= revision || snapshot.report.graph === last) continue;
    last = snapshot.report.graph;
    for (const node of last.nodes) nodes.set(node.id, node);
    for (const link of last.links) links.set(link.id, link);
  }
  for (const { id } of report.graph.nodes) nodes.delete(id);
  for (const { id } of report.graph.links) links.delete(id);
  return withEnds([...nodes.values()].slice(0, MOST.nodes), [...links.values()], report.graph.nodes);
}

function withEnds(nodes: MeshNode[], links: readonly MeshLink[], present: readonly MeshNode[]): Gone {
  const known = new Set([...nodes, ...present].map(({ id }) => id));
  return { nodes, links: links.filter(({ from, to }) => known.has(from) && known.has(to)).slice(0, MOST.links) };
}
