/** What this server remembers of the time before a moment, as core joins it with a failure. */
import type { Past } from '@hopscope/core';
import type { MeshStore } from '../store/mesh-store.ts';

/** Everything that happened until then, the newest first; null while the server has seen one state only. */
export function pastOf(store: MeshStore, until: string): Past | null {
  const [first] = store.past.moments();
  if (!first) return null;
  const end = Date.parse(until);
  return { since: first.at, changes: store.changes().filter(({ at }) => Date.parse(at) <= end) };
}
