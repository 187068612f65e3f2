import type { MapView } from './map-view.ts';

/** What stands out, and what that does to the rest: `quiet` while pointing, `dim` while something is chosen. */
export interface Light {
  readonly lit: ReadonlySet<string>;
  readonly rest: 'none' | 'quiet' | 'dim';
}

/** What is pointed at comes first, then what is selected, then the links of a reason that is shown. */
export function lightFor(view: MapView, hovered: string, selected: string, shown: readonly string[]): Light {
  if (hovered !== '') return lightOf(neighbourhoodOf(view, hovered), 'quiet');
  if (selected !== '') return lightOf(neighbourhoodOf(view, selected), 'dim');
  return lightOf(withEnds(view, shown), 'dim');
}

function lightOf(lit: ReadonlySet<string>, rest: Light['rest']): Light {
  return { lit, rest: lit.size === 0 ? 'none' : rest };
}

function neighbourhoodOf(view: MapView, id: string): ReadonlySet<string> {
  const links = [...view.links.values()].filter(({ link }) => [link.id, link.from, link.to].includes(id));
  const lit = withEnds(
    view,
    links.map(({ link }) => link.id),
  );
  if (view.nodes.has(id)) lit.add(id);
  return lit;
}

function withEnds(view: MapView, ids: readonly string[]): Set<string> {
  const lit = new Set<string>();
  for (const id of ids) {
    const link = view.links.get(id)?.link;
    if (link) lit.add(id).add(link.from).add(link.to);
  }
  return lit;
}
