/** Services and workloads on the large map: dots while names would touch, cards from near. */
import { CARD } from '../../layout/layout-inside.ts';
import { drawMark } from './canvas-mark.ts';
import { isOut } from './large-states.ts';
import type { Label } from './paint-labels.ts';
import { isInFrame, type Pen, toScreenX, toScreenY } from './scene.ts';

interface Spot {
  readonly node: number;
  readonly x: number;
  readonly y: number;
}

const NAMED_FROM = 0.2;

/** Draws the shown nodes of the frame and asks for their names; the result is how many. */
export function paintNodes(pen: Pen, labels: Label[]): number {
  const { scene, view } = pen;
  const isCard = pen.level === 'workload' || pen.level === 'hops';
  const reach = isCard ? CARD.width * view.k : 12;
  const spots = spotsIn(pen, reach);
  const isFar = pen.level === 'mesh';
  for (const spot of spots) {
    if (isFar && !scene.light.nodes.has(spot.node) && scene.states.nodes[spot.node]!.state !== 'broken') continue;
    pen.context.globalAlpha = alphaOf(pen, spot.node);
    if (isCard) drawCard(pen, spot);
    else drawDot(pen, spot);
    if (!isCard && !isFar && view.k >= NAMED_FROM) labels.push(labelOf(pen, spot));
  }
  pen.context.globalAlpha = 1;
  return spots.length;
}

/** Places of the shown nodes that are in the frame. */
function spotsIn({ scene, view, shown }: Pen, reach: number): Spot[] {
  const { nodeX, nodeY } = scene.mesh.layout;
  const spots: Spot[] = [];
  for (let node = 0; node < shown.length; node++) {
    if (!shown[node]) continue;
    const [x, y] = [toScreenX(view, nodeX[node]!), toScreenY(view, nodeY[node]!)];
    if (isInFrame(view, x, y, reach)) spots.push({ node, x, y });
  }
  return spots;
}

function alphaOf({ scene }: Pen, node: number): number {
  if (scene.states.nodes[node]!.isGone) return 0.5;
  if (scene.light.rest !== 'none') return scene.light.nodes.has(node) ? 1 : scene.light.rest === 'dim' ? 0.3 : 0.65;
  return 1;
}

function drawDot({ context, scene, view }: Pen, { node, x, y }: Spot): void {
  const { state } = scene.states.nodes[node]!;
  const size = Math.min(10, Math.max(5, view.k * 28));
  if (state !== 'ok') {
    drawMark(context, scene.colours, state, { x, y, size: size + 3 });
    return;
  }
  const out = isOut(scene.states, node);
  context.beginPath();
  context.arc(x, y, size / 2.6, 0, 2 * Math.PI);
  context.fillStyle = out ? scene.colours.surface : scene.colours.ok;
  context.fill();
  if (!out) return;
  context.strokeStyle = scene.colours.borderStrong;
  context.lineWidth = 1.2;
  context.setLineDash([2, 2]);
  context.stroke();
  context.setLineDash([]);
}

function drawCard({ context, scene, view }: Pen, { node, x, y }: Spot): void {
  const { colours } = scene;
  const { node: own, state, isGone } = scene.states.nodes[node]!;
  const [width, height] = [CARD.width * view.k, CARD.height * view.k];
  const out = isOut(scene.states, node);
  const isBad = state === 'broken' || state === 'degraded';
  context.beginPath();
  context.roundRect(x - width / 2, y - height / 2, width, height, 6 * view.k);
  context.fillStyle =
    state === 'broken' ? colours.brokenBack : state === 'degraded' ? colours.warnBack : colours.surface;
  context.fill();
  context.strokeStyle = cardLine(state, out, colours);
  context.lineWidth = isBad ? 2 : 1;
  context.setLineDash(isGone ? [2, 4] : out ? [4, 3] : []);
  context.stroke();
  context.setLineDash([]);
  const k = Math.min(view.k, MOST_LETTERS);
  if (state === 'ok') {
    context.beginPath();
    context.arc(x - width / 2 + 15 * k, y, 4.2 * k, 0, 2 * Math.PI);
    context.fillStyle = colours.ok;
    context.fill();
  } else drawMark(context, colours, state, { x: x - width / 2 + 15 * k, y, size: 13 * k });
  const counted = own.pods > 0 || own.kind === 'service' ? `${own.readyPods} of ${own.pods}` : own.kind;
  const aside = isGone ? 'gone' : counted;
  const isTall = height > ROOM_FOR_TWO_LINES;
  drawWords(context, { x, y: isTall ? y - 7 : y, width, k }, own.name, aside, scene);
  if (isTall) drawSecondLine(context, { x, y: y + 9, width, k }, placesOf(own.nodes, own.waypoint), scene);
}

/** What stands below a name from near: the nodes and the waypoint, which its hops are made of. */
function placesOf(nodes: readonly string[], waypoint: string): string {
  const where = nodes.length > 2 ? `${nodes.length} nodes` : nodes.join(', ');
  return [where, waypoint === '' ? '' : `via ${waypoint}`].filter((part) => part !== '').join(' · ');
}

/** Letters grow no further: a nearer look shows more, and not the same in large. */
const MOST_LETTERS = 1.08;
const ROOM_FOR_TWO_LINES = 38;
const SMALL_LETTER = 6.1;

function drawSecondLine(
  context: CanvasRenderingContext2D,
  box: CardBox,
  text: string,
  { colours }: Pen['scene'],
): void {
  const room = Math.floor((box.width - 40) / SMALL_LETTER);
  context.textAlign = 'left';
  context.font = `400 11px ${colours.font}`;
  context.fillStyle = colours.text3;
  context.fillText(
    text.length > room ? `${text.slice(0, Math.max(1, room - 1))}…` : text,
    box.x - box.width / 2 + 28 * box.k,
    box.y,
  );
}

function cardLine(state: string, out: boolean, colours: Pen['scene']['colours']): string {
  if (state === 'broken') return colours.broken;
  if (state === 'degraded') return colours.warnOutline;
  return out ? colours.borderStrong : colours.border;
}

const LETTER = 7.1;
const ASIDE_LETTER = 6.4;

interface CardBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly k: number;
}

function drawWords(
  context: CanvasRenderingContext2D,
  box: CardBox,
  name: string,
  aside: string,
  { colours }: Pen['scene'],
) {
  const { x, y, width, k } = box;
  const room = Math.floor((width / k - 40 - aside.length * ASIDE_LETTER) / LETTER);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.font = `400 ${13 * k}px ${colours.font}`;
  context.fillStyle = colours.text;
  context.fillText(name.length > room ? `${name.slice(0, Math.max(1, room - 1))}…` : name, x - width / 2 + 28 * k, y);
  context.textAlign = 'right';
  context.font = `400 ${11.5 * k}px ${colours.font}`;
  context.fillStyle = colours.text3;
  context.fillText(aside, x + width / 2 - 8 * k, y);
}

function labelOf({ scene }: Pen, { node, x, y }: Spot): Label {
  const { node: own, state, isGone } = scene.states.nodes[node]!;
  const isBroken = state === 'broken';
  const isLit = scene.light.nodes.has(node);
  return {
    text: own.name,
    aside: isGone ? 'gone' : own.pods > 0 && own.readyPods < own.pods ? `${own.readyPods} of ${own.pods}` : '',
    x: x + 9,
    y,
    align: 'left',
    rank: (isLit ? 1e8 : 0) + scene.states.importance[node]!,
    tone: isBroken ? 'broken' : 'plain',
  };
}
