/** Reads the columns of a graph, apart from their schemas: pages read columns and never write any. */
import type { LinkBasis, MeshGraph, MeshLink, MeshNode } from '../graph/mesh-graph.ts';
import type { PathQuery } from '../state/path-query.ts';
import type { Ref } from '../state/refs.ts';
import type { AgreementKind } from './agreement-kind.ts';
import { createEndReaders, type EndReaders } from './end-readers.ts';
import type { GraphColumns } from './graph-columns.ts';
import type { LinkState, NodeState } from './mesh-report.ts';
import { readTraffic } from './read-traffic.ts';

/** The graph with the states that the report joins to it by id. */
export interface GraphView {
  graph: MeshGraph;
  links: Record<string, LinkState>;
  nodes: Record<string, NodeState>;
}

/** The id of a link that follows from its ends. */
export const linkId = (from: string, to: string, port: number): string => `${from} -> ${to}:${port}`;

/** Graph and states of columns that `encodeGraph` made. */
export function decodeGraph(columns: GraphColumns): GraphView {
  const { nodes: nodeColumns, links: linkColumns } = columns;
  const view: GraphView = { graph: { nodes: [], links: [] }, links: {}, nodes: {} };
  for (let i = 0; i < nodeColumns.id.length; i++) {
    const node = nodeAt(columns, i);
    view.graph.nodes.push(node);
    const state = nodeColumns.state[i]!;
    if (state >= 0) view.nodes[node.id] = nodeStateAt(columns, i);
  }
  const traffic = readTraffic(columns.traffic, columns.strings);
  const readers = createEndReaders(columns.strings);
  for (let i = 0; i < linkColumns.from.length; i++) {
    const link = linkAt(columns, i, readers);
    view.graph.links.push(link);
    if (linkColumns.verdict[i]! >= 0) view.links[link.id] = linkStateAt(columns, i, traffic.get(i));
  }
  return view;
}

function nodeAt({ strings, refs, nodes }: GraphColumns, i: number): MeshNode {
  const refOf = (index: number): Ref => ({
    kind: strings[refs.kind[index]!]!,
    namespace: strings[refs.namespace[index]!]!,
    name: strings[refs.name[index]!]!,
  });
  return {
    id: strings[nodes.id[i]!]!,
    kind: strings[nodes.kind[i]!] as MeshNode['kind'],
    namespace: strings[nodes.namespace[i]!]!,
    name: strings[nodes.name[i]!]!,
    ref: refOf(nodes.ref[i]!),
    workloads: nodes.workloads[i]!.map(refOf),
    pods: nodes.pods[i]!,
    readyPods: nodes.readyPods[i]!,
    mesh: strings[nodes.mesh[i]!] as MeshNode['mesh'],
    waypoint: strings[nodes.waypoint[i]!]!,
    nodes: textsAt(strings, nodes.nodes[i]!),
  };
}

function nodeStateAt({ strings, nodes }: GraphColumns, i: number): NodeState {
  return { state: strings[nodes.state[i]!] as NodeState['state'], causes: textsAt(strings, nodes.causes[i]!) };
}

const textsAt = (strings: readonly string[], indexes: readonly number[]): string[] => indexes.map((i) => strings[i]!);

function linkAt(columns: GraphColumns, i: number, readers: EndReaders): MeshLink {
  const { strings, links, ids } = columns;
  const [from, to, port] = [strings[links.from[i]!]!, strings[links.to[i]!]!, links.port[i]!];
  const basis = (strings[links.basis[i]!]!.split(',') as LinkBasis[]).filter((one) => (one as string) !== '');
  return { id: ids[i] ?? linkId(from, to, port), from, to, port, basis, query: queryAt(columns, i, readers) };
}

function queryAt({ links, queries }: GraphColumns, i: number, readers: EndReaders): PathQuery {
  return queries[i] ?? { from: readers.from(links.queryFrom[i]!), to: readers.to(links.queryTo[i]!), http: null };
}

function linkStateAt({ strings, links }: GraphColumns, i: number, traffic: LinkState['traffic']): LinkState {
  const agreement = links.agreement[i]!;
  return {
    verdict: strings[links.verdict[i]!] as LinkState['verdict'],
    expected: strings[links.expected[i]!] as LinkState['expected'],
    causes: textsAt(strings, links.causes[i]!),
    sentence: strings[links.sentence[i]!]!,
    waypoint: strings[links.waypoint[i]!]!,
    ztunnels: textsAt(strings, links.ztunnels[i]!),
    encrypted: links.encrypted[i] === 1,
    ...(traffic ? { traffic } : {}),
    ...(agreement < 0 ? {} : { agreement: strings[agreement] as AgreementKind }),
  };
}
