/** The links of a map: line, gap, mark and arrowhead each say the state by themselves, as on the page. */
import type { RoutedLink } from '../layout/plan.ts';
import { type LinkLook, LOOKS } from '../map/link-look.ts';
import type { PictureLink } from './condense.ts';
import { widthOf } from './font.ts';
import type { Palette, Token } from './palette.ts';
import { mark, words } from './shapes.ts';
import { element, formatNumber, group, NOTHING, type Svg, shortenPath } from './svg.ts';

interface Line {
  readonly stroke: Token;
  readonly width: number;
  readonly dashes?: string;
  /** a darker line below, that holds a pale colour */
  readonly edge?: number;
  readonly isHollow?: boolean;
}

const LINES: Readonly<Record<LinkLook, Line>> = {
  works: { stroke: 'ok', width: 1.25 },
  'would-pass': { stroke: 'ok', width: 2.4, dashes: '0.5 5', isHollow: true },
  blocked: { stroke: 'broken', width: 2.8 },
  'would-block': { stroke: 'broken', width: 2.6, dashes: '1 5', isHollow: true },
  degraded: { stroke: 'warn', width: 2.6, edge: 4 },
  varies: { stroke: 'warn', width: 1.2, edge: 2.3 },
  conflict: { stroke: 'warn-outline', width: 1.6, isHollow: true },
  unknown: { stroke: 'unknown', width: 1.4, dashes: '6 4', isHollow: true },
  gone: { stroke: 'border-strong', width: 1.2, dashes: '1.5 5', isHollow: true },
};

const GAP = 11;
const ARROW = 8;
const MARK = 15;

/** One link along its route. */
export function drawLink(link: PictureLink, route: RoutedLink, palette: Palette): Svg {
  const { look, hasWaypoint, calls } = link;
  const hasMark = look !== 'works' && look !== 'would-pass' && look !== 'gone';
  return group(
    {},
    ...linesOf(look, route, hasMark, palette),
    hasWaypoint ? diamond(route.via, look, palette) : NOTHING,
    hasMark ? linkMark(route.mark, look, palette) : NOTHING,
    hasMark && calls > 1 ? countOf(route.mark, calls, palette) : NOTHING,
  );
}

function linesOf(look: LinkLook, route: RoutedLink, hasMark: boolean, palette: Palette): Svg[] {
  const { stroke, width, dashes, edge, isHollow } = LINES[look];
  const gap = hasMark && dashes === undefined ? cutGap(route) : undefined;
  const d = shortenPath(route.path);
  const line = { d, fill: 'none', 'stroke-linecap': dashes === undefined || look === 'unknown' ? undefined : 'round' };
  const { tip, towards } = route;
  const back = formatNumber(tip.x - towards * ARROW);
  const [x, low, high] = [formatNumber(tip.x), formatNumber(tip.y - 3.6), formatNumber(tip.y + 3.6)];
  const rim = edge === undefined ? palette[stroke] : palette['warn-outline'];
  return [
    ...(edge === undefined
      ? []
      : [
          element('path', {
            ...line,
            stroke: palette['warn-outline'],
            'stroke-width': edge,
            'stroke-dasharray': gap,
          }),
        ]),
    element('path', {
      ...line,
      stroke: palette[stroke],
      'stroke-width': width,
      'stroke-dasharray': dashes ?? gap,
    }),
    element('path', {
      d: `M${x},${formatNumber(tip.y)}L${back},${low}L${back},${high}z`,
      fill: isHollow ? palette.surface : palette[stroke],
      stroke: isHollow || edge !== undefined ? rim : undefined,
      'stroke-width': isHollow || edge !== undefined ? 1.1 : undefined,
    }),
  ];
}

/** One dash up to the mark, nothing under it, one dash after it. */
function cutGap({ mark: at, length }: RoutedLink): string {
  return `${Math.max(0, at.at - GAP).toFixed(1)} ${2 * GAP} ${length.toFixed(1)}`;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function diamond({ x, y }: Place, look: LinkLook, palette: Palette): Svg {
  return element('path', {
    d: 'M0,-5.5L5.5,0L0,5.5L-5.5,0z',
    transform: `translate(${formatNumber(x)},${formatNumber(y)})`,
    fill: palette.surface,
    stroke: palette[LINES[look].edge === undefined ? LINES[look].stroke : 'warn-outline'],
    'stroke-width': 1.6,
  });
}

function linkMark({ x, y }: Place, look: LinkLook, palette: Palette): Svg {
  const hole = (r: number) => element('circle', { r, fill: palette.surface });
  const transform = `translate(${formatNumber(x)},${formatNumber(y)})`;
  if (look === 'blocked' || look === 'would-block')
    return group(
      { transform },
      hole(GAP - 1.5),
      element('path', {
        d: 'M-5,-5L5,5M5,-5L-5,5',
        stroke: palette.broken,
        'stroke-width': 2.8,
        'stroke-linecap': 'round',
      }),
    );
  if (look === 'unknown')
    return group(
      { transform },
      hole(GAP - 2.5),
      words(0, 4.6, '?', { size: 13, fill: palette['unknown-text'], weight: 600, anchor: 'middle' }),
    );
  return mark(LOOKS[look].mark, x - MARK / 2, y - MARK / 2, MARK, palette);
}

/** Above the mark of a line that stands for several. */
function countOf({ x, y }: Place, calls: number, palette: Palette): Svg {
  const line = `×${calls}`;
  const width = widthOf(line, 11, 600) + 8;
  return group(
    {},
    element('rect', { x: x - width / 2, y: y - 26, width, height: 15, rx: 4, fill: palette.surface }),
    words(x, y - 14.6, line, { size: 11, fill: palette.text, weight: 600, anchor: 'middle' }),
  );
}
