import { expect, it } from 'vitest';
import { layoutLarge } from './layout-large.ts';
import { pinIslands } from './pin-islands.ts';
import { buildStructure } from './structure.ts';

const nodes = ['a', 'b'].flatMap((group) => [1, 2, 3].map((i) => ({ id: `${group}/${i}`, group, name: `${i}` })));
const structure = buildStructure(nodes, []);
const layout = layoutLarge(structure);

it('moves an island with all of its services, and nothing else', () => {
  const pinned = pinIslands(structure, layout, [{ group: 'b', x: 900, y: 700 }]);
  expect([pinned.islandX[1], pinned.islandY[1]]).toEqual([900, 700]);
  for (const node of [3, 4, 5])
    expect(pinned.nodeX[node]! - 900).toBeCloseTo(layout.nodeX[node]! - layout.islandX[1]!, 2);
  expect(pinned.nodeX.slice(0, 3)).toEqual(layout.nodeX.slice(0, 3));
  expect(pinned.width).toBeGreaterThanOrEqual(layout.width);
});

it('leaves the layout alone where no such island stands', () => {
  expect(pinIslands(structure, layout, [{ group: 'gone', x: 0, y: 0 }])).toBe(layout);
});
