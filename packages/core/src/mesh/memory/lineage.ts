/** Meshes that follow one another: the states of one source, of which most is the same from one to the next. */
import type { MeshState } from '../../state/mesh-state.ts';
import type { SourceStatus } from '../../state/source-status.ts';
import { isSameList, SHARDED } from './shards.ts';

/** What a mesh leaves to the ones after it. */
export interface Former<M> {
  state: MeshState;
  mesh: M;
}

/** By the list of namespaces, which states of one source share. Two, so that a what-if does not push out the mesh it starts from. */
const recent = new WeakMap<object, Former<unknown>[]>();
const MOST_RECENT = 2;

/** The last mesh that differs only in its shards and in the time, and the last one at all. */
export function findFormer<M>(state: MeshState): { alike: Former<M> | null; last: Former<M> | null } {
  const known = (recent.get(state.namespaces) ?? []) as Former<M>[];
  return { alike: known.find((former) => isAlike(former.state, state)) ?? null, last: known[0] ?? null };
}

/** Makes a mesh the last one of its lineage. */
export function remember<M>(state: MeshState, mesh: M): void {
  const known = (recent.get(state.namespaces) ?? []).filter((former) => !isAlike(former.state, state));
  recent.set(state.namespaces, [{ state, mesh }, ...known].slice(0, MOST_RECENT));
}

const BY_SHARD: ReadonlySet<string> = new Set([...SHARDED, 'takenAt', 'sources', 'firstSeen', 'rootBundles']);

/** Everything but the shards, the time and what is remembered of findings is the same: by identity, sources by what they say. */
function isAlike(a: MeshState, b: MeshState): boolean {
  for (const key of Object.keys(b) as (keyof MeshState)[]) if (!BY_SHARD.has(key) && a[key] !== b[key]) return false;
  // Root bundles come out of ConfigMaps, so their list is a new one in every live state.
  if (!isSameList(a.rootBundles, b.rootBundles)) return false;
  return a.sources === b.sources || hasSameSources(a.sources, b.sources);
}

/** How old they are and how much they hold decides nothing. */
function hasSameSources(a: readonly SourceStatus[], b: readonly SourceStatus[]): boolean {
  return a.length === b.length && a.every((status, i) => saysSame(status, b[i]!));
}

const saysSame = (a: SourceStatus, b: SourceStatus): boolean =>
  a === b ||
  (a.source === b.source &&
    a.scope === b.scope &&
    a.state === b.state &&
    a.message === b.message &&
    JSON.stringify(a.permission) === JSON.stringify(b.permission));
