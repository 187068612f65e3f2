import type { KubeObject } from '../bundle.ts';
import type { Mesh } from './mesh.ts';

/** A dump as it is written: its lists may be changed in place. */
export type DumpBody = Record<'workloads' | 'services' | 'policies' | 'certificates', Record<string, unknown>[]>;

/** What the ztunnel of a node says differs from what it should say; without a node, what every ztunnel says. */
export function editDump(mesh: Mesh, node: string | null, change: (body: DumpBody) => void): Mesh {
  mesh.spec.dumpEdits.push({ node, change });
  return mesh;
}

/** The workload of a pod, or a service, in a dump. */
export function named(
  list: readonly Record<string, unknown>[],
  namespace: string,
  prefix: string,
): Record<string, unknown> {
  const found = list.find((one) => one['namespace'] === namespace && String(one['name']).startsWith(prefix));
  if (found === undefined) throw new Error(`the dump has no ${namespace}/${prefix}`);
  return found;
}

/** What istiods say of a connected proxy differs from all being sent and taken. */
export function editSync(mesh: Mesh, change: (entry: Record<string, unknown>) => void): Mesh {
  mesh.spec.syncEdits.push(change);
  return mesh;
}

/** Objects of a kind are not there, for what the description has no word for. */
export function dropObjects(mesh: Mesh, kind: string, is: (object: KubeObject) => boolean): Mesh {
  mesh.spec.drops.push({ kind, is });
  return mesh;
}
