/** Places that last: what went leaves its place free for a while, so that nothing jumps between two moments. */
import { layoutMesh } from '../layout/layout-mesh.ts';
import type { LayoutLink, LayoutNode, MeshLayout } from '../layout/plan.ts';
import type { MapView } from './map-view.ts';

export interface HeldLayout {
  /** of the view that was asked for last */
  readonly structure: string;
  readonly scope: string;
  readonly nodes: ReadonlyMap<string, LayoutNode>;
  readonly links: ReadonlyMap<string, LayoutLink>;
  readonly layout: MeshLayout;
}

/** More free places than that, as a share of those that are taken, and the map is laid out for what is there alone. */
const MOST_FREE = 0.4;

/**
 * The layout for a view. While the scope is the same and all of the view has a place already, the one before holds; with
 * newcomers everything is laid out together with what went.
 */
export function holdLayout(before: HeldLayout | null, view: MapView, scope: string): HeldLayout {
  const nodes = new Map<string, LayoutNode>();
  for (const { node, group } of view.nodes.values()) nodes.set(node.id, { id: node.id, group, name: node.name });
  const links = new Map<string, LayoutLink>([...view.links.values()].map(({ link }) => [link.id, link]));
  const own = { structure: view.structure, scope };
  const all = before?.scope === scope ? joined(before, nodes, links) : null;
  if (all === null || all.nodes.size > nodes.size * (1 + MOST_FREE)) {
    return { ...own, nodes, links, layout: layoutMesh([...nodes.values()], [...links.values()]) };
  }
  const isHeld = all.nodes.size === before!.nodes.size && all.links.size === before!.links.size;
  if (isHeld) return { ...before!, ...own };
  return { ...own, ...all, layout: layoutMesh([...all.nodes.values()], [...all.links.values()]) };
}

function joined(
  before: HeldLayout,
  nodes: ReadonlyMap<string, LayoutNode>,
  links: ReadonlyMap<string, LayoutLink>,
): Pick<HeldLayout, 'nodes' | 'links'> {
  return { nodes: new Map([...before.nodes, ...nodes]), links: new Map([...before.links, ...links]) };
}
