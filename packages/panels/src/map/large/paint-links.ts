/** Links on the large map that do not fail: quiet bundles between islands, and lines between services. */
import type { LinkLook } from '../link-look.ts';
import { arrowAt, type Curve, curveOf } from './link-curve.ts';
import { colourOf, isCurveInFrame, linkCurve, setStroke, strokeAll } from './link-strokes.ts';
import type { Pen } from './scene.ts';

const MOST_BUNDLES = 1200;
const MOST_LINES = 1500;

/** The strongest links between islands, added up. What fails is drawn apart. */
export function paintBundles(pen: Pen): void {
  const { context, scene } = pen;
  const { layout } = scene.mesh;
  context.lineCap = 'round';
  context.globalAlpha = scene.light.rest === 'none' && !scene.problemsOnly ? 0.34 : 0.1;
  context.strokeStyle = scene.colours.borderStrong;
  const strongest = scene.states.bundles.slice(-MOST_BUNDLES);
  const weightOf = (count: number) => Math.min(4, Math.floor(Math.log2(1 + count)));
  for (let weight = 0; weight <= 4; weight++) {
    const curves = strongest
      .filter(({ count }) => weightOf(count) === weight)
      .map(({ from, to }) =>
        curveOf(pen.view, [layout.islandX[from]!, layout.islandY[from]!], [layout.islandX[to]!, layout.islandY[to]!]),
      );
    context.lineWidth = 0.7 + weight * 0.6;
    strokeAll(context, curves);
  }
  context.globalAlpha = 1;
}

/** Lines of one look that are drawn alike. */
interface Strand {
  readonly look: LinkLook;
  readonly isInside: boolean;
  readonly curves: Curve[];
}

/** Links between nodes that are drawn themselves; failing ones are drawn apart. The result is how many. */
export function paintLines(pen: Pen): number {
  const { scene, context, level } = pen;
  const isLit = scene.light.rest !== 'none';
  const strands = strandsOf(pen, isLit);
  for (const { look, isInside, curves } of strands) {
    // Ways to other islands cross everything between; a pointer brings them out.
    setStroke(pen, look, isLit ? 1 : isInside ? 0.6 : 0.2);
    strokeAll(context, curves);
    context.setLineDash([]);
    if (level !== 'namespace' || isLit) for (const curve of curves) arrowAt(context, curve, colourOf(pen, look));
  }
  context.globalAlpha = 1;
  return strands.reduce((sum, { curves }) => sum + curves.length, 0);
}

function strandsOf(pen: Pen, isLit: boolean): readonly Strand[] {
  const { scene } = pen;
  const strands = new Map<string, Strand>();
  const candidates = isLit || scene.problemsOnly ? scene.light.links : scene.states.links.keys();
  const failing = new Set(scene.states.problems);
  let count = 0;
  for (const link of candidates) {
    if (failing.has(link) || !isDrawn(pen, link, isLit)) continue;
    const curve = linkCurve(pen, link);
    if (!isCurveInFrame(pen, curve)) continue;
    const { look } = scene.states.links[link]!;
    const isInside = isInIsland(pen, link);
    const strand = strands.get(`${isInside} ${look}`) ?? { look, isInside, curves: [] };
    strand.curves.push(curve);
    strands.set(`${isInside} ${look}`, strand);
    if (++count >= MOST_LINES) break;
  }
  return [...strands.values()];
}

/** Both ends have to be there; and from far, what leaves an island is told by the bundles. */
function isDrawn(pen: Pen, link: number, isLit: boolean): boolean {
  const { from, to } = pen.scene.mesh.structure;
  if (!(pen.shown[from[link]!] && pen.shown[to[link]!])) return false;
  return pen.level !== 'namespace' || isLit || isInIsland(pen, link);
}

function isInIsland({ scene }: Pen, link: number): boolean {
  const { from, to, groupOf } = scene.mesh.structure;
  return groupOf[from[link]!] === groupOf[to[link]!];
}
