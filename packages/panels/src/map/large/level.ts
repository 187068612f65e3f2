/** How near the large map is looked at, and what is drawn then. */
import { CARD } from '../../layout/layout-inside.ts';

export type Level = 'mesh' | 'namespace' | 'workload' | 'hops';

/** Far to near. */
export const LEVELS: readonly Level[] = ['mesh', 'namespace', 'workload', 'hops'];

export const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  mesh: 'Mesh',
  namespace: 'Namespaces',
  workload: 'Services',
  hops: 'Hops',
};

/** From this scale on: dots of neighbours no longer touch; names on cards can be read; there is room for proxies on a link. */
const FROM: Readonly<Record<Level, number>> = { mesh: 0, namespace: 5.2 / CARD.rowPitch, workload: 0.6, hops: 1.2 };

export function levelOf(scale: number): Level {
  return LEVELS.findLast((level) => scale >= FROM[level]) ?? 'mesh';
}

/** A scale at which a level is seen at its best; of the whole mesh, that which fits it. */
export function scaleOf(level: Level, fitting: number): number {
  if (level === 'mesh') return Math.min(fitting, FROM.namespace * 0.95);
  return { namespace: FROM.namespace * 1.9, workload: 0.9, hops: 1.5 }[level];
}

/** Square pixels that a dot needs to be told from its neighbours. */
const ROOM_OF_DOT = 260;
const FEWEST_DOTS = 3;

/** How many nodes of an island can be told apart; the rest stands in its stub. */
export function roomFor(radius: number, scale: number): number {
  if (levelOf(scale) === 'workload' || levelOf(scale) === 'hops') return Number.POSITIVE_INFINITY;
  return Math.max(FEWEST_DOTS, Math.floor((Math.PI * (radius * scale) ** 2) / ROOM_OF_DOT));
}
