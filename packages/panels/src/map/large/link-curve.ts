/** The line of a link on the screen: slightly bent, so that a call and the call back are two lines. */
import { CARD } from '../../layout/layout-inside.ts';
import type { Point } from '../../layout/plan.ts';
import { distanceToSegment } from '../hit-test.ts';
import { toScreenX, toScreenY, type View } from './scene.ts';

export interface Curve {
  readonly from: Point;
  readonly bend: Point;
  /** tip of the arrow: at the rim of what is called */
  readonly to: Point;
}

export type Pair = readonly [x: number, y: number];

/** Sideways, by length. */
const BEND = 0.09;
/** In picture units: a call within a column goes around the cards between. */
const AROUND = CARD.width * 1.15;
const DOT = 7;
const ARROW = 7;

/** The control point of the curve between two middles of the picture. */
export function bendOf([ax, ay]: Pair, [bx, by]: Pair): Pair {
  const [dx, dy] = [bx - ax, by - ay];
  const isInColumn = Math.abs(dx) < CARD.width / 2 && Math.abs(dy) > CARD.rowPitch * 1.5;
  const around = isInColumn ? -Math.sign(dy) * AROUND : 0;
  return [(ax + bx) / 2 - dy * BEND + around, (ay + by) / 2 + dx * BEND];
}

/** The curve between two middles of the picture, on the screen; `end` is what stands at the callee. */
export function curveOf(view: View, from: Pair, to: Pair, end: 'card' | 'dot' = 'dot'): Curve {
  const onScreen = ([x, y]: Pair) => ({ x: toScreenX(view, x), y: toScreenY(view, y) });
  const bend = onScreen(bendOf(from, to));
  return { from: onScreen(from), bend, to: rimOf(view, bend, onScreen(to), end) };
}

/** Where the line from the bend meets the card or dot of the callee. */
function rimOf({ k }: View, bend: Point, to: Point, end: 'card' | 'dot'): Point {
  const [dx, dy] = [to.x - bend.x, to.y - bend.y];
  const length = Math.hypot(dx, dy) || 1;
  const back =
    end === 'dot'
      ? Math.min(DOT, length)
      : length * Math.min((CARD.width * k) / 2 / Math.abs(dx || 1e-6), (CARD.height * k) / 2 / Math.abs(dy || 1e-6), 1);
  return { x: to.x - (dx / length) * back, y: to.y - (dy / length) * back };
}

export function traceCurve(context: CanvasRenderingContext2D, { from, bend, to }: Curve): void {
  context.moveTo(from.x, from.y);
  context.quadraticCurveTo(bend.x, bend.y, to.x, to.y);
}

/** A point of the curve; 0 = caller, 1 = callee. */
export function pointOn({ from, bend, to }: Curve, t: number): Point {
  const u = 1 - t;
  return {
    x: u * u * from.x + 2 * u * t * bend.x + t * t * to.x,
    y: u * u * from.y + 2 * u * t * bend.y + t * t * to.y,
  };
}

/** The arrowhead at the callee. */
export function arrowAt(context: CanvasRenderingContext2D, { bend, to }: Curve, colour: string): void {
  const angle = Math.atan2(to.y - bend.y, to.x - bend.x);
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(to.x, to.y);
  context.lineTo(to.x - ARROW * Math.cos(angle - 0.42), to.y - ARROW * Math.sin(angle - 0.42));
  context.lineTo(to.x - ARROW * Math.cos(angle + 0.42), to.y - ARROW * Math.sin(angle + 0.42));
  context.fill();
}

/** How far a point is from the curve, in pixels. */
export function distanceTo(curve: Curve, at: Point): number {
  let least = Number.POSITIVE_INFINITY;
  let last = curve.from;
  for (let step = 1; step <= 8; step++) {
    const next = pointOn(curve, step / 8);
    least = Math.min(least, distanceToSegment(at, last, next));
    last = next;
  }
  return least;
}
