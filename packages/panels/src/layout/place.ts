import { type Island, islandHeight, type Lane } from './lanes.ts';
import { type PlacedIsland, type PlacedNode, SIZES } from './plan.ts';

export interface Band {
  readonly x: number;
  readonly width: number;
}

export interface Placement {
  readonly width: number;
  readonly height: number;
  readonly bands: readonly Band[];
  readonly islands: readonly PlacedIsland[];
  readonly nodes: ReadonlyMap<string, PlacedNode>;
}

/** The mark before a name, the longest usual count (`12 of 12` is rare) behind it, and the gaps. */
const BESIDE_NAME = 47 + 6 * SIZES.asideLetter + 2;
const NARROWEST_CARD = 112;
const WIDEST_CARD = 210;

/** Positions from the order of lanes: lanes centred on one another, one width for the cards of a band. */
export function placeLanes(lanes: readonly Lane[], nameOf: ReadonlyMap<string, string>): Placement {
  const bands = placeBands(lanes, nameOf);
  const heights = lanes.map(laneHeight);
  const height = Math.max(0, ...heights) + 2 * SIZES.margin;
  const islands: PlacedIsland[] = [];
  const nodes = new Map<string, PlacedNode>();
  lanes.forEach((lane, index) => {
    let y = Math.round((height - heights[index]!) / 2);
    for (const island of lane.islands) {
      islands.push(placeIsland(island, lane, bands, y, nodes));
      y += islandHeight(island) + SIZES.islandGap;
    }
  });
  const last = bands.at(-1);
  const width = last ? last.x + last.width + SIZES.islandPadding + SIZES.margin : 0;
  return { width: Math.ceil(width), height: Math.ceil(height), bands, islands, nodes };
}

function placeBands(lanes: readonly Lane[], nameOf: ReadonlyMap<string, string>): Band[] {
  const bands: Band[] = [];
  let x = SIZES.margin;
  for (const lane of lanes) {
    for (let column = 0; column < lane.bands; column++) {
      const ids = lane.islands.flatMap(({ columns }) => columns[column] ?? []);
      const longest = Math.max(0, ...ids.map((id) => nameOf.get(id)!.length));
      const width = Math.min(
        WIDEST_CARD,
        Math.max(NARROWEST_CARD, Math.ceil(longest * SIZES.nameLetter + BESIDE_NAME)),
      );
      bands.push({ x: x + SIZES.islandPadding, width });
      x += width + 2 * SIZES.islandPadding + SIZES.gutter;
    }
  }
  return bands;
}

function laneHeight({ islands }: Lane): number {
  return islands.reduce((sum, island) => sum + islandHeight(island), (islands.length - 1) * SIZES.islandGap);
}

function placeIsland(
  island: Island,
  lane: Lane,
  bands: readonly Band[],
  y: number,
  nodes: Map<string, PlacedNode>,
): PlacedIsland {
  island.columns.forEach((ids, column) => {
    const band = lane.firstBand + column;
    const { x, width } = bands[band]!;
    ids.forEach((id, row) => {
      const top = y + SIZES.islandTitle + row * (SIZES.cardHeight + SIZES.rowGap);
      nodes.set(id, { id, group: island.group, band, x, y: top, width, height: SIZES.cardHeight });
    });
  });
  const first = bands[lane.firstBand]!;
  const last = bands[lane.firstBand + island.columns.length - 1]!;
  const x = first.x - SIZES.islandPadding;
  return {
    group: island.group,
    x,
    y,
    width: last.x + last.width + SIZES.islandPadding - x,
    height: islandHeight(island),
  };
}
