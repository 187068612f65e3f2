import { drawRoutes } from './curves.ts';
import { buildLanes } from './lanes.ts';
import { orderLanes } from './ordering.ts';
import { placeLanes } from './place.ts';
import { compareIds, type LayoutLink, type LayoutNode, type MeshLayout, SIZES } from './plan.ts';
import { routeLinks } from './routing.ts';

/**
 * Lays a mesh out in two levels: namespaces as islands in lanes by call depth, services as cards inside. Pure and
 * without chance: the same nodes and links give the same picture in any order, and no state is part of the input. `tallest` is
 * how tall lanes should be at most; left out, as fits a page.
 */
export function layoutMesh(nodes: readonly LayoutNode[], links: readonly LayoutLink[], tallest?: number): MeshLayout {
  const sorted = [...nodes].sort((a, b) => compareIds(a.id, b.id));
  const nameOf = new Map(sorted.map(({ id, name }) => [id, name]));
  const drawable = [...links]
    .filter(({ from, to }) => nameOf.has(from) && nameOf.has(to))
    .sort((a, b) => compareIds(a.id, b.id));
  const lanes = orderLanes(buildLanes(sorted, drawable, tallest), drawable, nameOf);
  const placement = placeLanes(lanes, nameOf);
  const routed = drawRoutes(routeLinks(placement, drawable), placement.bands);
  // Calls within the last lane reach out to its right.
  const reach = routed.flatMap(({ points }) => points).reduce((most, { x }) => Math.max(most, x), 0);
  return {
    width: Math.max(placement.width, Math.ceil(reach + SIZES.margin / 2)),
    height: placement.height,
    islands: placement.islands,
    nodes: placement.nodes,
    links: new Map(routed.map((link) => [link.id, link])),
  };
}
