/** The keyboard's walk over the large map: islands from far, services and links from near. */
import { bucketAt } from '../../layout/structure.ts';
import type { Step } from '../walk-map.ts';
import type { LargeMesh } from './large-mesh.ts';
import type { LargeStates } from './large-states.ts';

/** Ids of islands, apart from all ids of nodes and links. */
const ISLAND = 'namespace:';

export function islandId(mesh: LargeMesh, group: number): string {
  return `${ISLAND}${mesh.structure.groups[group]!}`;
}

/** The number of the island that an id names. */
export function islandOf(mesh: LargeMesh, id: string): number | undefined {
  if (!id.startsWith(ISLAND)) return undefined;
  const found = mesh.structure.groups.indexOf(id.slice(ISLAND.length));
  return found < 0 ? undefined : found;
}

/** Where a step leads from an island, a node or a link; the same id where there is nothing. */
export function walkLarge(mesh: LargeMesh, states: LargeStates, at: string, step: Step): string {
  const island = islandOf(mesh, at);
  if (island !== undefined) return islandId(mesh, stepIsland(mesh, states, island, step));
  const link = mesh.linkNumber.get(at);
  if (link !== undefined) return stepLink(mesh, link, step);
  const node = mesh.nodeNumber.get(at);
  return node === undefined ? at : mesh.structure.ids[stepNode(mesh, states, node, step)]!;
}

/** Calls that fail come before things that are not well and fail nobody. */
const WEIGHT_OF_CALL = 1000;

/** The first thing that the keyboard meets: the island that asks for most attention. */
export function firstIsland({ islands }: LargeStates): number {
  const harm = islands.map(({ failing, unwell }) => failing * WEIGHT_OF_CALL + unwell);
  return Math.max(0, harm.indexOf(Math.max(...harm)));
}

/** The most important node of an island. */
export function firstNodeOf(mesh: LargeMesh, states: LargeStates, group: number): string | undefined {
  const first = states.ranked[mesh.members.start[group]!];
  return first === undefined ? undefined : mesh.structure.ids[first];
}

function stepIsland({ layout }: LargeMesh, { bundles }: LargeStates, at: number, step: Step): number {
  if (step === 'callee' || step === 'caller') {
    const [near, far] = step === 'callee' ? (['from', 'to'] as const) : (['to', 'from'] as const);
    return bundles.findLast((bundle) => bundle[near] === at)?.[far] ?? at;
  }
  // The nearest in that direction, sideways counting double.
  const sign = step === 'below' ? 1 : -1;
  let [best, least] = [at, Number.POSITIVE_INFINITY];
  layout.islandY.forEach((y, other) => {
    const down = (y - layout.islandY[at]!) * sign;
    const far = down + 2 * Math.abs(layout.islandX[other]! - layout.islandX[at]!);
    if (down > 1 && far < least) [best, least] = [other, far];
  });
  return best;
}

function stepLink(mesh: LargeMesh, link: number, step: Step): string {
  const { structure, linkIds, calls } = mesh;
  if (step === 'callee') return structure.ids[structure.to[link]!]!;
  if (step === 'caller') return structure.ids[structure.from[link]!]!;
  const beside = [...bucketAt(calls, structure.from[link]!)];
  return linkIds[beside[beside.indexOf(link) + (step === 'below' ? 1 : -1)] ?? link]!;
}

function stepNode(mesh: LargeMesh, states: LargeStates, node: number, step: Step): number {
  const { structure, layout, members, calls, callers } = mesh;
  if (step === 'callee') return mostImportant(states, bucketAt(calls, node), structure.to) ?? node;
  if (step === 'caller') return mostImportant(states, bucketAt(callers, node), structure.from) ?? node;
  const beside = [...bucketAt(members, structure.groupOf[node]!)].sort(
    (a, b) => layout.nodeX[a]! - layout.nodeX[b]! || layout.nodeY[a]! - layout.nodeY[b]!,
  );
  return beside[beside.indexOf(node) + (step === 'below' ? 1 : -1)] ?? node;
}

function mostImportant(states: LargeStates, links: Int32Array, ends: Int32Array): number | undefined {
  let best: number | undefined;
  for (const link of links) {
    const end = ends[link]!;
    if (best === undefined || states.importance[end]! > states.importance[best]!) best = end;
  }
  return best;
}

/** How an island is spoken of. */
export function speakIsland(mesh: LargeMesh, states: LargeStates, group: number, name: string): string {
  const { failing, unwell, membership } = states.islands[group]!;
  const count = bucketAt(mesh.members, group).length;
  const parts = [name, 'namespace', `${count} ${count === 1 ? 'service' : 'services'}`];
  if (membership !== '') parts.push(membership);
  if (unwell > 0) parts.push(`${unwell} not well`);
  parts.push(failing > 0 ? `${failing} ${failing === 1 ? 'call fails' : 'calls fail'}` : 'no call fails');
  return parts.join(', ');
}
