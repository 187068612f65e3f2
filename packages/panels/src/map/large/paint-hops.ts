/** The proxies on a link, seen from near: the caller's ztunnel, the waypoint, the callee's ztunnel. */
import { isProblemLook } from '../link-look.ts';
import { curveOf, pointOn } from './link-curve.ts';
import { isInFrame, type Pen } from './scene.ts';

const SQUARE = 8;
const DIAMOND = 6;
const MOST = 400;

/** Marks on links, as the small map draws them: squares for ztunnels (from nearest), a diamond for a waypoint. */
export function paintHops(pen: Pen): void {
  const { structure } = pen.scene.mesh;
  let count = 0;
  for (let link = 0; link < structure.from.length && count < MOST; link++) {
    if (hasHops(pen, link) && drawHops(pen, link)) count++;
  }
  pen.context.globalAlpha = 1;
}

function hasHops({ scene, shown, level }: Pen, link: number): boolean {
  const { from, to } = scene.mesh.structure;
  if (!(shown[from[link]!] && shown[to[link]!])) return false;
  const { waypoint, look } = scene.states.links[link]!;
  return (level === 'hops' || waypoint !== '') && (!scene.problemsOnly || isProblemLook(look));
}

/** True where the link is in the frame. */
function drawHops({ context, scene, view, level }: Pen, link: number): boolean {
  const { structure, layout } = scene.mesh;
  const { waypoint, look } = scene.states.links[link]!;
  const [a, b] = [structure.from[link]!, structure.to[link]!];
  const curve = curveOf(view, [layout.nodeX[a]!, layout.nodeY[a]!], [layout.nodeX[b]!, layout.nodeY[b]!], 'card');
  const middle = pointOn(curve, 0.36);
  if (!isInFrame(view, middle.x, middle.y, 20)) return false;
  context.globalAlpha = scene.light.rest === 'none' || scene.light.links.includes(link) ? 1 : 0.15;
  context.strokeStyle = isProblemLook(look) ? scene.colours.broken : scene.colours.ok;
  context.fillStyle = scene.colours.surface;
  context.lineWidth = 1.5;
  if (waypoint !== '') drawDiamond(context, middle);
  if (level === 'hops' && scene.states.hasZtunnels(link))
    for (const at of [0.22, 0.8]) drawSquare(context, pointOn(curve, at));
  return true;
}

function drawDiamond(context: CanvasRenderingContext2D, { x, y }: { readonly x: number; readonly y: number }): void {
  context.beginPath();
  context.moveTo(x, y - DIAMOND);
  context.lineTo(x + DIAMOND, y);
  context.lineTo(x, y + DIAMOND);
  context.lineTo(x - DIAMOND, y);
  context.closePath();
  context.fill();
  context.stroke();
}

function drawSquare(context: CanvasRenderingContext2D, { x, y }: { readonly x: number; readonly y: number }): void {
  context.beginPath();
  context.roundRect(x - SQUARE / 2, y - SQUARE / 2, SQUARE, SQUARE, 1.5);
  context.fill();
  context.stroke();
}
