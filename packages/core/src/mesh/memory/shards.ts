/** The objects that change all the time, kept by namespace: a namespace in which nothing changed keeps its shard. */
import type { MeshState } from '../../state/mesh-state.ts';

/** Slices that are kept by namespace; every other slice is looked at as a whole, and changes seldom. */
export const SHARDED = ['pods', 'services', 'endpointSlices', 'controllers', 'events'] as const;
export type ShardedSlice = (typeof SHARDED)[number];

/** What one namespace holds of them. */
export type Shard = { readonly namespace: string } & { readonly [K in ShardedSlice]: MeshState[K] };

type Lists = Record<ShardedSlice, readonly unknown[]>;

/** Shards by namespace, in the order of their names; those equal to the former ones are the former ones. */
export function shardState(
  state: MeshState,
  former: { state: MeshState; shards: ReadonlyMap<string, Shard> } | null,
): ReadonlyMap<string, Shard> {
  const drafts = new Map<string, Lists>();
  for (const slice of SHARDED) {
    const before = former === null ? null : former.state[slice];
    const spread = before !== null && changedIn(before, state[slice]);
    if (spread) keepOrRegroup(drafts, slice, state[slice], former!.shards, spread);
    else regroup(drafts, slice, state[slice], () => true);
  }
  return finished(drafts, former?.shards ?? null);
}

/** The namespaces of objects that differ, where both lists have the same places; null where they do not line up. */
function changedIn(before: MeshState[ShardedSlice], after: MeshState[ShardedSlice]): ReadonlySet<string> | null {
  if (before.length !== after.length) return null;
  const changed = new Set<string>();
  for (let i = 0; i < after.length; i++) {
    const [a, b] = [before[i]!, after[i]!];
    if (a === b) continue;
    if (a.namespace !== b.namespace) return null;
    changed.add(a.namespace);
    if (changed.size > MOST_CHANGED) return null;
  }
  return changed;
}

const MOST_CHANGED = 50;

/** Only the namespaces in which something changed are gathered again. */
function keepOrRegroup(
  drafts: Map<string, Lists>,
  slice: ShardedSlice,
  list: MeshState[ShardedSlice],
  shards: ReadonlyMap<string, Shard>,
  changed: ReadonlySet<string>,
): void {
  for (const [namespace, shard] of shards)
    if (!changed.has(namespace) && shard[slice].length > 0) draftOf(drafts, namespace)[slice] = shard[slice];
  if (changed.size > 0) regroup(drafts, slice, list, (namespace) => changed.has(namespace));
}

function regroup(
  drafts: Map<string, Lists>,
  slice: ShardedSlice,
  list: MeshState[ShardedSlice],
  wants: (namespace: string) => boolean,
): void {
  const lists = new Map<string, unknown[]>();
  for (const item of list) {
    if (!wants(item.namespace)) continue;
    const known = lists.get(item.namespace);
    if (known) known.push(item);
    else lists.set(item.namespace, [item]);
  }
  for (const [namespace, items] of lists) draftOf(drafts, namespace)[slice] = items;
}

const NOTHING: readonly never[] = [];

function draftOf(drafts: Map<string, Lists>, namespace: string): Lists {
  let draft = drafts.get(namespace);
  if (!draft) {
    draft = { pods: NOTHING, services: NOTHING, endpointSlices: NOTHING, controllers: NOTHING, events: NOTHING };
    drafts.set(namespace, draft);
  }
  return draft;
}

function finished(drafts: ReadonlyMap<string, Lists>, former: ReadonlyMap<string, Shard> | null): Map<string, Shard> {
  const names = [...drafts.keys()];
  const inOrder = former !== null && names.length === former.size && names.every((name) => former.has(name));
  const shards = new Map<string, Shard>();
  for (const namespace of inOrder ? former.keys() : names.sort(byPrefix))
    shards.set(namespace, withKept(namespace, drafts.get(namespace)!, former?.get(namespace)));
  return shards;
}

/** The order in which ids that begin with `namespace/` are sorted. */
const byPrefix = (a: string, b: string): number => (`${a}/` < `${b}/` ? -1 : 1);

/** The former shard where nothing changed, else a new one that keeps the lists that are the same. */
function withKept(namespace: string, draft: Lists, former: Shard | undefined): Shard {
  if (!former) return { namespace, ...draft } as unknown as Shard;
  let same = true;
  const lists: Lists = { ...draft };
  for (const slice of SHARDED) {
    if (isSameList(draft[slice], former[slice])) lists[slice] = former[slice];
    else same = false;
  }
  return same ? former : ({ namespace, ...lists } as unknown as Shard);
}

/** The same things in the same order. */
export function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
