/** The marks of states on a canvas: the same shapes that StateIcon draws. */
import { GLYPHS, MARK_SHAPES, type MarkState, OUTLINES } from '../../marks/mark-shape.ts';
import type { Colours } from './theme-colours.ts';

const paths = new Map<string, Path2D>();

function pathOf(data: string): Path2D {
  const known = paths.get(data) ?? new Path2D(data);
  paths.set(data, known);
  return known;
}

/** Draws a state's mark around a point, `size` pixels wide. */
export function drawMark(
  context: CanvasRenderingContext2D,
  colours: Colours,
  state: MarkState,
  at: { readonly x: number; readonly y: number; readonly size: number },
): void {
  const mark = MARK_SHAPES[state];
  const outline = mark.tone === 'warn' ? colours.warnOutline : colours[mark.tone];
  const isSolid = mark.fill === 'solid';
  context.save();
  context.translate(at.x - at.size / 2, at.y - at.size / 2);
  context.scale(at.size / 16, at.size / 16);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  if (mark.outline !== 'none') {
    const path = pathOf(OUTLINES[mark.outline]);
    context.fillStyle = isSolid ? colours[mark.tone] : colours.surface;
    context.fill(path);
    context.strokeStyle = outline;
    context.lineWidth = 1.4;
    context.setLineDash(mark.fill === 'dashed' ? [2.2, 2] : []);
    context.stroke(path);
    context.setLineDash([]);
  }
  if (mark.glyph !== 'none') {
    context.strokeStyle = isSolid ? (mark.tone === 'warn' ? colours.onWarn : colours.onMark) : outline;
    context.lineWidth = 1.8;
    context.stroke(pathOf(GLYPHS[mark.glyph]));
  }
  context.restore();
}
