/** What hangs on every component: links that pass it, pods, services and namespaces behind them. */
import { linkLists, serviceNodesIn } from '../graph/build-graph.ts';
import { type MeshGraph, type MeshLink, type MeshNode, namespaceOfNode } from '../graph/mesh-graph.ts';
import { capturedByNode } from '../mesh/enrolment/captured.ts';
import { groupBy, perSlice } from '../mesh/memory/look-up.ts';
import { isSameList } from '../mesh/memory/shards.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { judgeList, type LinkJudgement } from './judge-links.ts';
import type { Cell, LinkState } from './mesh-report.ts';

/** How far a component reaches. istio-cni matters to pods that start, so no running link hangs on it (Z7). */
export type Reach =
  | { kind: 'mesh' }
  | { kind: 'node'; node: string }
  | { kind: 'new-pods'; node: string }
  | { kind: 'waypoint' | 'gateway'; name: string };

type Blast = Cell['blast'];

/** What leads into one namespace: the judged lists its links stand in, and its nodes. */
interface Inbound {
  links: readonly Place[];
  judged: readonly (readonly LinkJudgement[])[];
  nodes: readonly MeshNode[];
}

/** A link, and where its judgement stands: the position among the lists of an `Inbound`, and in that list. */
interface Place {
  link: MeshLink;
  list: number;
  at: number;
}

/**
 * Counts for all components at once. What leads into one namespace is counted once and kept while its links, their
 * judgements and its nodes are the same, and so is the sum of many namespaces: a change costs a few of them, not all links.
 */
export function countBlasts(mesh: Mesh, graph: MeshGraph): (reach: Reach) => Blast {
  const lists = linkLists(mesh);
  const judged = lists.map((links) => judgeList(mesh, links));
  const tallies = [...inboundOf(lists)].map(([namespace, { links, sources }]) => {
    const nodes = namespace === '' ? graph.nodes.filter(isExternal) : serviceNodesIn(mesh, namespace);
    const inbound = { links, judged: sources.map((list) => judged[list]!), nodes };
    return { namespace, tallies: tallyIn(mesh.memory.keep(`what leads into ${namespace}`, inbound, isSameInbound)) };
  });
  const totals = new Map<string, Blast>();
  for (const part of partsOf(tallies))
    addAll(totals, sumOf(mesh.memory.keep(`what leads into ${part[0]!.namespace} and others`, part, isSamePart)));
  const captured = capturedByNode(mesh);
  const pods = sumOfCounts(captured);
  return (reach) => ({ ...(totals.get(keyOf(reach)) ?? NOTHING), ...podsBehind(reach, captured, pods) });
}

const isExternal = (node: MeshNode): boolean => node.kind === 'external';

/** By the namespace they lead into, '' for outside. */
const inboundOf = perSlice((lists: readonly (readonly MeshLink[])[]) => {
  const groups = new Map<string, { links: Place[]; sources: number[] }>();
  lists.forEach((links, source) => {
    links.forEach((link, at) => {
      const namespace = namespaceOfNode(link.to);
      const group = groups.get(namespace) ?? { links: [], sources: [] };
      groups.set(namespace, group);
      if (group.sources.at(-1) !== source) group.sources.push(source);
      group.links.push({ link, list: group.sources.length - 1, at });
    });
  });
  return groups;
});

const isSameInbound = (a: Inbound, b: Inbound): boolean =>
  a.links === b.links && isSameList(a.judged, b.judged) && isSameList(a.nodes, b.nodes);

interface Tallied {
  namespace: string;
  tallies: Tallies;
}

const PART = 24;

const partsOf = (all: readonly Tallied[]): Tallied[][] =>
  Array.from({ length: Math.ceil(all.length / PART) }, (_, i) => all.slice(i * PART, (i + 1) * PART));

const isSamePart = (a: readonly Tallied[], b: readonly Tallied[]): boolean =>
  a.length === b.length && a.every((one, i) => one.namespace === b[i]!.namespace && one.tallies === b[i]!.tallies);

const sumOf = perSlice((part: readonly Tallied[]): ReadonlyMap<string, Blast> => {
  const totals = new Map<string, Blast>();
  for (const { namespace, tallies } of part) {
    const { keys, links, nodes, pods, services } = tallies;
    for (let i = 0; i < keys.length; i++) {
      const namespaces = namespace !== '' && nodes[i]! > 0 ? 1 : 0;
      addTo(totals, keys[i]!, { links: links[i]!, pods: pods[i]!, services: services[i]!, namespaces });
    }
  }
  return totals;
});

function addAll(totals: Map<string, Blast>, part: ReadonlyMap<string, Blast>): void {
  for (const [key, blast] of part) addTo(totals, key, blast);
}

function addTo(totals: Map<string, Blast>, key: string, { links, pods, services, namespaces }: Blast): void {
  const total = totals.get(key);
  if (total === undefined) {
    totals.set(key, { links, pods, services, namespaces });
    return;
  }
  total.links += links;
  total.pods += pods;
  total.services += services;
  total.namespaces += namespaces;
}

interface Tally {
  links: number;
  pods: number;
  services: number;
  nodes: number;
  /** the node whose links were counted last */
  last: string;
}

/** The tallies of a namespace, column by column: there are a hundred thousand of them in a large mesh. */
interface Tallies {
  keys: readonly string[];
  links: Uint32Array;
  nodes: Uint32Array;
  pods: Uint32Array;
  services: Uint32Array;
}

/** For every component the links of a namespace pass: how many, and what stands at their ends. */
const tallyIn = perSlice(({ links, judged, nodes }: Inbound): Tallies => {
  const tallies = new Map<string, Tally>();
  const targets = new Map(nodes.map((node) => [node.id, node] as const));
  for (const [id, inbound] of groupBy(links, ({ link }) => link.to)) {
    const target = targets.get(id);
    for (const { link, list, at } of inbound)
      eachPassed(link, judged[list]![at]!.state, (key) => count(tallyOf(tallies, key), id, target));
  }
  return packed(tallies);
});

function packed(tallies: ReadonlyMap<string, Tally>): Tallies {
  const all = [...tallies.values()];
  const column = (of: (tally: Tally) => number): Uint32Array => {
    const counts = new Uint32Array(all.length);
    for (let i = 0; i < all.length; i++) counts[i] = of(all[i]!);
    return counts;
  };
  return {
    keys: [...tallies.keys()],
    links: column((tally) => tally.links),
    nodes: column((tally) => tally.nodes),
    pods: column((tally) => tally.pods),
    services: column((tally) => tally.services),
  };
}

function tallyOf(tallies: Map<string, Tally>, key: string): Tally {
  let tally = tallies.get(key);
  if (tally === undefined) {
    tally = { links: 0, pods: 0, services: 0, nodes: 0, last: '' };
    tallies.set(key, tally);
  }
  return tally;
}

/** One link more; what it leads to counts once, and its links come one after the other. */
function count(tally: Tally, id: string, target: MeshNode | undefined): void {
  tally.links += 1;
  if (tally.last === id || target === undefined) return;
  tally.last = id;
  tally.nodes += 1;
  tally.pods += target.pods;
  if (target.kind === 'service') tally.services += 1;
}

/** Keys of the components a link passes; a node by its bare name, which is there already for each of thousands of links. */
function eachPassed(link: MeshLink, { ztunnels, waypoint }: LinkState, use: (key: string) => void): void {
  const isFromGateway = link.from.startsWith('gateway:');
  if (ztunnels.length === 0 && waypoint === '' && !isFromGateway) return;
  for (const node of ztunnels) use(node);
  use(MESH);
  if (waypoint !== '') use(`waypoint ${waypoint}`);
  if (isFromGateway) use(`gateway ${link.from.slice('gateway:'.length)}`);
}

/** No node is called like this, nor like what has two words. */
const MESH = ' ';

function keyOf(reach: Reach): string {
  switch (reach.kind) {
    case 'mesh':
      return MESH;
    case 'node':
      return reach.node;
    case 'new-pods':
      return `new-pods ${reach.node}`;
    default:
      return `${reach.kind} ${reach.name}`;
  }
}

const NOTHING: Blast = { links: 0, pods: 0, services: 0, namespaces: 0 };

const sumOfCounts = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

/** On a node hang its captured pods, also those that nobody is known to call; on the mesh all of them. */
function podsBehind(reach: Reach, captured: ReadonlyMap<string, number>, all: number): Partial<Blast> {
  switch (reach.kind) {
    case 'mesh':
      return { pods: all };
    case 'node':
    case 'new-pods':
      return { pods: captured.get(reach.node) ?? 0 };
    default:
      return {};
  }
}
