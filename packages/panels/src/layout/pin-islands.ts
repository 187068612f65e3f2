/** Islands that a reader put somewhere: they stand there, with everything on them. */
import { frame, type LargeLayout } from './large-frame.ts';
import { numbersOf, type Structure } from './structure.ts';

/** Where an island's middle stands, in units of the picture as it was laid out. */
export interface Pin {
  readonly group: string;
  readonly x: number;
  readonly y: number;
}

/** The pins with one more; an island has one place. */
export const withPin = (pins: readonly Pin[], pin: Pin): readonly Pin[] => [
  ...pins.filter(({ group }) => group !== pin.group),
  pin,
];

/** The layout with pinned islands moved; pins of islands that are not there do nothing. */
export function pinIslands(structure: Structure, layout: LargeLayout, pins: readonly Pin[]): LargeLayout {
  const numbers = numbersOf(structure.groups);
  const there = pins.filter(({ group }) => numbers.has(group));
  if (there.length === 0) return layout;
  const [islandX, islandY, nodeX, nodeY] = [layout.islandX, layout.islandY, layout.nodeX, layout.nodeY].map((places) =>
    places.slice(),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  for (const { group, x, y } of there) {
    const island = numbers.get(group)!;
    const [dx, dy] = [x - layout.islandX[island]!, y - layout.islandY[island]!];
    islandX[island] = x;
    islandY[island] = y;
    structure.groupOf.forEach((own, node) => {
      if (own !== island) return;
      nodeX[node]! += dx;
      nodeY[node]! += dy;
    });
  }
  const moved = { ...layout, islandX, islandY, nodeX, nodeY };
  // Beyond the rim there must be something to scroll to; the origin stays, for pins are told from it.
  const { width, height } = frame(moved);
  return { ...moved, width: Math.max(layout.width, width), height: Math.max(layout.height, height) };
}
