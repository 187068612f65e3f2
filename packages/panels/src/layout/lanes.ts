import { assignDepths } from './depth.ts';
import { compareIds, type LayoutLink, type LayoutNode, ROWS_PER_COLUMN, SIZES } from './plan.ts';

/** One island: its cards in columns, each column top to bottom. */
export interface Island {
  readonly group: string;
  readonly columns: string[][];
}

/** Islands side by side by depth; each lane holds islands from top to bottom and spans as many bands as its widest. */
export interface Lane {
  readonly islands: Island[];
  readonly bands: number;
  readonly firstBand: number;
}

const LEAST_LANE_HEIGHT = 720;
const ASPECT = 0.6;
const LEAST_LANES = 7;
const MOST_LANES = 12;

/** Which island stands in which lane, none much taller than `tallest`. Order inside is by id: `orderLanes` improves it. */
export function buildLanes(
  nodes: readonly LayoutNode[],
  links: readonly LayoutLink[],
  tallest = laneHeight(nodes.length),
): Lane[] {
  const groupOf = new Map(nodes.map(({ id, group }) => [id, group]));
  const groups = [...new Set(nodes.map(({ group }) => group))].sort(compareIds);
  const arcs = links.map(({ from, to }) => ({ from: groupOf.get(from)!, to: groupOf.get(to)! }));
  const depths = assignDepths(groups, arcs);
  const deepest = Math.max(0, ...depths.values());
  const most = Math.min(MOST_LANES, Math.max(LEAST_LANES, Math.ceil(Math.sqrt(nodes.length / 4))));
  // Long chains of namespaces fold: a picture thirty lanes wide shows nothing at any size.
  const laneOf = (group: string) =>
    deepest < most ? depths.get(group)! : Math.floor((depths.get(group)! * most) / (deepest + 1));
  const layers: Island[][] = [];
  for (const group of groups) {
    const members = nodes.filter((node) => node.group === group);
    layers[laneOf(group)] ??= [];
    layers[laneOf(group)]!.push({ group, columns: splitColumns(members, links) });
  }
  const split = layers.filter(Boolean).flatMap((islands) => splitLayer(islands, tallest));
  let firstBand = 0;
  return split.map((islands) => {
    const bands = Math.max(...islands.map(({ columns }) => columns.length));
    const lane = { islands, bands, firstBand };
    firstBand += bands;
    return lane;
  });
}

/** Callers before callees, then by name; a long island continues in a further column. */
function splitColumns(members: readonly LayoutNode[], links: readonly LayoutLink[]): string[][] {
  const ids = members.map(({ id }) => id);
  const inside = new Set(ids);
  const depths = assignDepths(
    ids,
    links.filter(({ from, to }) => inside.has(from) && inside.has(to)),
  );
  const sorted = ids.sort((a, b) => depths.get(a)! - depths.get(b)! || compareIds(a, b));
  const count = Math.ceil(sorted.length / ROWS_PER_COLUMN);
  const rows = Math.ceil(sorted.length / count);
  return Array.from({ length: count }, (_, index) => sorted.slice(index * rows, (index + 1) * rows));
}

function laneHeight(nodes: number): number {
  const area = nodes * (SIZES.cardHeight + SIZES.rowGap + 14) * 270;
  return Math.max(LEAST_LANE_HEIGHT, Math.sqrt(area * ASPECT));
}

/** A lane that would be too tall stands as several side by side. */
function splitLayer(islands: readonly Island[], budget: number): Island[][] {
  const total = islands.reduce((sum, island) => sum + islandHeight(island) + SIZES.islandGap, 0);
  const count = Math.max(1, Math.round(total / budget));
  const lanes: Island[][] = Array.from({ length: count }, () => []);
  const heights = lanes.map(() => 0);
  const tallestFirst = [...islands].sort((a, b) => islandHeight(b) - islandHeight(a) || compareIds(a.group, b.group));
  for (const island of tallestFirst) {
    const lowest = heights.indexOf(Math.min(...heights));
    lanes[lowest]!.push(island);
    heights[lowest]! += islandHeight(island) + SIZES.islandGap;
  }
  return lanes.filter((lane) => lane.length > 0);
}

export function islandHeight({ columns }: Island): number {
  const rows = Math.max(...columns.map(({ length }) => length));
  return SIZES.islandTitle + rows * (SIZES.cardHeight + SIZES.rowGap) - SIZES.rowGap + SIZES.islandPadding;
}
