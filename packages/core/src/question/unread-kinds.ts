/** R6: what was not read, anywhere in the mesh: an answer over all of it is then not whole, and says so. */
import { gapOf, type Mesh } from '../mesh/mesh.ts';
import { isReadable } from '../state/source-status.ts';

/** Why objects of these kinds may be missing, in plain words, each reason once. */
export function unreadKinds(mesh: Mesh, kinds: readonly string[]): string[] {
  const reasons = kinds.flatMap((kind) => {
    const statuses = [...(mesh.sources.get(kind)?.values() ?? [])];
    if (statuses.length === 0) return gapOf(mesh, kind)?.why ?? [];
    return statuses.filter((status) => !isReadable(status)).flatMap(({ scope }) => gapOf(mesh, kind, scope)?.why ?? []);
  });
  return [...new Set(reasons)];
}
