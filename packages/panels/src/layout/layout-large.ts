/** The layout of meshes that no picture shows whole: namespaces as discs, services in columns inside them. */
import { callLevels } from './call-levels.ts';
import { islandLinksOf } from './island-links.ts';
import { frame, type LargeLayout } from './large-frame.ts';
import { layoutInside } from './layout-inside.ts';
import { placeIslands } from './place-islands.ts';
import { bucketAt, bucketsOf, type Structure } from './structure.ts';

export type { Structure };

/** Lays a mesh of any size out. Pure and without chance: the same structure gives the same picture. */
export function layoutLarge(structure: Structure): LargeLayout {
  const { ids, groups, groupOf } = structure;
  const nodeX = new Float32Array(ids.length);
  const nodeY = new Float32Array(ids.length);
  const islandRadius = new Float32Array(groups.length);
  const members = bucketsOf(groupOf, groups.length);
  const inner = innerLinks(structure);
  const placeIn = new Int32Array(ids.length);
  for (let group = 0; group < groups.length; group++) {
    const nodes = bucketAt(members, group);
    nodes.forEach((node, index) => {
      placeIn[node] = index;
    });
    const links = bucketAt(inner.byGroup, group);
    const from = Array.from(links, (link) => placeIn[inner.from[link]!]!);
    const to = Array.from(links, (link) => placeIn[inner.to[link]!]!);
    const inside = layoutInside(callLevels(nodes.length, { from, to }), { from, to });
    islandRadius[group] = inside.radius;
    nodes.forEach((node, index) => {
      nodeX[node] = inside.x[index]!;
      nodeY[node] = inside.y[index]!;
    });
  }
  const { x, y } = placeIslands(islandRadius, islandLinksOf(structure));
  for (let node = 0; node < ids.length; node++) {
    nodeX[node]! += x[groupOf[node]!]!;
    nodeY[node]! += y[groupOf[node]!]!;
  }
  return frame({ nodeX, nodeY, islandX: x, islandY: y, islandRadius });
}

function innerLinks({ groups, groupOf, from, to }: Structure) {
  const inside = Int32Array.from(from.keys()).filter((link) => groupOf[from[link]!] === groupOf[to[link]!]);
  const keys = inside.map((link) => groupOf[from[link]!]!);
  return {
    byGroup: bucketsOf(keys, groups.length),
    from: inside.map((link) => from[link]!),
    to: inside.map((link) => to[link]!),
  };
}
