import type { Placement } from './place.ts';
import { SIZES } from './plan.ts';

/** A free strip through a band, between two cards or beside all of them. */
export interface Gap {
  readonly key: string;
  readonly top: number;
  readonly bottom: number;
  /** between islands a line disturbs nobody; between two cards of one island it may be taken for theirs */
  readonly isInside: boolean;
}

const CLEARANCE = 4;
/** Room above and below a band; the picture's margin holds it. */
const OUTER = SIZES.margin;
const INSIDE_PENALTY = 46;

/** The free strips of every band, from top to bottom. */
export function findGaps({ bands, islands, nodes, height }: Placement): Gap[][] {
  return bands.map((band, index) => {
    const cards = [...nodes.values()].filter((node) => node.band === index);
    const crossed = islands.filter(({ x, width }) => x < band.x + band.width && x + width > band.x);
    const titles = crossed.map(({ y }) => ({ y, height: SIZES.islandTitle, group: '' }));
    const obstacles = [...cards, ...titles].sort((a, b) => a.y - b.y);
    const gaps: Gap[] = [];
    let top = (obstacles[0]?.y ?? height) - OUTER;
    let above = '';
    for (const { y, height: tall, group } of obstacles) {
      addGap(gaps, index, top, y, above !== '' && above === group);
      top = Math.max(top, y + tall);
      above = group;
    }
    addGap(gaps, index, top + SIZES.islandPadding, top + SIZES.islandPadding + OUTER, false);
    return gaps;
  });
}

function addGap(gaps: Gap[], band: number, top: number, bottom: number, isInside: boolean): void {
  if (bottom - top < 2 * CLEARANCE) return;
  gaps.push({ key: `${band}/${gaps.length}`, top: top + CLEARANCE, bottom: bottom - CLEARANCE, isInside });
}

/** The strip that bends a line least. `wanted` is where the straight line would pass. */
export function chooseGap(gaps: readonly Gap[], wanted: number): Gap {
  const cost = (gap: Gap) => distanceTo(gap, wanted) + (gap.isInside ? INSIDE_PENALTY : 0);
  return gaps.reduce((best, gap) => (cost(gap) < cost(best) ? gap : best));
}

function distanceTo({ top, bottom }: Gap, y: number): number {
  return Math.max(0, top - y, y - bottom);
}

/** Lines that share a strip run side by side, in the order of where they want to be. */
export function spreadInGap(gap: Gap, wishes: readonly number[]): number[] {
  const room = gap.bottom - gap.top;
  const step = Math.min(6, room / Math.max(1, wishes.length - 1));
  const taken = step * (wishes.length - 1);
  const middle = wishes.reduce((sum, wish) => sum + wish, 0) / wishes.length;
  const first = Math.min(gap.bottom - taken, Math.max(gap.top, middle - taken / 2));
  return wishes.map((_, index) => first + index * step);
}
