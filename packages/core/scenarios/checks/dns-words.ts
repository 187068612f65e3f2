/** Turns of phrase for meshes in which names matter. */
import type { KubeObject } from '../bundle.ts';
import type { Mesh } from '../mesh/mesh.ts';

/** A line of istio-cni's settings. */
export function withCni(inside: Mesh, key: string, value: string): Mesh {
  return inside.edit('ConfigMap', (object: KubeObject) => {
    if (object.metadata.name === 'istio-cni-config') Object.assign(object['data'] as object, { [key]: value });
  });
}

/** Further lines of MeshConfig. */
export function withMeshConfig(inside: Mesh, ...lines: string[]): Mesh {
  return inside.edit('ConfigMap', (object: KubeObject) => {
    const data = object['data'] as Record<string, string>;
    if (object.metadata.name === 'istio') data['mesh'] += `\n${lines.join('\n')}`;
  });
}

/** The spec of the pods of a workload gets further fields. */
export function withPodSpec(inside: Mesh, app: string, more: Record<string, unknown>): Mesh {
  return inside.edit('Pod', (object: KubeObject) => {
    if (object.metadata.labels?.['app'] === app) Object.assign(object['spec'] as object, more);
  });
}
