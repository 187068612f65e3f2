/** What the minimap shows of a large mesh: islands, and where something fails. */
import type { MinimapArea, MinimapDot } from '../../minimap/Minimap.tsx';
import type { LargeMesh } from './large-mesh.ts';
import type { LargeStates } from './large-states.ts';

/** One dot an island with problems: more would be one blot. */
export function minimapOf({ layout }: LargeMesh, { islands }: LargeStates) {
  const areas: MinimapArea[] = Array.from(layout.islandX, (x, i) => ({
    x,
    y: layout.islandY[i]!,
    radius: layout.islandRadius[i]!,
  }));
  const dots = islands.flatMap((island, i): MinimapDot[] => {
    const isBroken = island.looks.blocked + island.looks['would-block'] + island.states.broken > 0;
    if (island.failing + island.unwell === 0) return [];
    return [{ x: layout.islandX[i]!, y: layout.islandY[i]!, tone: isBroken ? 'broken' : 'warn' }];
  });
  return { size: { width: layout.width, height: layout.height }, areas, dots };
}
