/** How the line of each look is drawn on a canvas. */
import type { LinkLook } from '../link-look.ts';
import { type Curve, curveOf, traceCurve } from './link-curve.ts';
import { isInFrame, type Pen } from './scene.ts';
import type { Colours } from './theme-colours.ts';

/** A path of thousands of lines stalls the browser's rasteriser. */
const LINES_PER_STROKE = 32;

interface Stroke {
  readonly colour: (colours: Colours) => string;
  readonly width: number;
  readonly dash: readonly number[];
}

export const STROKES: Readonly<Record<LinkLook, Stroke>> = {
  works: { colour: ({ ok }) => ok, width: 1.1, dash: [] },
  'would-pass': { colour: ({ ok }) => ok, width: 1.8, dash: [1, 4] },
  unknown: { colour: ({ unknown }) => unknown, width: 1.2, dash: [6, 4] },
  blocked: { colour: ({ broken }) => broken, width: 2.6, dash: [] },
  'would-block': { colour: ({ broken }) => broken, width: 2.4, dash: [1, 5] },
  conflict: { colour: ({ warnOutline }) => warnOutline, width: 1.6, dash: [] },
  degraded: { colour: ({ warn }) => warn, width: 2.4, dash: [] },
  gone: { colour: ({ borderStrong }) => borderStrong, width: 1, dash: [2, 5] },
  varies: { colour: ({ warn }) => warn, width: 1.6, dash: [] },
};

/** Makes the context draw a look's line. */
export function setStroke(pen: Pen, look: LinkLook, alpha: number): void {
  const { width, dash } = STROKES[look];
  pen.context.strokeStyle = colourOf(pen, look);
  pen.context.lineWidth = width;
  pen.context.lineCap = dash.length > 0 ? 'round' : 'butt';
  pen.context.setLineDash([...dash]);
  pen.context.globalAlpha = alpha;
}

export function colourOf({ scene }: Pen, look: LinkLook): string {
  return STROKES[look].colour(scene.colours);
}

/** The line of a link at the level that is looked at. */
export function linkCurve({ scene, view, level }: Pen, link: number): Curve {
  const { structure, layout } = scene.mesh;
  const [a, b] = [structure.from[link]!, structure.to[link]!];
  const isCard = level === 'workload' || level === 'hops';
  return curveOf(
    view,
    [layout.nodeX[a]!, layout.nodeY[a]!],
    [layout.nodeX[b]!, layout.nodeY[b]!],
    isCard ? 'card' : 'dot',
  );
}

export function isCurveInFrame({ view }: Pen, { from, bend, to }: Curve): boolean {
  const [x, y] = [(from.x + to.x + bend.x) / 3, (from.y + to.y + bend.y) / 3];
  return isInFrame(view, x, y, Math.max(Math.abs(from.x - to.x), Math.abs(from.y - to.y)) / 1.2 + 40);
}

export function strokeAll(context: CanvasRenderingContext2D, curves: readonly Curve[]): void {
  for (let first = 0; first < curves.length; first += LINES_PER_STROKE) {
    context.beginPath();
    for (const curve of curves.slice(first, first + LINES_PER_STROKE)) traceCurve(context, curve);
    context.stroke();
  }
}
