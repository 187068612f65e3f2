/** Namespaces on the large map: from far a disc with two rings of states, from near the ground that services stand on. */
import { type LinkLook, LOOK_ORDER } from '../link-look.ts';
import { EXTERNAL, OUTSIDE } from '../map-view.ts';
import { drawMark } from './canvas-mark.ts';
import { hasProblem, type IslandState, STATE_ORDER, type State, stubText } from './large-states.ts';
import type { Label } from './paint-labels.ts';
import { isInFrame, type Pen, type StubBox, toScreenX, toScreenY } from './scene.ts';
import { shownOf } from './shown-nodes.ts';
import type { Colours } from './theme-colours.ts';

const NAMES: Readonly<Record<string, string>> = { [OUTSIDE]: 'outside', [EXTERNAL]: 'outside the cluster' };
const LEAST_DISC = 5;
/** A single failure among thousands still takes this share of its ring. */
const LEAST_SHARE = 0.14;
const RANK_OF_PROBLEM = 1e6;
const STUB_HEIGHT = 18;
/** Under a smaller island there is no room for words. */
const LEAST_STUB_RADIUS = 34;

export function nameOfIsland(group: string): string {
  return NAMES[group] ?? group;
}

export interface PaintedIslands {
  readonly count: number;
  readonly labels: readonly Label[];
  readonly stubs: readonly StubBox[];
}

/** Draws all islands of the frame; those with problems last, so that nothing lies over them. */
export function paintIslands(pen: Pen): PaintedIslands {
  const { layout, structure } = pen.scene.mesh;
  const labels: Label[] = [];
  const stubs: StubBox[] = [];
  let count = 0;
  const inOrder = [...structure.groups.keys()].sort((a, b) => harmOf(pen, a) - harmOf(pen, b));
  for (const group of inOrder) {
    const [x, y] = [toScreenX(pen.view, layout.islandX[group]!), toScreenY(pen.view, layout.islandY[group]!)];
    const radius = Math.max(LEAST_DISC, layout.islandRadius[group]! * pen.view.k);
    if (!isInFrame(pen.view, x, y, radius)) continue;
    count++;
    const island = { group, x, y, radius, state: pen.scene.states.islands[group]! };
    pen.context.globalAlpha = alphaOf(pen, island);
    if (pen.level === 'mesh') drawDisc(pen, island);
    else drawGround(pen, island, stubs);
    pen.context.globalAlpha = 1;
    labels.push(labelOf(pen, island));
  }
  return { count, labels, stubs };
}

interface Island {
  readonly group: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly state: IslandState;
}

function harmOf({ scene }: Pen, group: number): number {
  const { failing, unwell } = scene.states.islands[group]!;
  return failing + unwell;
}

function alphaOf({ scene }: Pen, { group, state }: Island): number {
  if (scene.light.rest !== 'none') return scene.light.islands.has(group) ? 1 : scene.light.rest === 'dim' ? 0.3 : 0.6;
  return scene.problemsOnly && !hasProblem(state) ? 0.3 : 1;
}

function drawDisc(pen: Pen, { x, y, radius, state }: Island): void {
  const { context, scene } = pen;
  context.fillStyle = scene.colours.surface;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  const width = Math.max(2, radius * 0.2);
  drawRing(pen, { x, y, radius: radius - width / 2, width }, sharesOf(LOOK_ORDER, state.looks), colourOfLook);
  if (radius >= 9 && hasProblem(state))
    drawRing(
      pen,
      { x, y, radius: radius - width * 1.9, width: width * 0.7 },
      sharesOf(STATE_ORDER, state.states),
      colourOfState,
    );
  if (!hasProblem(state)) return;
  drawMark(context, scene.colours, state.failing > 0 ? 'blocked' : 'degraded', {
    x,
    y,
    size: Math.max(8, radius * 0.7),
  });
}

interface Ring {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly width: number;
}

/** Shares of a whole by key, in order; what is there at all is seen. */
export function sharesOf<K extends string>(order: readonly K[], counts: Readonly<Record<K, number>>): [K, number][] {
  const there = order.filter((key) => counts[key] > 0);
  const total = there.reduce((sum, key) => sum + counts[key], 0);
  const raised = there.map((key) => Math.max(LEAST_SHARE, counts[key] / total));
  const sum = raised.reduce((all, share) => all + share, 0);
  return there.map((key, index) => [key, raised[index]! / sum]);
}

interface RingLook {
  readonly colour: string;
  readonly isBroken: boolean;
  readonly isWell?: boolean;
}

function drawRing<K extends string>(
  { context, scene }: Pen,
  ring: Ring,
  shares: readonly (readonly [K, number])[],
  colourOf: (key: K, colours: Colours) => RingLook,
): void {
  let angle = -Math.PI / 2;
  context.lineCap = 'butt';
  const gap = shares.length > 1 ? Math.min(0.12, 1.5 / ring.radius) : 0;
  for (const [key, share] of shares) {
    const { colour, isBroken, isWell = false } = colourOf(key, scene.colours);
    context.strokeStyle = colour;
    // What is well is thin: at a glance only the rest is seen.
    context.lineWidth = isWell ? Math.max(1, ring.width * 0.3) : ring.width;
    context.setLineDash(isBroken ? [ring.width, ring.width * 0.7] : []);
    context.beginPath();
    context.arc(ring.x, ring.y, ring.radius, angle + gap, angle + share * 2 * Math.PI - gap);
    context.stroke();
    angle += share * 2 * Math.PI;
  }
  context.setLineDash([]);
}

/** Solid where it is certain, dashed where it is foreseen or not known. */
function colourOfLook(look: LinkLook, colours: Colours): RingLook {
  if (look === 'blocked') return { colour: colours.broken, isBroken: false };
  if (look === 'degraded' || look === 'varies') return { colour: colours.warn, isBroken: false };
  if (look === 'would-block') return { colour: colours.broken, isBroken: true };
  if (look === 'unknown') return { colour: colours.unknown, isBroken: true };
  return { colour: colours.ok, isBroken: look === 'would-pass', isWell: true };
}

function colourOfState(state: State, colours: Colours): RingLook {
  if (state === 'broken') return { colour: colours.broken, isBroken: false };
  if (state === 'degraded') return { colour: colours.warn, isBroken: false };
  if (state === 'latent') return { colour: colours.warn, isBroken: true };
  return {
    colour: state === 'ok' ? colours.ok : colours.unknown,
    isBroken: state === 'unknown',
    isWell: state === 'ok',
  };
}

function drawGround(pen: Pen, { group, x, y, radius, state }: Island, stubs: StubBox[]): void {
  const { context, scene } = pen;
  const { colours } = scene;
  const isOutside = state.membership === 'not in the mesh' || (scene.mesh.structure.groups[group] ?? '') in NAMES;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = isOutside ? colours.surface : colours.surface2;
  context.fill();
  context.setLineDash(isOutside ? [4, 4] : []);
  context.strokeStyle = hasProblem(state) ? colours.broken : isOutside ? colours.borderStrong : colours.border;
  context.lineWidth = hasProblem(state) ? 1.6 : 1;
  context.stroke();
  context.setLineDash([]);
  const text = stubText(scene.mesh, scene.states, group, shownOf(scene, group, pen.view.k));
  if (text !== '' && radius >= LEAST_STUB_RADIUS) stubs.push(drawStub(pen, text, { group, x, y: y + radius - 14 }));
}

function drawStub({ context, scene }: Pen, text: string, at: { group: number; x: number; y: number }): StubBox {
  context.font = `400 11px ${scene.colours.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = scene.colours.text3;
  context.fillText(text, at.x, at.y);
  const { width } = context.measureText(text);
  context.strokeStyle = scene.colours.text3;
  context.lineWidth = 1;
  context.setLineDash([1, 2]);
  context.beginPath();
  context.moveTo(at.x - width / 2, at.y + 7.5);
  context.lineTo(at.x + width / 2, at.y + 7.5);
  context.stroke();
  context.setLineDash([]);
  return { group: at.group, x: at.x - width / 2, y: at.y - STUB_HEIGHT / 2, width, height: STUB_HEIGHT };
}

function labelOf(pen: Pen, { group, x, y, radius, state }: Island): Label {
  const { scene, view } = pen;
  const name = nameOfIsland(scene.mesh.structure.groups[group]!);
  const isBroken = hasProblem(state);
  const counted = state.failing > 0 ? `${state.failing} failing` : `${state.unwell} unwell`;
  const isLit = scene.light.islands.has(group);
  const size = scene.mesh.members.start[group + 1]! - scene.mesh.members.start[group]!;
  return {
    text: name,
    aside: isBroken ? counted : state.membership,
    x,
    // From near the rim may be out of sight; its name stays in the frame.
    y: pen.level === 'mesh' ? y + radius + 11 : Math.max(12, Math.min(y - radius, view.height - 12)),
    align: 'centre',
    rank: (isLit ? 10 * RANK_OF_PROBLEM : 0) + (isBroken ? RANK_OF_PROBLEM + state.failing + state.unwell : size),
    tone: isBroken ? 'broken' : 'island',
  };
}
