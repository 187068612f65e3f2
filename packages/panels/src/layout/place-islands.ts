/** Where the islands of a large map stand: near what they call, callers left of callees, none over another. */
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force';
import { callLevels } from './call-levels.ts';
import type { IslandLinks } from './island-links.ts';

interface Disc extends SimulationNodeDatum {
  readonly radius: number;
  readonly column: number;
}

const TICKS = 140;
const APART_TICKS = 30;
const GAP = 36;
/** A picture is wider than tall, as screens are: how far columns reach, in sides of the square that all discs fill. */
const WIDTH = 1.8;

/** Middles of the islands. No chance in it: the simulation's own random numbers are the same every time. */
export function placeIslands(radii: ArrayLike<number>, links: IslandLinks): { x: Float32Array; y: Float32Array } {
  const count = radii.length;
  const levels = callLevels(count, { from: links.from, to: links.to, weight: links.count });
  const side = Math.sqrt(Array.from(radii).reduce((sum, r) => sum + (r + GAP) ** 2 * 4, 0));
  const deepest = Math.max(1, ...levels);
  const discs: Disc[] = Array.from({ length: count }, (_, i) => {
    const column = (levels[i]! / deepest - 0.5) * side * WIDTH;
    // Golden angles: a start that is even, and no straight line that forces could not leave.
    const angle = i * 2.399963;
    const reach = (Math.sqrt(i + 0.5) / Math.sqrt(count)) * side * 0.6;
    return { radius: radii[i]!, column, x: column + Math.cos(angle) * reach * 0.5, y: Math.sin(angle) * reach };
  });
  const arcs: (SimulationLinkDatum<Disc> & { readonly count: number })[] = links.from.map((from, i) => ({
    source: from,
    target: links.to[i]!,
    count: links.count[i]!,
  }));
  const room = (disc: Disc) => disc.radius + GAP / 2;
  const simulation = forceSimulation(discs)
    .stop()
    .alphaDecay(1 - 0.002 ** (1 / TICKS))
    .force(
      'link',
      forceLink<Disc, (typeof arcs)[number]>(arcs)
        .distance(({ source, target }) => room(source as Disc) + room(target as Disc))
        .strength((arc) => Math.min(0.6, 0.04 + 0.05 * Math.log2(1 + arc.count))),
    )
    .force(
      'charge',
      forceManyBody<Disc>()
        .strength((disc) => -disc.radius * 0.8)
        .theta(1.2)
        .distanceMax(side / 2),
    )
    .force('column', forceX<Disc>((disc) => disc.column).strength(0.1))
    .force('middle', forceY<Disc>(0).strength(0.3))
    .force('apart', forceCollide<Disc>(room).strength(0.8));
  simulation.tick(TICKS);
  simulation.force('link', null).force('charge', null).force('column', null).force('middle', null);
  simulation.force('apart', forceCollide<Disc>(room).iterations(3));
  simulation.alpha(1).alphaDecay(0).tick(APART_TICKS);
  return { x: Float32Array.from(discs, ({ x }) => x!), y: Float32Array.from(discs, ({ y }) => y!) };
}
