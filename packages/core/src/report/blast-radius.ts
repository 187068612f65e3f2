/** What hangs on every component: links that pass it, pods, services and namespaces behind them. */
import type { MeshGraph, MeshLink, MeshNode } from '../graph/mesh-graph.ts';
import { capturedByNode } from '../mesh/captured.ts';
import { groupBy, perSlice } from '../mesh/look-up.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { isSameList } from '../mesh/shards.ts';
import type { Cell, LinkState } from './mesh-report.ts';

/** How far a component reaches. istio-cni matters to pods that start, so no running link hangs on it (Z7). */
export type Reach =
  | { kind: 'mesh' }
  | { kind: 'node'; node: string }
  | { kind: 'new-pods'; node: string }
  | { kind: 'waypoint' | 'gateway'; name: string };

type Blast = Cell['blast'];

/** What reaches the nodes of one namespace: its links with their states, and its nodes. */
interface Inbound {
  links: MeshLink[];
  states: LinkState[];
  nodes: MeshNode[];
}

/**
 * Counts for all components at once. What reaches one namespace is counted once and kept while its links and nodes are
 * the same, so a change costs the sum over namespaces and not over links.
 */
export function countBlasts(
  mesh: Mesh,
  graph: MeshGraph,
  states: Readonly<Record<string, LinkState>>,
): (reach: Reach) => Blast {
  const totals = new Map<string, Blast>();
  for (const [namespace, inbound] of inboundByNamespace(graph, states)) {
    const kept = mesh.memory.keep(`what reaches ${namespace}`, inbound, isSameInbound);
    for (const [key, tally] of tallyIn(kept)) {
      const total = totals.get(key) ?? { ...NOTHING };
      total.links += tally.links;
      total.pods += tally.pods;
      total.services += tally.services;
      if (namespace !== '' && tally.nodes > 0) total.namespaces += 1;
      totals.set(key, total);
    }
  }
  return (reach) => withPods(mesh, reach, totals.get(keyOf(reach)));
}

function inboundByNamespace(graph: MeshGraph, states: Readonly<Record<string, LinkState>>): Map<string, Inbound> {
  const groups = new Map<string, Inbound>();
  const groupOf = (namespace: string): Inbound => {
    const group = groups.get(namespace) ?? { links: [], states: [], nodes: [] };
    groups.set(namespace, group);
    return group;
  };
  const groupOfNode = new Map<string, Inbound>();
  for (const node of graph.nodes) {
    const group = groupOf(node.namespace);
    group.nodes.push(node);
    groupOfNode.set(node.id, group);
  }
  for (const link of graph.links) {
    const group = groupOfNode.get(link.to) ?? groupOf('');
    group.links.push(link);
    group.states.push(states[link.id]!);
  }
  return groups;
}

const isSameInbound = (a: Inbound, b: Inbound): boolean =>
  isSameList(a.states, b.states) && isSameList(a.links, b.links) && isSameList(a.nodes, b.nodes);

interface Tally {
  links: number;
  pods: number;
  services: number;
  nodes: number;
}

/** For every component the links of a namespace pass: how many, and what stands at their ends. */
const tallyIn = perSlice(({ links, states, nodes }: Inbound): ReadonlyMap<string, Tally> => {
  const tallies = new Map<string, Tally>();
  const targets = new Map(nodes.map((node) => [node.id, node] as const));
  const byTarget = groupBy(
    links.map((link, i) => ({ link, state: states[i]! })),
    ({ link }) => link.to,
  );
  for (const [id, inbound] of byTarget) {
    const seen = new Set<Tally>();
    for (const { link, state } of inbound) {
      for (const key of passedBy(link, state)) {
        const tally = tallyOf(tallies, key);
        tally.links += 1;
        seen.add(tally);
      }
    }
    const target = targets.get(id);
    if (target) for (const tally of seen) addTarget(tally, target);
  }
  return tallies;
});

function tallyOf(tallies: Map<string, Tally>, key: string): Tally {
  let tally = tallies.get(key);
  if (tally === undefined) {
    tally = { links: 0, pods: 0, services: 0, nodes: 0 };
    tallies.set(key, tally);
  }
  return tally;
}

function addTarget(tally: Tally, target: MeshNode): void {
  tally.nodes += 1;
  tally.pods += target.pods;
  if (target.kind === 'service') tally.services += 1;
}

/** Keys of the components a link passes; a node by its bare name, which is there already for each of thousands of links. */
function passedBy(link: MeshLink, { ztunnels, waypoint }: LinkState): readonly string[] {
  const isFromGateway = link.from.startsWith('gateway:');
  if (ztunnels.length === 0 && waypoint === '' && !isFromGateway) return NONE;
  const keys = [...ztunnels, MESH];
  if (waypoint !== '') keys.push(`waypoint ${waypoint}`);
  if (isFromGateway) keys.push(`gateway ${link.from.slice('gateway:'.length)}`);
  return keys;
}

const NONE: readonly string[] = [];

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

/** On a node hang its captured pods, also those that nobody is known to call. */
function withPods(mesh: Mesh, reach: Reach, blast: Blast = NOTHING): Blast {
  const captured = capturedByNode(mesh);
  switch (reach.kind) {
    case 'mesh':
      return { ...blast, pods: [...captured.values()].reduce((sum, count) => sum + count, 0) };
    case 'node':
    case 'new-pods':
      return { ...blast, pods: captured.get(reach.node) ?? 0 };
    default:
      return { ...blast };
  }
}
