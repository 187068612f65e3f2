/** The mesh seen from far: namespaces, and the links between them counted by verdict. */
import { type GraphView, Verdict } from '@hopscope/core';
import { type Static, Type } from 'typebox';

const Counts = Type.Record(Type.String(), Type.Integer(), { description: 'how many, by verdict' });

export const NamespaceGraph = Type.Object({
  level: Type.Literal('namespace'),
  namespaces: Type.Array(
    Type.Object({
      namespace: Type.String({ description: "'' holds what is outside the cluster" }),
      nodes: Type.Integer(),
      pods: Type.Integer(),
      readyPods: Type.Integer(),
      unwell: Type.Integer({ description: 'nodes that are broken or degraded themselves' }),
    }),
  ),
  links: Type.Array(
    Type.Object({
      from: Type.String({ description: 'namespace' }),
      to: Type.String({ description: 'namespace' }),
      links: Type.Integer(),
      verdicts: Counts,
      worst: Verdict,
    }),
  ),
});
export type NamespaceGraph = Static<typeof NamespaceGraph>;

const WORST: readonly Verdict[] = ['blocked', 'varies', 'degraded', 'unknown', 'delivered'];

/** Adds a view up by namespace. */
export function groupByNamespace(view: GraphView): NamespaceGraph {
  const namespaces = new Map<string, NamespaceGraph['namespaces'][number]>();
  const home = new Map<string, string>();
  for (const node of view.graph.nodes) {
    home.set(node.id, node.namespace);
    const { namespace } = node;
    const sum = namespaces.get(namespace) ?? { namespace, nodes: 0, pods: 0, readyPods: 0, unwell: 0 };
    const state = view.nodes[node.id]?.state;
    sum.nodes += 1;
    sum.pods += node.pods;
    sum.readyPods += node.readyPods;
    sum.unwell += state === 'broken' || state === 'degraded' ? 1 : 0;
    namespaces.set(namespace, sum);
  }
  const links = new Map<string, NamespaceGraph['links'][number]>();
  for (const link of view.graph.links) {
    const [from, to] = [home.get(link.from) ?? '', home.get(link.to) ?? ''];
    const verdict = view.links[link.id]?.verdict ?? 'unknown';
    const sum = links.get(`${from} ${to}`) ?? { from, to, links: 0, verdicts: {}, worst: 'delivered' };
    sum.links += 1;
    sum.verdicts[verdict] = (sum.verdicts[verdict] ?? 0) + 1;
    if (WORST.indexOf(verdict) < WORST.indexOf(sum.worst)) sum.worst = verdict;
    links.set(`${from} ${to}`, sum);
  }
  return { level: 'namespace', namespaces: [...namespaces.values()], links: [...links.values()] };
}
