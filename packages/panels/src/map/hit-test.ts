import type { MeshLayout, Point } from '../layout/plan.ts';

/** The link that a pointer means: the nearest within `reach`, '' where there is none. Bands of links overlap; distance decides. */
export function findLink(layout: MeshLayout, ids: Iterable<string>, at: Point, reach: number): string {
  let best = '';
  let least = reach;
  for (const id of ids) {
    const { points } = layout.links.get(id)!;
    for (let index = 1; index < points.length; index++) {
      const found = distanceToSegment(at, points[index - 1]!, points[index]!);
      if (found < least) [best, least] = [id, found];
    }
  }
  return best;
}

/** From a point to the nearest of a straight line between two others. */
export function distanceToSegment(at: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((at.x - a.x) * dx + (at.y - a.y) * dy) / length;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(at.x - a.x - t * dx, at.y - a.y - t * dy);
}
