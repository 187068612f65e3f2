/** S1: names of Services. */
import type { Mesh } from '../mesh.ts';

/** The fully qualified name of a Service (S1). */
export function hostOf(mesh: Mesh, service: { namespace: string; name: string }): string {
  return `${service.name}.${service.namespace}${mesh.serviceSuffix}`;
}

/** The namespace in a fully qualified name of a Service; null for any other host. */
export function namespaceOfHost(mesh: Mesh, host: string): string | null {
  const suffix = mesh.serviceSuffix;
  const [name, namespace, ...rest] = host.endsWith(suffix) ? host.slice(0, -suffix.length).split('.') : [];
  return name && namespace && rest.length === 0 ? namespace : null;
}
