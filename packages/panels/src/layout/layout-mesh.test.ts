import { describe, expect, it } from 'vitest';
import { layoutMesh } from './layout-mesh.ts';
import type { Box, LayoutLink, LayoutNode, MeshLayout, Point } from './plan.ts';

/** A mesh of the demo's shape and any size, the same on every run. */
function sampleMesh(namespaces: number, each: number, calls: number): { nodes: LayoutNode[]; links: LayoutLink[] } {
  let seed = 7;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const nodes = Array.from({ length: namespaces * each }, (_, index) => {
    const group = `ns-${Math.floor(index / each)}`;
    return { id: `service:${group}/app-${index}`, group, name: `app-${index}` };
  });
  const links = new Map<string, LayoutLink>();
  while (links.size < calls) {
    const from = Math.floor(random() * nodes.length);
    const ahead = random() < 0.92 ? 1 + Math.floor(random() * each * 3) : -1 - Math.floor(random() * each);
    const to = nodes[from + ahead];
    if (!to) continue;
    const id = `${nodes[from]!.id} -> ${to.id}:80`;
    links.set(id, { id, from: nodes[from]!.id, to: to.id });
  }
  return { nodes, links: [...links.values()] };
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function linksThroughCards(layout: MeshLayout, links: readonly LayoutLink[]): string[] {
  const cards = [...layout.nodes.values()];
  const isInside = ({ x, y, width, height }: Box, point: Point) =>
    point.x > x && point.x < x + width && point.y > y && point.y < y + height;
  const runsThrough = ({ id, from, to }: LayoutLink) =>
    cards.some((card) => {
      if (card.id === from || card.id === to) return false;
      return layout.links.get(id)!.points.some((point) => isInside(card, point));
    });
  return links.filter(runsThrough).map(({ id }) => id);
}

const SHAPES = [
  { namespaces: 1, each: 1, calls: 0 },
  { namespaces: 8, each: 5, calls: 62 },
  { namespaces: 3, each: 20, calls: 90 },
  { namespaces: 30, each: 10, calls: 500 },
];

describe.each(SHAPES)('a mesh of $namespaces namespaces with $each services and $calls links', (shape) => {
  const { nodes, links } = sampleMesh(shape.namespaces, shape.each, shape.calls);
  const layout = layoutMesh(nodes, links);

  it('gives the same picture whatever the order of its input', () => {
    const again = layoutMesh([...nodes].reverse(), [...links].reverse());
    expect([...again.nodes.values()]).toEqual([...layout.nodes.values()]);
    expect([...again.links.values()]).toEqual([...layout.links.values()]);
  });

  it('places every card once, over no other card', () => {
    const cards = [...layout.nodes.values()];
    expect(cards).toHaveLength(nodes.length);
    const clashes = cards.flatMap((a, index) => cards.slice(index + 1).filter((b) => overlaps(a, b)));
    expect(clashes).toEqual([]);
  });

  it('keeps islands apart and their cards inside', () => {
    const clashes = layout.islands.flatMap((a, index) => layout.islands.slice(index + 1).filter((b) => overlaps(a, b)));
    expect(clashes).toEqual([]);
    for (const card of layout.nodes.values()) {
      const island = layout.islands.find(({ group }) => group === card.group)!;
      expect(card.x).toBeGreaterThanOrEqual(island.x);
      expect(card.y).toBeGreaterThanOrEqual(island.y);
      expect(card.x + card.width).toBeLessThanOrEqual(island.x + island.width);
      expect(card.y + card.height).toBeLessThanOrEqual(island.y + island.height);
    }
  });

  it('routes no link through a card that is not its own', () => {
    expect(linksThroughCards(layout, links)).toEqual([]);
  });

  it('stays within its own picture', () => {
    const points = [...layout.links.values()].flatMap((link) => link.points);
    const outside = points.filter(({ x, y }) => x < 0 || x > layout.width || y < 0 || y > layout.height);
    expect(outside).toEqual([]);
  });
});

describe('what the picture says', () => {
  const nodes = ['edge/gate', 'web/front', 'data/db'].map((path) => {
    const [group, name] = path.split('/') as [string, string];
    return { id: path, group, name };
  });
  const call = (from: string, to: string) => ({ id: `${from} -> ${to}`, from, to });

  it('puts callers left of callees', () => {
    const { nodes: at } = layoutMesh(nodes, [call('web/front', 'data/db'), call('edge/gate', 'web/front')]);
    expect(at.get('edge/gate')!.x).toBeLessThan(at.get('web/front')!.x);
    expect(at.get('web/front')!.x).toBeLessThan(at.get('data/db')!.x);
  });

  it('breaks a cycle and draws one call backwards', () => {
    const { links } = layoutMesh(nodes, [call('web/front', 'data/db'), call('data/db', 'web/front')]);
    expect([...links.values()].map(({ towards }) => towards).sort()).toEqual([-1, 1]);
  });

  it('leaves out a link whose end is not drawn', () => {
    expect(layoutMesh(nodes, [call('web/front', 'elsewhere')]).links.size).toBe(0);
  });
});
