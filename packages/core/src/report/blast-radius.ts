/** What hangs on every component: links that pass it, pods, services and namespaces behind them. */
import type { MeshGraph, MeshLink, MeshNode } from '../graph/mesh-graph.ts';
import { isRedirected } from '../mesh/enrolment.ts';
import { perSlice } from '../mesh/look-up.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { Cell, LinkState } from './mesh-report.ts';

/** How far a component reaches. istio-cni matters to pods that start, so no running link hangs on it (Z7). */
export type Reach =
  | { kind: 'mesh' }
  | { kind: 'node'; node: string }
  | { kind: 'new-pods'; node: string }
  | { kind: 'waypoint' | 'gateway'; name: string };

type Blast = Cell['blast'];

/** A count that grows link by link; links come target by target, targets namespace by namespace. */
class Tally {
  readonly blast: Blast = { links: 0, pods: 0, services: 0, namespaces: 0 };
  private target: MeshNode | null = null;
  private namespace = '';

  add(target: MeshNode | null): void {
    this.blast.links += 1;
    if (target === null || target === this.target) return;
    this.target = target;
    this.blast.pods += target.pods;
    if (target.kind === 'service') this.blast.services += 1;
    if (target.namespace === '' || target.namespace === this.namespace) return;
    this.namespace = target.namespace;
    this.blast.namespaces += 1;
  }
}

/** Counts for all components in one pass over the links. */
export function countBlasts(
  mesh: Mesh,
  graph: MeshGraph,
  states: Readonly<Record<string, LinkState>>,
): (reach: Reach) => Blast {
  const tallies = new Map<string, Tally>();
  const tallyOf = (key: string): Tally => {
    const tally = tallies.get(key) ?? new Tally();
    tallies.set(key, tally);
    return tally;
  };
  for (const { target, links } of byTarget(graph)) {
    for (const link of links) {
      const state = states[link.id];
      if (state) for (const key of passedBy(link, state)) tallyOf(key).add(target);
    }
  }
  return (reach) => withPods(mesh, reach, tallies.get(keyOf(reach))?.blast);
}

/** Keys of the components a link passes. */
function passedBy(link: MeshLink, { ztunnels, waypoint }: LinkState): string[] {
  const keys = ztunnels.map(keyOfNode);
  if (waypoint !== '') keys.push(`waypoint ${waypoint}`);
  if (link.from.startsWith('gateway:')) keys.push(`gateway ${link.from.slice('gateway:'.length)}`);
  if (keys.length > 0) keys.push('mesh');
  return keys;
}

const keyOfNode = (node: string): string => `node ${node}`;

function keyOf(reach: Reach): string {
  switch (reach.kind) {
    case 'mesh':
      return 'mesh';
    case 'node':
      return keyOfNode(reach.node);
    case 'new-pods':
      return `new-pods ${reach.node}`;
    default:
      return `${reach.kind} ${reach.name}`;
  }
}

const NOTHING: Blast = { links: 0, pods: 0, services: 0, namespaces: 0 };

/** On a node hang its captured pods, also those that nobody is known to call. */
function withPods(mesh: Mesh, reach: Reach, blast: Blast = NOTHING): Blast {
  const { all, on } = capturedByNode(mesh.pods.byNode);
  switch (reach.kind) {
    case 'mesh':
      return { ...blast, pods: all };
    case 'node':
    case 'new-pods':
      return { ...blast, pods: on.get(reach.node) ?? 0 };
    default:
      return { ...blast };
  }
}

const capturedByNode = perSlice((byNode: ReadonlyMap<string, readonly Pod[]>) => {
  const on = new Map([...byNode].map(([node, pods]) => [node, pods.filter(isRedirected).length] as const));
  return { on, all: [...on.values()].reduce((sum, count) => sum + count, 0) };
});

interface Inbound {
  target: MeshNode | null;
  links: MeshLink[];
}

/** The links by what they lead to, in the order of the graph's nodes. */
function byTarget(graph: MeshGraph): Inbound[] {
  const groups = new Map<string, Inbound>(graph.nodes.map((node) => [node.id, { target: node, links: [] }]));
  for (const link of graph.links) {
    const group = groups.get(link.to);
    if (group) group.links.push(link);
    else groups.set(link.to, { target: null, links: [link] });
  }
  return [...groups.values()];
}
