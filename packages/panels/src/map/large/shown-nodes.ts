/** Which nodes have a place of their own at a scale; the others are told by their island's stub. */
import { roomFor } from './level.ts';
import type { Scene } from './scene.ts';

/** How many of an island's nodes are drawn: as many as can be told apart, and whatever has a problem in any case. */
export function shownOf(
  { mesh, states, problemsOnly, opened }: Omit<Scene, 'light' | 'colours'>,
  group: number,
  scale: number,
): number {
  const count = mesh.members.start[group + 1]! - mesh.members.start[group]!;
  if (opened.has(group)) return count;
  const never = states.never[group]!;
  if (problemsOnly) return never;
  const shown = Math.max(never, Math.min(count, roomFor(mesh.layout.islandRadius[group]!, scale)));
  // A stub for one or two would take the place that these need themselves.
  return count - shown <= 2 ? count : shown;
}

/** One flag a node. */
export function chooseShown(scene: Scene, scale: number): Uint8Array {
  const { mesh, states, light } = scene;
  const shown = new Uint8Array(mesh.structure.ids.length);
  for (let group = 0; group < mesh.structure.groups.length; group++) {
    const start = mesh.members.start[group]!;
    const count = shownOf(scene, group, scale);
    for (let place = start; place < start + count; place++) shown[states.ranked[place]!] = 1;
  }
  for (const node of light.nodes) shown[node] = 1;
  return shown;
}
