/** A large map's places, and the rectangle around them. */

/** Middles of nodes and islands by their number in the structure; the picture begins at 0, 0. */
export interface LargeLayout {
  readonly width: number;
  readonly height: number;
  readonly nodeX: Float32Array;
  readonly nodeY: Float32Array;
  readonly islandX: Float32Array;
  readonly islandY: Float32Array;
  readonly islandRadius: Float32Array;
}

const MARGIN = 60;

/** Moves everything so that the picture begins at 0, 0, and measures it. */
export function frame(places: Omit<LargeLayout, 'width' | 'height'>): LargeLayout {
  const { islandX, islandY, islandRadius } = places;
  let [left, top, right, bottom] = [0, 0, 0, 0];
  islandX.forEach((x, i) => {
    const [y, r] = [islandY[i]!, islandRadius[i]!];
    left = i === 0 ? x - r : Math.min(left, x - r);
    top = i === 0 ? y - r : Math.min(top, y - r);
    right = i === 0 ? x + r : Math.max(right, x + r);
    bottom = i === 0 ? y + r : Math.max(bottom, y + r);
  });
  const [dx, dy] = [MARGIN - left, MARGIN - top];
  return {
    width: Math.ceil(right - left + 2 * MARGIN),
    height: Math.ceil(bottom - top + 2 * MARGIN),
    nodeX: places.nodeX.map((x) => x + dx),
    nodeY: places.nodeY.map((y) => y + dy),
    islandX: islandX.map((x) => x + dx),
    islandY: islandY.map((y) => y + dy),
    islandRadius,
  };
}
