/** A large mesh as the painter wants it: numbers for everything, and what does not change with states. */
import { type IslandLinks, islandLinksOf } from '../../layout/island-links.ts';
import type { LargeLayout } from '../../layout/large-frame.ts';
import { type Buckets, bucketsOf, buildStructure, numbersOf, type Structure } from '../../layout/structure.ts';
import type { MapView } from '../map-view.ts';

export interface LargeMesh {
  readonly structure: Structure;
  readonly layout: LargeLayout;
  readonly linkIds: readonly string[];
  /** numbers of nodes and links by id */
  readonly nodeNumber: ReadonlyMap<string, number>;
  readonly linkNumber: ReadonlyMap<string, number>;
  /** nodes by island, links by caller and by callee */
  readonly members: Buckets;
  readonly calls: Buckets;
  readonly callers: Buckets;
  readonly bundles: IslandLinks;
}

/** The part of a view that a layout is made of. Every link of a view has both of its ends. */
export function structureOf(view: MapView): Structure {
  const nodes = [...view.nodes.values()].map(({ node, group }) => ({ id: node.id, group, name: node.name }));
  const links = [...view.links.values()].map(({ link }) => link);
  return buildStructure(nodes, links);
}

export function buildLargeMesh(view: MapView, structure: Structure, layout: LargeLayout): LargeMesh {
  const linkIds = [...view.links.keys()];
  return {
    structure,
    layout,
    linkIds,
    nodeNumber: numbersOf(structure.ids),
    linkNumber: numbersOf(linkIds),
    members: bucketsOf(structure.groupOf, structure.groups.length),
    calls: bucketsOf(structure.from, structure.ids.length),
    callers: bucketsOf(structure.to, structure.ids.length),
    bundles: islandLinksOf(structure),
  };
}
