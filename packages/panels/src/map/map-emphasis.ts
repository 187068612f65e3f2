import type { MapView } from './map-view.ts';

/** What stands out while something is pointed at, selected or shown: ids of nodes and links. Empty = nothing does. */
export function neighbourhoodOf(view: MapView, id: string): ReadonlySet<string> {
  const lit = new Set<string>();
  if (id === '') return lit;
  for (const { link } of view.links.values()) {
    if (link.id !== id && link.from !== id && link.to !== id) continue;
    lit.add(link.id).add(link.from).add(link.to);
  }
  if (view.nodes.has(id)) lit.add(id);
  return lit;
}

/** Links of a cause, with their ends. */
export function litByLinks(view: MapView, ids: readonly string[]): ReadonlySet<string> {
  const lit = new Set<string>();
  for (const id of ids) {
    const link = view.links.get(id)?.link;
    if (link) lit.add(id).add(link.from).add(link.to);
  }
  return lit;
}
