/**
 * Most links pass the ztunnels of exactly the nodes that their ends stand on. In a snapshot such a list is `[-1]`: these lists
 * would be a quarter of its bytes.
 */
import type { GraphColumns } from '../report/graph-columns.ts';

const AS_ITS_ENDS = -1;

/** Columns whose lists are short where they follow from the ends. */
export function withImpliedZtunnels(columns: GraphColumns): GraphColumns {
  const endsOf = createEnds(columns);
  const ztunnels = columns.links.ztunnels.map((list, i) => (isSame(list, endsOf(i)) ? [AS_ITS_ENDS] : list));
  return { ...columns, links: { ...columns.links, ztunnels } };
}

/** The lists in full again. */
export function withAllZtunnels(columns: GraphColumns): GraphColumns {
  const endsOf = createEnds(columns);
  const ztunnels = columns.links.ztunnels.map((list, i) =>
    list.length === 1 && list[0] === AS_ITS_ENDS ? endsOf(i) : list,
  );
  return { ...columns, links: { ...columns.links, ztunnels } };
}

/** Nodes of the caller and then those of the callee, sorted by name, each once. */
function createEnds({ strings, nodes, links }: GraphColumns): (link: number) => number[] {
  const nodesOf = new Map(nodes.id.map((id, i) => [id, nodes.nodes[i] ?? []]));
  return (link) => {
    const both = [...(nodesOf.get(links.from[link]!) ?? []), ...(nodesOf.get(links.to[link]!) ?? [])];
    return [...new Set(both)].sort((a, b) => ((strings[a] ?? '') < (strings[b] ?? '') ? -1 : 1));
  };
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length > 0 && a.length === b.length && a.every((one, i) => one === b[i]);
}
