/** What a picture is made from and what comes out of it. Pixels at scale 1; y grows downwards. */

export interface LayoutNode {
  readonly id: string;
  /** the island it stands on */
  readonly group: string;
  readonly name: string;
}

export interface LayoutLink {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends Box {
  readonly id: string;
  readonly group: string;
  readonly band: number;
}

export interface PlacedIsland extends Box {
  readonly group: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A place on a link: where it is, and how far along the line. */
export interface Anchor extends Point {
  readonly at: number;
}

export interface RoutedLink {
  readonly id: string;
  /** SVG path data, ending where the arrowhead begins */
  readonly path: string;
  readonly length: number;
  /** tip of the arrowhead at the callee, and where it points: 1 = right, -1 = left */
  readonly tip: Point;
  readonly towards: 1 | -1;
  /** the same line as points, for hit tests and tests */
  readonly points: readonly Point[];
  /** where the mark of its state sits */
  readonly mark: Anchor;
  /** where the mark of its waypoint sits */
  readonly via: Anchor;
}

export interface MeshLayout {
  readonly width: number;
  readonly height: number;
  readonly islands: readonly PlacedIsland[];
  readonly nodes: ReadonlyMap<string, PlacedNode>;
  readonly links: ReadonlyMap<string, RoutedLink>;
}

export const SIZES = {
  cardHeight: 30,
  rowGap: 11,
  islandPadding: 10,
  islandTitle: 30,
  islandGap: 18,
  gutter: 80,
  margin: 24,
  arrow: 8,
  /** a letter of a name and of the count beside it in a wide system font, so that they never run into one another */
  nameLetter: 7.6,
  asideLetter: 6.6,
} as const;

/** Cards of one island column beyond this stand in a further column beside it. */
export const ROWS_PER_COLUMN = 12;

/** The order of ids everywhere: by code unit, the same in every browser and language. */
export function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
