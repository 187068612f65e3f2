/** Links that fail, on top of everything: line, gap, mark and code. */
import type { Point } from '../../layout/plan.ts';
import { type LinkLook, LOOKS } from '../link-look.ts';
import { drawMark } from './canvas-mark.ts';
import { failingBundles } from './failing-bundles.ts';
import { arrowAt, type Curve, pointOn } from './link-curve.ts';
import { colourOf, isCurveInFrame, linkCurve, STROKES, setStroke, strokeAll } from './link-strokes.ts';
import type { Label } from './paint-labels.ts';
import type { Pen } from './scene.ts';

const LABELLED = 60;
const THIN = 1.5;
const RANK_OF_FAILURE = 2e6;

/** A failing link of the frame, with its line; made once a frame, drawn in two steps. */
export interface Failing {
  readonly link: number;
  readonly curve: Curve;
  readonly isQuiet: boolean;
}

/** Every failing link of the frame, whatever else is drawn, as its line alone; of a mesh seen from far, added up. */
export function paintFailingLines(pen: Pen): readonly Failing[] {
  const { scene, context } = pen;
  if (pen.level === 'mesh') return [];
  const lit = new Set(scene.light.links);
  const inFrame = scene.states.problems
    .map((link) => ({ link, curve: linkCurve(pen, link), isQuiet: scene.light.rest !== 'none' && !lit.has(link) }))
    .filter(({ curve }) => isCurveInFrame(pen, curve));
  for (const { link, curve, isQuiet } of inFrame)
    drawFailingLine(pen, curve, scene.states.links[link]!.look, {
      alpha: isQuiet ? 0.25 : 1,
      // Many thick lines side by side are one blot.
      ...(inFrame.length > LABELLED ? { width: THIN } : {}),
    });
  context.globalAlpha = 1;
  return inFrame;
}

/** Gap and mark on each failing line and, while there is room, the code of its cause. The result is how many links fail. */
export function paintFailingMarks(pen: Pen, failing: readonly Failing[], labels: Label[]): number {
  const { scene, context } = pen;
  if (pen.level === 'mesh') return paintFailingBundles(pen);
  const size = markSize(pen, failing.length);
  for (const { link, curve, isQuiet } of failing) {
    const { look, link: own } = scene.states.links[link]!;
    const at = pointOn(curve, 0.5);
    context.globalAlpha = isQuiet ? 0.25 : 1;
    drawFailingMark(pen, at, look, size);
    if (isQuiet || failing.length > LABELLED) continue;
    labels.push({
      text: scene.states.codeOf(link) || LOOKS[look].word,
      aside: pen.level === 'hops' ? `port ${own.port}` : '',
      x: at.x + size,
      y: at.y,
      align: 'left',
      rank: RANK_OF_FAILURE,
      tone: 'broken',
    });
  }
  context.globalAlpha = 1;
  return failing.length;
}

function paintFailingBundles(pen: Pen): number {
  for (const { curve, look, count, isLit } of failingBundles(pen)) {
    if (!isCurveInFrame(pen, curve)) continue;
    drawFailingLine(pen, curve, look, { alpha: isLit ? 1 : 0.2, width: 1.4 + Math.min(2.4, Math.log2(count) * 0.6) });
    drawFailingMark(pen, pointOn(curve, 0.5), look, 9);
    if (count > 1) drawCount(pen, pointOn(curve, 0.5), count);
  }
  pen.context.globalAlpha = 1;
  return pen.scene.states.problems.length;
}

function drawCount({ context, scene }: Pen, { x, y }: Point, count: number): void {
  context.font = `600 11px ${scene.colours.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  // A rim of the ground's colour: the number stands on lines.
  context.strokeStyle = scene.colours.surface;
  context.lineWidth = 3;
  context.strokeText(String(count), x + 7, y);
  context.fillStyle = scene.colours.brokenText;
  context.fillText(String(count), x + 7, y);
}

function markSize({ level }: Pen, many: number): number {
  if (level === 'workload' || level === 'hops') return 14;
  if (many > 400) return 5;
  return many > LABELLED ? 7 : 10;
}

function drawFailingLine(pen: Pen, curve: Curve, look: LinkLook, how: { alpha: number; width?: number }): void {
  const { context, scene } = pen;
  const width = how.width ?? STROKES[look].width;
  if (look === 'degraded' || look === 'varies') {
    context.globalAlpha = how.alpha;
    context.strokeStyle = scene.colours.warnOutline;
    context.lineWidth = width + 1.6;
    strokeAll(context, [curve]);
  }
  setStroke(pen, look, how.alpha);
  context.lineWidth = width;
  strokeAll(context, [curve]);
  context.setLineDash([]);
  arrowAt(context, curve, colourOf(pen, look));
}

/** The gap, and the mark in it: the line is broken where it stands. */
function drawFailingMark({ context, scene }: Pen, at: Point, look: LinkLook, size: number): void {
  const { colours } = scene;
  context.fillStyle = colours.surface;
  context.beginPath();
  context.arc(at.x, at.y, size * 0.72, 0, 2 * Math.PI);
  context.fill();
  if (look === 'blocked' || look === 'would-block') drawCross(context, at, size, colours.broken);
  else drawMark(context, colours, LOOKS[look].mark, { ...at, size });
}

function drawCross(
  context: CanvasRenderingContext2D,
  { x, y }: { x: number; y: number },
  size: number,
  colour: string,
) {
  const half = size * 0.36;
  context.strokeStyle = colour;
  context.lineWidth = Math.max(1.6, size * 0.2);
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(x - half, y - half);
  context.lineTo(x + half, y + half);
  context.moveTo(x + half, y - half);
  context.lineTo(x - half, y + half);
  context.stroke();
}
