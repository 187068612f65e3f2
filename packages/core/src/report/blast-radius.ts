/** What hangs on one component: links that pass it, pods, services and namespaces behind them. */
import type { MeshGraph } from '../graph/mesh-graph.ts';
import { isRedirected } from '../mesh/enrolment.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Cell, LinkState } from './mesh-report.ts';

/** How far a component reaches. istio-cni matters to pods that start, so no running link hangs on it (Z7). */
export type Reach =
  | { kind: 'mesh' }
  | { kind: 'node'; node: string }
  | { kind: 'new-pods'; node: string }
  | { kind: 'waypoint' | 'gateway'; name: string };

/** Counts links, pods, services and namespaces. */
export function blastOf(
  mesh: Mesh,
  graph: MeshGraph,
  states: Readonly<Record<string, LinkState>>,
  reach: Reach,
): Cell['blast'] {
  const links = graph.links.filter((link) => passes(states[link.id], link, reach));
  const ends = new Set(links.map((link) => link.to));
  const nodes = graph.nodes.filter((node) => ends.has(node.id));
  return {
    links: links.length,
    pods: podsIn(mesh, reach) ?? nodes.reduce((sum, node) => sum + node.pods, 0),
    services: nodes.filter((node) => node.kind === 'service').length,
    namespaces: new Set(nodes.map((node) => node.namespace).filter((name) => name !== '')).size,
  };
}

function podsIn(mesh: Mesh, reach: Reach): number | null {
  if (reach.kind === 'mesh') return mesh.state.pods.filter(isRedirected).length;
  if (reach.kind === 'node' || reach.kind === 'new-pods')
    return (mesh.pods.byNode.get(reach.node) ?? []).filter(isRedirected).length;
  return null;
}

function passes(state: LinkState | undefined, link: MeshGraph['links'][number], reach: Reach): boolean {
  if (!state) return false;
  switch (reach.kind) {
    case 'new-pods':
      return false;
    case 'gateway':
      return link.from === `gateway:${reach.name}`;
    case 'waypoint':
      return state.waypoint === reach.name;
    case 'node':
      return state.ztunnels.includes(reach.node);
    default:
      return state.ztunnels.length > 0 || state.waypoint !== '' || link.from.startsWith('gateway:');
  }
}
