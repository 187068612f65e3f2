/** The map of a picture: islands, links over them with problems on top, cards above all, scaled into the room there is. */
import { layoutMesh } from '../layout/layout-mesh.ts';
import type { MeshLayout, PlacedIsland, PlacedNode } from '../layout/plan.ts';
import { isProblemLook, LOOK_ORDER, LOOKS } from '../map/link-look.ts';
import { EXTERNAL, type MapView, OUTSIDE } from '../map/map-view.ts';
import { createCondenser, ELSEWHERE, type PictureMap, type PictureNode, wholeMap } from './condense.ts';
import { drawLink } from './draw-links.ts';
import { cutText, widthOf } from './font.ts';
import type { Palette } from './palette.ts';
import { type Box, card, mark, words } from './shapes.ts';
import { element, formatNumber, group, NOTHING, type Svg } from './svg.ts';

const NAMES: Readonly<Record<string, string>> = {
  [OUTSIDE]: 'outside',
  [EXTERNAL]: 'outside the cluster',
};

/** More services than this are never drawn each as a card of its own. */
const MOST_WHOLE = 150;
const CONDENSED = [6, 8, 10, 13, 16, 20, 25, 32, 40, 48];
/** Names of 13 pixels can be read down to eight. */
const LEAST_SCALE = 0.6;
const MOST_SCALE = 1.25;
/** A card with its share of gaps and lines, at the least scale. */
const CARD_AREA = 8_000;
const PADDING = 10;
const LEGEND = 26;

export interface Drawn {
  readonly svg: Svg;
  /** true where services stand together */
  readonly isCondensed: boolean;
}

/** The map in a card of its own, the legend of what is on it below. */
export function drawMap(view: MapView, about: ReadonlySet<string>, room: Box, palette: Palette): Drawn {
  const inside = { width: room.width - 2 * PADDING, height: room.height - 2 * PADDING - LEGEND };
  const { map, layout, scale, isCondensed } = fitMap(view, about, inside);
  const x = room.x + PADDING + (inside.width - layout.width * scale) / 2;
  const y = room.y + PADDING + (inside.height - layout.height * scale) / 2;
  const transform = `translate(${formatNumber(x)},${formatNumber(y)}) scale(${Math.round(scale * 10_000) / 10_000})`;
  const svg = group(
    {},
    card(room, palette.surface, palette.border),
    group(
      { transform },
      ...islandsOf(map, layout, palette),
      ...linksOf(map, layout, palette),
      ...cardsOf(map, layout, about, palette),
    ),
    legendOf(map, room, palette),
  );
  return { svg, isCondensed };
}

interface Fit {
  readonly map: PictureMap;
  readonly layout: MeshLayout;
  readonly scale: number;
  readonly isCondensed: boolean;
}

interface Room {
  readonly width: number;
  readonly height: number;
}

/** As many cards as can still be read. What is sure not to fit is not tried: laying out takes longer than drawing. */
function fitMap(view: MapView, about: ReadonlySet<string>, room: Room): Fit {
  const most = Math.min(MOST_WHOLE, (room.width * room.height) / CARD_AREA);
  const whole = view.nodes.size <= most ? fitOne(wholeMap(view), room, false) : null;
  if (whole !== null && whole.scale >= LEAST_SCALE) return whole;
  const condense = createCondenser(view, about);
  let best: Fit | null = null;
  for (const count of CONDENSED) {
    if (best !== null && (count > most || count >= view.nodes.size)) break;
    const next = fitOne(condense(count), room, true);
    if (best !== null && next.scale < LEAST_SCALE) break;
    best = next;
  }
  return best!;
}

/** Lanes as tall as the room, or taller ones and fewer: whichever is larger in the end. */
function fitOne(map: PictureMap, room: Room, isCondensed: boolean): Fit {
  const fits = [room.height, undefined].map((tallest) => {
    const layout = layoutMesh(map.nodes, map.links, tallest);
    const scale = Math.min(room.width / Math.max(1, layout.width), room.height / Math.max(1, layout.height));
    return { map, layout, scale: Math.min(MOST_SCALE, scale), isCondensed };
  });
  return fits[0]!.scale >= fits[1]!.scale ? fits[0]! : fits[1]!;
}

function islandsOf({ nodes, elsewhere }: PictureMap, { islands }: MeshLayout, palette: Palette): Svg[] {
  return islands.map((island) => {
    const members = nodes.filter((node) => node.group === island.group);
    const name = island.group === ELSEWHERE ? moreNamespaces(elsewhere) : (NAMES[island.group] ?? island.group);
    return drawIsland(island, name, members.length > 0 && members.every(({ isOut }) => isOut), palette);
  });
}

const moreNamespaces = (count: number): string => (count === 1 ? '1 more namespace' : `${count} more namespaces`);

function drawIsland(
  { group: of, x, y, width, height }: PlacedIsland,
  name: string,
  isOut: boolean,
  palette: Palette,
): Svg {
  const isDashed = isOut || of in NAMES || of === ELSEWHERE;
  const title = cutText(name, width - 28, 12.5, 600);
  const aside = isOut ? cutText('not in the mesh', width - 34 - widthOf(title, 12.5, 600), 12) : '';
  return group(
    {},
    element('rect', {
      ...{ x, y, width, height, rx: 12 },
      fill: isDashed ? 'none' : palette['surface-2'],
      stroke: isDashed ? palette['border-strong'] : palette.border,
      'stroke-dasharray': isDashed ? '4 4' : undefined,
    }),
    words(x + 14, y + 20, title, { size: 12.5, fill: palette['text-2'], weight: 600 }),
    aside === ''
      ? NOTHING
      : words(x + 20 + widthOf(title, 12.5, 600), y + 20, aside, { size: 12, fill: palette['text-2'] }),
  );
}

/** The worse a link is, the higher it lies. */
function linksOf({ links }: PictureMap, layout: MeshLayout, palette: Palette): Svg[] {
  return [...links]
    .sort((a, b) => LOOK_ORDER.indexOf(b.look) - LOOK_ORDER.indexOf(a.look))
    .flatMap((link) => {
      const route = layout.links.get(link.id);
      return route === undefined ? [] : [drawLink(link, route, palette)];
    });
}

function cardsOf({ nodes }: PictureMap, layout: MeshLayout, about: ReadonlySet<string>, palette: Palette): Svg[] {
  return nodes.map((node) => drawNode(node, layout.nodes.get(node.id)!, about.has(node.id), palette));
}

interface Look {
  readonly fill: string;
  readonly stroke: string;
  readonly width: number;
  readonly dashes?: string;
}

function lookOfCard({ state, isOut }: PictureNode, isAbout: boolean, palette: Palette): Look {
  const fill = state === 'broken' ? palette['broken-bg'] : state === 'degraded' ? palette['warn-bg'] : palette.surface;
  if (isAbout) return { fill, stroke: palette.focus, width: 3 };
  if (state === 'broken') return { fill, stroke: palette.broken, width: 2 };
  if (state === 'degraded') return { fill, stroke: palette['warn-outline'], width: 1.6 };
  return isOut
    ? { fill, stroke: palette['border-strong'], width: 1, dashes: '4 3' }
    : { fill, stroke: palette.border, width: 1 };
}

const ICON = 13;

function drawNode(node: PictureNode, placed: PlacedNode, isAbout: boolean, palette: Palette): Svg {
  const { name, aside, state, behind } = node;
  const { width, height } = placed;
  const look = lookOfCard(node, isAbout, palette);
  const weight = state === 'broken' ? 600 : 400;
  const asideWidth = aside === '' ? 0 : widthOf(aside, 11.5) + 8;
  const middle = height / 2;
  const isStack = behind > 0;
  return group(
    { transform: `translate(${formatNumber(placed.x)},${formatNumber(placed.y)})` },
    isStack ? card({ x: 3, y: 3, width, height }, palette['surface-3'], palette.border, 1, 7) : NOTHING,
    element('rect', {
      ...{ width, height, rx: 7 },
      fill: look.fill,
      stroke: look.stroke,
      'stroke-width': look.width,
      'stroke-dasharray': look.dashes,
    }),
    state === 'ok'
      ? element('circle', { cx: 10 + ICON / 2, cy: middle, r: 4.2, fill: palette.ok })
      : mark(state, 10, middle - ICON / 2, ICON, palette),
    words(30, middle + 4.6, cutText(name, width - 30 - 10 - asideWidth, 13, weight), {
      size: 13,
      fill: isStack ? palette['text-2'] : palette.text,
      weight,
    }),
    words(width - 10, middle + 4.2, aside, {
      size: 11.5,
      fill: state === 'broken' ? palette['broken-text'] : palette['text-3'],
      anchor: 'end',
    }),
  );
}

const SAMPLE = 38;

/** Explains what is on the map, the worst first, as far as there is room. */
function legendOf({ links }: PictureMap, room: Box, palette: Palette): Svg {
  const y = room.y + room.height - 15;
  const parts: Svg[] = [];
  let x = room.x + 14;
  for (const look of LOOK_ORDER) {
    if (!links.some((link) => link.look === look)) continue;
    const { word } = LOOKS[look];
    const width = SAMPLE + 8 + widthOf(word, 12) + 18;
    if (x + width > room.x + room.width) break;
    const at = { x: x + (SAMPLE - 8) / 2, y, at: (SAMPLE - 8) / 2 };
    const end = x + SAMPLE - 8;
    const path = `M${formatNumber(x)},${formatNumber(y)}L${formatNumber(end)},${formatNumber(y)}`;
    const route = {
      id: '',
      path,
      length: end - x,
      tip: { x: x + SAMPLE, y },
      towards: 1,
      points: [],
      mark: at,
      via: at,
    } as const;
    parts.push(
      drawLink({ id: '', from: '', to: '', look, hasWaypoint: false, calls: 1 }, route, palette),
      words(x + SAMPLE + 8, y + 4.2, word, { size: 12, fill: palette['text-2'] }),
    );
    x += width;
  }
  return group({}, ...parts);
}

/** Calls that do not arrive as intended, for who cannot see them. */
export function speakProblems(view: MapView): string[] {
  return [...view.links.values()].flatMap(({ link, look }) => {
    if (!isProblemLook(look)) return [];
    const [from, to] = [view.nodes.get(link.from)!.node, view.nodes.get(link.to)!.node];
    return [`${from.name} calls ${to.name} port ${link.port}: ${LOOKS[look].word}.`];
  });
}
