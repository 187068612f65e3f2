import type { Band } from './place.ts';
import { type Anchor, type Point, type RoutedLink, SIZES } from './plan.ts';
import type { Route } from './routing.ts';

/** One cubic piece of a line. */
interface Piece {
  readonly from: Point;
  readonly control1: Point;
  readonly control2: Point;
  readonly to: Point;
}

const SAMPLES = 14;
const MARK_WISHES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73];
const VIA_WISHES = [0.45, 0.36, 0.54, 0.28, 0.62, 0.2, 0.7];
const VIA_WISHES_BESIDE_MARK = [0.27, 0.34, 0.2, 0.72, 0.8, 0.13];
const ENOUGH_ROOM = 20;

/** Draws routes as curves and finds each a free place for its marks. */
export function drawRoutes(routes: readonly Route[], bands: readonly Band[]): RoutedLink[] {
  const taken: Point[] = [];
  return routes.map((route) => {
    const pieces = piecesOf(route, bands);
    const lines = pieces.map(samplePiece);
    const lengths = lines.map(lengthOf);
    const length = lengths.reduce((sum, piece) => sum + piece, 0);
    // The gutter before the callee carries the verdict's mark, the one after the caller the waypoint's.
    const last = { line: lines.at(-1)!, before: length - lengths.at(-1)! };
    const mark = chooseAnchor(last.line, last.before, MARK_WISHES, taken);
    taken.push(mark);
    const via = chooseAnchor(lines[0]!, 0, lines.length > 1 ? VIA_WISHES : VIA_WISHES_BESIDE_MARK, taken);
    taken.push(via);
    return {
      id: route.link.id,
      path: pathOf(pieces),
      length,
      tip: route.end,
      towards: route.direction === 1 ? 1 : -1,
      points: lines.flat(),
      mark,
      via,
    };
  });
}

function piecesOf({ direction, start, end, passes }: Route, bands: readonly Band[]): Piece[] {
  if (direction === 0) return [arcOf(start, { x: end.x + SIZES.arrow, y: end.y })];
  const tail = { x: end.x - direction * SIZES.arrow, y: end.y };
  const stops: Point[] = [start];
  for (const { band, y } of passes) {
    const { x, width } = bands[band]!;
    stops.push({ x: direction === 1 ? x : x + width, y }, { x: direction === 1 ? x + width : x, y });
  }
  stops.push(tail);
  return stops.slice(1).map((stop, index) => bendOf(stops[index]!, stop));
}

/** Level at both ends: it stays between its ends in width and height, so no card beside a gutter is touched. */
function bendOf(from: Point, to: Point): Piece {
  const half = (to.x - from.x) / 2;
  return { from, control1: { x: from.x + half, y: from.y }, control2: { x: to.x - half, y: to.y }, to };
}

/** Out to the right and back: calls within a band. Longer arcs reach further, so that they nest. */
function arcOf(from: Point, to: Point): Piece {
  const reach = Math.min(0.95 * SIZES.gutter, 26 + Math.abs(to.y - from.y) * 0.24);
  return { from, control1: { x: from.x + reach, y: from.y }, control2: { x: from.x + reach, y: to.y }, to };
}

function samplePiece({ from, control1, control2, to }: Piece): Point[] {
  return Array.from({ length: SAMPLES + 1 }, (_, index) => {
    const t = index / SAMPLES;
    const u = 1 - t;
    const mix = (axis: 'x' | 'y') =>
      u * u * u * from[axis] + 3 * u * u * t * control1[axis] + 3 * u * t * t * control2[axis] + t * t * t * to[axis];
    return { x: mix('x'), y: mix('y') };
  });
}

function lengthOf(line: readonly Point[]): number {
  return line.slice(1).reduce((sum, point, index) => sum + distance(line[index]!, point), 0);
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function chooseAnchor(
  line: readonly Point[],
  before: number,
  wishes: readonly number[],
  taken: readonly Point[],
): Anchor {
  const room = (point: Point) => Math.min(ENOUGH_ROOM, ...taken.map((other) => distance(point, other)));
  const candidates = wishes.map((share) => anchorAt(line, share, before));
  const rooms = candidates.map(room);
  return candidates[rooms.indexOf(Math.max(...rooms))]!;
}

function anchorAt(line: readonly Point[], share: number, before: number): Anchor {
  let left = lengthOf(line) * share;
  const at = before + left;
  for (let index = 1; index < line.length; index++) {
    const [a, b] = [line[index - 1]!, line[index]!];
    const step = distance(a, b);
    if (left <= step && step > 0) {
      const t = left / step;
      return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t, at };
    }
    left -= step;
  }
  return { ...line.at(-1)!, at };
}

function pathOf(pieces: readonly Piece[]): string {
  const start = pieces[0]!.from;
  const bends = pieces.map(({ control1, control2, to }) => `C${pair(control1)} ${pair(control2)} ${pair(to)}`);
  return `M${pair(start)}${bends.join('')}`;
}

function pair({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
