import { describe, expect, it } from 'vitest';
import { CARD } from './layout-inside.ts';
import { layoutLarge } from './layout-large.ts';
import { buildStructure, type Structure } from './structure.ts';

/** Namespaces of uneven sizes, most calls inside them; the same on every run. */
export function sampleStructure(services: number, shuffled = false): Structure {
  let seed = 11;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const nodes = Array.from({ length: services }, (_, i) => {
    const group = `ns-${Math.floor(Math.sqrt(i * 3))}`;
    return { id: `service:${group}/app-${i}`, group, name: `app-${i}` };
  });
  const links = Array.from({ length: Math.round(services * 2.5) }, (_, i) => {
    const from = Math.floor(random() * services);
    const to =
      random() < 0.8 ? Math.min(services - 1, from + Math.floor(random() * 9)) : Math.floor(random() * services);
    return { id: `link-${i}`, from: nodes[from]!.id, to: nodes[to]!.id };
  });
  return buildStructure(shuffled ? [...nodes].reverse() : nodes, links);
}

describe('layoutLarge', () => {
  const structure = sampleStructure(1000);
  const layout = layoutLarge(structure);

  it('gives the same picture for the same mesh in any order', () => {
    expect(layoutLarge(sampleStructure(1000, true))).toEqual(layout);
  });

  it('keeps islands apart', () => {
    const { islandX: x, islandY: y, islandRadius: r } = layout;
    const overlaps = [];
    for (let a = 0; a < x.length; a++)
      for (let b = 0; b < a; b++) if (Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!) < r[a]! + r[b]!) overlaps.push([a, b]);
    expect(overlaps).toEqual([]);
  });

  it('keeps every card on its own island and off every other card', () => {
    const taken = new Set<string>();
    structure.ids.forEach((_, node) => {
      const group = structure.groupOf[node]!;
      const [dx, dy] = [layout.nodeX[node]! - layout.islandX[group]!, layout.nodeY[node]! - layout.islandY[group]!];
      expect(Math.hypot(Math.abs(dx) + CARD.width / 2, Math.abs(dy) + CARD.height / 2)).toBeLessThan(
        layout.islandRadius[group]!,
      );
      taken.add(`${group} ${Math.round(dx)} ${Math.round(dy)}`);
    });
    expect(taken.size).toBe(structure.ids.length);
  });

  it('puts callers left of callees more often than not', () => {
    const { from, to, groupOf } = structure;
    const between = [...from.keys()].filter((link) => groupOf[from[link]!] !== groupOf[to[link]!]);
    const ahead = between.filter((link) => layout.nodeX[from[link]!]! < layout.nodeX[to[link]!]!);
    expect(ahead.length / between.length).toBeGreaterThan(0.5);
  });

  it('lays ten thousand services out in seconds, not minutes', () => {
    const large = sampleStructure(10_000);
    const start = performance.now();
    layoutLarge(large);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
