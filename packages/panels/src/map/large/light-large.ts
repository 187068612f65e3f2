/** What stands out on a large map, by number; the same choice as on the small one. */
import { bucketAt } from '../../layout/structure.ts';
import type { Light } from '../map-emphasis.ts';
import type { LargeMesh } from './large-mesh.ts';

export interface LargeLight {
  readonly nodes: ReadonlySet<number>;
  readonly links: readonly number[];
  readonly islands: ReadonlySet<number>;
  readonly rest: Light['rest'];
}

const NOTHING: LargeLight = { nodes: new Set(), links: [], islands: new Set(), rest: 'none' };

/** What is pointed at comes first, then what is selected, then the links of a reason or a component that is shown. */
export function lightLarge(mesh: LargeMesh, hovered: string, selected: string, shown: readonly string[]): LargeLight {
  if (hovered !== '') return lightAround(mesh, hovered, 'quiet');
  if (selected !== '') return lightAround(mesh, selected, 'dim');
  const links = shown.flatMap((id) => mesh.linkNumber.get(id) ?? []);
  return links.length === 0 ? NOTHING : lightLinks(mesh, links, [], 'dim');
}

function lightAround(mesh: LargeMesh, id: string, rest: Light['rest']): LargeLight {
  const link = mesh.linkNumber.get(id);
  if (link !== undefined) return lightLinks(mesh, [link], [], rest);
  const node = mesh.nodeNumber.get(id);
  if (node === undefined) return NOTHING;
  return lightLinks(mesh, [...bucketAt(mesh.calls, node), ...bucketAt(mesh.callers, node)], [node], rest);
}

function lightLinks(mesh: LargeMesh, links: readonly number[], also: readonly number[], rest: Light['rest']) {
  const { from, to, groupOf } = mesh.structure;
  const nodes = new Set([...also, ...links.flatMap((link) => [from[link]!, to[link]!])]);
  return { nodes, links, islands: new Set([...nodes].map((node) => groupOf[node]!)), rest };
}
