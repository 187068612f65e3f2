/** What a pointer means on the large map. */
import { type Quadtree, quadtree } from 'd3-quadtree';
import { CARD } from '../../layout/layout-inside.ts';
import type { Point } from '../../layout/plan.ts';
import type { LargeMesh } from './large-mesh.ts';
import { levelOf } from './level.ts';
import { curveOf, distanceTo } from './link-curve.ts';
import type { Painted, Scene, View } from './scene.ts';

export type Hit =
  | { readonly kind: 'node'; readonly id: string }
  | { readonly kind: 'link'; readonly id: string }
  | { readonly kind: 'island'; readonly group: number }
  | { readonly kind: 'stub'; readonly group: number }
  | { readonly kind: 'nothing' };

/** Half of 24 px: nothing asks for a steadier hand. */
const REACH = 12;
const LINK_REACH = 8;
const trees = new WeakMap<LargeMesh, Quadtree<number>>();

/** The thing at a place of the frame: stub, card or dot, failing link, other link, island. */
export function hitLarge(scene: Scene, view: View, painted: Painted, shown: Uint8Array, at: Point): Hit {
  const stub = painted.stubs.find(({ x, y, width, height }) => isInside(at, x, y - 3, width, height + 6));
  if (stub) return { kind: 'stub', group: stub.group };
  const node = painted.level === 'mesh' ? undefined : nodeAt(scene, view, shown, at);
  if (node !== undefined) return { kind: 'node', id: scene.mesh.structure.ids[node]! };
  const failing = linkAt(scene, view, scene.states.problems, at);
  if (failing !== undefined) return { kind: 'link', id: scene.mesh.linkIds[failing]! };
  const others = linkCandidates(scene, painted, shown);
  const link = linkAt(scene, view, others, at);
  if (link !== undefined) return { kind: 'link', id: scene.mesh.linkIds[link]! };
  const group = islandAt(scene.mesh, view, at);
  return group === undefined ? { kind: 'nothing' } : { kind: 'island', group };
}

function isInside(at: Point, x: number, y: number, width: number, height: number): boolean {
  return at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height;
}

function nodeAt({ mesh }: Scene, view: View, shown: Uint8Array, at: Point): number | undefined {
  const [x, y] = [(at.x - view.x) / view.k, (at.y - view.y) / view.k];
  const { nodeX, nodeY } = mesh.layout;
  const isCard = levelOf(view.k) === 'workload' || levelOf(view.k) === 'hops';
  const found = treeOf(mesh).find(x, y, isCard ? CARD.width : REACH / view.k);
  if (found === undefined || !shown[found]) return undefined;
  if (!isCard) return found;
  const [dx, dy] = [Math.abs(nodeX[found]! - x), Math.abs(nodeY[found]! - y)];
  return dx <= CARD.width / 2 && dy <= Math.max(CARD.height / 2, REACH / view.k) ? found : undefined;
}

/** Built at the first pointer: a mesh that is only looked at needs none. */
function treeOf(mesh: LargeMesh): Quadtree<number> {
  const known = trees.get(mesh);
  if (known) return known;
  const { nodeX, nodeY } = mesh.layout;
  const tree = quadtree<number>()
    .x((node) => nodeX[node]!)
    .y((node) => nodeY[node]!)
    .addAll(mesh.structure.ids.map((_, node) => node));
  trees.set(mesh, tree);
  return tree;
}

function linkCandidates({ mesh, light }: Scene, painted: Painted, shown: Uint8Array): Iterable<number> {
  if (painted.level === 'mesh') return light.links;
  const { from, to } = mesh.structure;
  return [...from.keys()].filter((link) => shown[from[link]!] && shown[to[link]!]);
}

function linkAt({ mesh }: Scene, view: View, links: Iterable<number>, at: Point): number | undefined {
  const { structure, layout } = mesh;
  let best: number | undefined;
  let least = LINK_REACH;
  for (const link of links) {
    const [a, b] = [structure.from[link]!, structure.to[link]!];
    const curve = curveOf(view, [layout.nodeX[a]!, layout.nodeY[a]!], [layout.nodeX[b]!, layout.nodeY[b]!]);
    const left = Math.min(curve.from.x, curve.to.x) - 60;
    if (at.x < left || at.x > Math.max(curve.from.x, curve.to.x) + 60) continue;
    const found = distanceTo(curve, at);
    if (found < least) [best, least] = [link, found];
  }
  return best;
}

/** The number of the island at a place of the frame; at least as large as a hand needs. */
export function islandAt({ layout }: LargeMesh, view: View, at: Point): number | undefined {
  const [x, y] = [(at.x - view.x) / view.k, (at.y - view.y) / view.k];
  const slack = REACH / view.k;
  const found = layout.islandX.findIndex(
    (middle, i) => Math.hypot(middle - x, layout.islandY[i]! - y) <= Math.max(slack, layout.islandRadius[i]!),
  );
  return found < 0 ? undefined : found;
}
