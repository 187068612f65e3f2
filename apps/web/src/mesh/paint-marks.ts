import type { PaintNews } from '@hopscope/panels';

/** Marks on the browser's own timeline, for profiles and the benchmark: the map stands, and stands anew. */
export const MAP_PAINTED = 'hopscope:map-painted';

/** Marks a painted map at the frame that shows it. Moves are left out: there are many, and frames tell of them. */
export function markPaint({ isMove, level, nodes, links, problems }: PaintNews): void {
  if (isMove) return;
  performance.mark(MAP_PAINTED, { detail: { level, nodes, links, problems } });
}
