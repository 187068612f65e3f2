/** A large map after something came or went: whatever stays keeps its place, newcomers stand beside their neighbours. */
import { callLevels } from './call-levels.ts';
import { frame, type LargeLayout } from './large-frame.ts';
import { CARD, layoutInside, radiusOf } from './layout-inside.ts';

import { bucketAt, bucketsOf, numbersOf, type Structure } from './structure.ts';

interface Placed {
  readonly structure: Structure;
  readonly layout: LargeLayout;
}

/** From this share of newcomers and leavers on an island is laid out anew, around its old middle. */
const MOST_CHANGED = 0.1;
const GAP = 36;

/** The new structure at the old places. The picture grows only where newcomers stand beyond its rim. */
export function keepPlaces(before: Placed, structure: Structure): Placed {
  const nodeX = new Float32Array(structure.ids.length);
  const nodeY = new Float32Array(structure.ids.length);
  const islands = islandsOf(before, structure);
  const { islandX, islandY, islandRadius } = islands;
  const known = numbersOf(before.structure.ids);
  const members = bucketsOf(structure.groupOf, structure.groups.length);
  const inside = { structure, nodeX, nodeY, known, before };
  const fresh: number[] = [];
  for (let group = 0; group < structure.groups.length; group++) {
    const nodes = bucketAt(members, group);
    const old = islands.numberBefore[group]!;
    if (old < 0 || hasChangedMuch(before, structure, old, nodes)) placeAnew(inside, nodes);
    else placeNewcomers(inside, nodes, [before.layout.islandX[old]!, before.layout.islandY[old]!]);
    islandRadius[group] = radiusOf(at(nodeX, nodes), at(nodeY, nodes));
    if (old < 0) fresh.push(group);
  }
  for (const group of fresh) placeIsland(structure, islands, group);
  structure.groupOf.forEach((group, node) => {
    nodeX[node]! += islandX[group]!;
    nodeY[node]! += islandY[group]!;
  });
  const rough = { nodeX, nodeY, islandX, islandY, islandRadius };
  return { structure, layout: isInside(before.layout, rough) ? { ...before.layout, ...rough } : frame(rough) };
}

function at(places: Float32Array, nodes: Int32Array): Float32Array {
  return Float32Array.from(nodes, (node) => places[node]!);
}

function islandsOf({ structure: old, layout }: Placed, { groups }: Structure) {
  const numbers = numbersOf(old.groups);
  const numberBefore = groups.map((group) => numbers.get(group) ?? -1);
  return {
    numberBefore,
    islandX: Float32Array.from(numberBefore, (number) => (number < 0 ? Number.NaN : layout.islandX[number]!)),
    islandY: Float32Array.from(numberBefore, (number) => (number < 0 ? Number.NaN : layout.islandY[number]!)),
    islandRadius: new Float32Array(groups.length),
  };
}

function hasChangedMuch({ structure: old }: Placed, structure: Structure, group: number, nodes: Int32Array): boolean {
  const was = new Set(old.ids.filter((_, node) => old.groupOf[node] === group));
  const stayed = Array.from(nodes).filter((node) => was.has(structure.ids[node]!)).length;
  const changed = was.size - stayed + (nodes.length - stayed);
  return changed > 2 && changed > MOST_CHANGED * was.size;
}

interface InsideOf {
  readonly structure: Structure;
  readonly nodeX: Float32Array;
  readonly nodeY: Float32Array;
  readonly known: ReadonlyMap<string, number>;
  readonly before: Placed;
}

function placeAnew({ structure, nodeX, nodeY }: InsideOf, nodes: Int32Array): void {
  const numbers = new Map(Array.from(nodes, (node, index) => [node, index]));
  const inner = Array.from(structure.from.keys()).filter(
    (link) => numbers.has(structure.from[link]!) && numbers.has(structure.to[link]!),
  );
  const from = inner.map((link) => numbers.get(structure.from[link]!)!);
  const to = inner.map((link) => numbers.get(structure.to[link]!)!);
  const { x, y } = layoutInside(callLevels(nodes.length, { from, to }), { from, to });
  nodes.forEach((node, index) => {
    nodeX[node] = x[index]!;
    nodeY[node] = y[index]!;
  });
}

/** Places relative to the island's middle; a newcomer takes the free place nearest to its strongest neighbour. */
function placeNewcomers(
  { structure, nodeX, nodeY, known, before }: InsideOf,
  nodes: Int32Array,
  [x, y]: [number, number],
) {
  const taken = new Set<string>();
  const newcomers: number[] = [];
  for (const node of nodes) {
    const old = known.get(structure.ids[node]!);
    if (old === undefined) {
      newcomers.push(node);
      continue;
    }
    nodeX[node] = before.layout.nodeX[old]! - x;
    nodeY[node] = before.layout.nodeY[old]! - y;
    taken.add(placeKey(nodeX[node]!, nodeY[node]!));
  }
  for (const node of newcomers) {
    const neighbour =
      strongestNeighbour(structure, node, nodes, newcomers) ?? nodes.find((one) => !newcomers.includes(one));
    const wish = neighbour === undefined ? { x: 0, y: 0 } : { x: nodeX[neighbour]!, y: nodeY[neighbour]! };
    const place = freePlace(taken, wish);
    taken.add(placeKey(place.x, place.y));
    [nodeX[node], nodeY[node]] = [place.x, place.y];
  }
}

function placeKey(x: number, y: number): string {
  return `${Math.round(x / CARD.columnPitch)} ${Math.round(y / CARD.rowPitch)}`;
}

/** The first free place of the grid around a wish, going outwards; above and below before the sides. */
function freePlace(taken: ReadonlySet<string>, wish: { x: number; y: number }): { x: number; y: number } {
  for (let reach = 1; ; reach++) {
    for (const column of [0, -1, 1].filter((side) => Math.abs(side) < reach)) {
      for (const row of [reach, -reach]) {
        const place = { x: wish.x + column * CARD.columnPitch, y: wish.y + row * CARD.rowPitch };
        if (!taken.has(placeKey(place.x, place.y))) return place;
      }
    }
  }
}

/** The node of the same island that shares most links with it. */
function strongestNeighbour(structure: Structure, node: number, nodes: Int32Array, newcomers: readonly number[]) {
  const here = new Set(Array.from(nodes).filter((one) => !newcomers.includes(one)));
  const shared = new Map<number, number>();
  structure.from.forEach((from, link) => {
    const to = structure.to[link]!;
    const other = from === node ? to : to === node ? from : -1;
    if (here.has(other)) shared.set(other, (shared.get(other) ?? 0) + 1);
  });
  return [...shared].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
}

/** A new island stands beside the one it shares most links with, at the first angle where it touches none. */
function placeIsland(structure: Structure, islands: ReturnType<typeof islandsOf>, group: number): void {
  const { islandX, islandY, islandRadius } = islands;
  const shared = new Float64Array(structure.groups.length);
  structure.from.forEach((from, link) => {
    const [a, b] = [structure.groupOf[from]!, structure.groupOf[structure.to[link]!]!];
    if (a === group) shared[b]!++;
    if (b === group) shared[a]!++;
  });
  const standing = [...islandX.keys()].filter((one) => !Number.isNaN(islandX[one]!));
  const beside = standing.reduce((best, one) => (shared[one]! > shared[best]! ? one : best), standing[0] ?? group);
  const isFree = (x: number, y: number) =>
    standing.every(
      (one) => Math.hypot(islandX[one]! - x, islandY[one]! - y) >= islandRadius[one]! + islandRadius[group]! + GAP,
    );
  const [x, y] = standing.length === 0 ? [0, 0] : [islandX[beside]!, islandY[beside]!];
  for (let turn = 0; ; turn++) {
    const reach = (islandRadius[beside]! + islandRadius[group]! + GAP) * (1 + Math.floor(turn / 24) * 0.5);
    const angle = ((turn % 24) / 24) * 2 * Math.PI;
    const place = { x: x + Math.cos(angle) * reach, y: y + Math.sin(angle) * reach };
    if (!isFree(place.x, place.y)) continue;
    [islandX[group], islandY[group]] = [place.x, place.y];
    return;
  }
}

function isInside({ width, height }: LargeLayout, places: Omit<LargeLayout, 'width' | 'height'>): boolean {
  return places.islandX.every((x, i) => {
    const [y, r] = [places.islandY[i]!, places.islandRadius[i]!];
    return x - r >= 0 && y - r >= 0 && x + r <= width && y + r <= height;
  });
}
