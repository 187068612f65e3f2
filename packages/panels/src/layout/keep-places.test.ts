import { describe, expect, it } from 'vitest';
import { keepPlaces } from './keep-places.ts';
import { CARD } from './layout-inside.ts';
import { layoutLarge } from './layout-large.ts';
import type { LayoutLink, LayoutNode } from './plan.ts';
import { buildStructure } from './structure.ts';

const nodes: LayoutNode[] = Array.from({ length: 120 }, (_, i) => {
  const group = `ns-${Math.floor(i / 30)}`;
  return { id: `${group}/app-${String(i).padStart(3, '0')}`, group, name: `app-${i}` };
});
const links: LayoutLink[] = nodes.slice(1).map(({ id }, i) => ({ id: `link-${i}`, from: nodes[i]!.id, to: id }));
const structure = buildStructure(nodes, links);
const before = { structure, layout: layoutLarge(structure) };

const placesOf = ({ structure: { ids }, layout }: typeof before) =>
  new Map(ids.map((id, i) => [id, `${layout.nodeX[i]} ${layout.nodeY[i]}`]));

const added = (node: LayoutNode, link: LayoutLink) =>
  keepPlaces(before, buildStructure([...nodes, node], [...links, link]));

describe('keepPlaces', () => {
  it('moves nothing when nothing came or went', () => {
    expect(placesOf(keepPlaces(before, buildStructure(nodes, links)))).toEqual(placesOf(before));
  });

  it('places a newcomer beside its strongest neighbour and moves nothing else', () => {
    const neighbour = nodes[40]!;
    const newcomer = { id: 'ns-1/new', group: 'ns-1', name: 'new' };
    const after = added(newcomer, { id: 'new', from: neighbour.id, to: newcomer.id });
    for (const [id, place] of placesOf(before)) expect(placesOf(after).get(id)).toBe(place);
    const [a, b] = [neighbour.id, newcomer.id].map((id) => after.structure.ids.indexOf(id)) as [number, number];
    const { nodeX, nodeY } = after.layout;
    expect(Math.abs(nodeX[a]! - nodeX[b]!)).toBeLessThan(3 * CARD.columnPitch);
    expect(new Set(placesOf(after).values()).size).toBe(121);
    expect(nodeY[b]).not.toBeNaN();
  });

  it('puts a new namespace beside the one it calls, over no other', () => {
    const newcomer = { id: 'fresh/app', group: 'fresh', name: 'app' };
    const after = added(newcomer, { id: 'new', from: newcomer.id, to: nodes[100]!.id });
    const { islandX: x, islandY: y, islandRadius: r } = after.layout;
    const fresh = after.structure.groups.indexOf('fresh');
    for (const other of x.keys())
      if (other !== fresh)
        expect(Math.hypot(x[fresh]! - x[other]!, y[fresh]! - y[other]!)).toBeGreaterThan(r[fresh]! + r[other]!);
  });

  it('lays out anew only the namespace that changed much', () => {
    const kept = nodes.filter(({ group }, i) => group !== 'ns-0' || i % 2 === 0);
    const after = keepPlaces(before, buildStructure(kept, links));
    const offsets = ({ structure: { ids, groupOf, groups }, layout }: typeof before, group: string) =>
      ids.flatMap((id, i) =>
        groups[groupOf[i]!] === group ? [`${id} ${Math.round(layout.nodeX[i]! - layout.islandX[groupOf[i]!]!)}`] : [],
      );
    expect(offsets(after, 'ns-2')).toEqual(offsets(before, 'ns-2'));
    expect(offsets(after, 'ns-0').length).toBe(15);
  });
});
