/** Whether columns of a stranger can be decoded: every column as long as the others, every index within its table. */
import { Value } from 'typebox/value';
import { MeshGraph } from '../graph/mesh-graph.ts';
import { decodeGraph, type GraphColumns } from '../report/graph-columns.ts';
import { LinkState, NodeState } from '../report/mesh-report.ts';

/** '' where they can, else what is wrong with them. */
export function graphTrouble(columns: GraphColumns): string {
  const { strings, refs, nodes, links } = columns;
  const lengths = [sameLength(refs), sameLength(nodes), sameLength(links)];
  if (lengths.includes(false)) return 'columns of its graph differ in length';
  const { pods: _pods, readyPods: _ready, ref, workloads, ...nodeTexts } = nodes;
  const { port: _port, encrypted: _encrypted, ...linkTexts } = links;
  const areRefs = areWithin(refs.kind.length, 0, [ref, ...workloads]);
  const areTexts = areWithin(strings.length, -1, [
    ...Object.values(refs),
    ...flat(Object.values(nodeTexts)),
    ...flat(Object.values(linkTexts)),
  ]);
  if (!areRefs || !areTexts) return 'its graph points at names that it does not have';
  // Ids become keys of objects.
  if (strings.some((text) => text === '__proto__')) return 'its graph holds a name that no object can have';
  return decodes(columns) ? '' : 'its graph cannot be decoded';
}

function sameLength(columns: Readonly<Record<string, readonly unknown[]>>): boolean {
  return new Set(Object.values(columns).map(({ length }) => length)).size <= 1;
}

type Column = readonly number[] | readonly (readonly number[])[];

function flat(columns: readonly Column[]): (readonly number[])[] {
  return columns.flatMap((column) =>
    Array.isArray(column[0]) ? (column as readonly (readonly number[])[]) : [column as readonly number[]],
  );
}

function areWithin(length: number, least: number, columns: readonly (readonly number[])[]): boolean {
  return columns.every((column) => column.every((index) => index >= least && index < length));
}

function decodes(columns: GraphColumns): boolean {
  try {
    const { graph, links, nodes } = decodeGraph(columns);
    return (
      Value.Check(MeshGraph, graph) &&
      Object.values(links).every((state) => Value.Check(LinkState, state)) &&
      Object.values(nodes).every((state) => Value.Check(NodeState, state))
    );
  } catch {
    // Queries that cannot be read, -1 where a text must be: a stranger's columns, which are refused.
    return false;
  }
}
