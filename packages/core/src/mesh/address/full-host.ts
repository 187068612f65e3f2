/** Host names in Istio's own objects: only a name without any dot is completed. */
import type { Service } from '../../state/kubernetes.ts';
import type { Mesh } from '../mesh.ts';
import { hostOf } from './host-name.ts';

/** The name as it stands, or completed by the namespace of the object that names it where it has no dot. */
export function fullHost(mesh: Mesh, host: string, namespace: string): string {
  return host.includes('.') || host === '*' ? host : hostOf(mesh, { namespace, name: host });
}

/** The Service of a full host name; short names are none here. */
export function serviceOfFullHost(mesh: Mesh, host: string): Service | undefined {
  const suffix = mesh.serviceSuffix;
  if (!host.endsWith(suffix)) return undefined;
  const [name, namespace, ...rest] = host.slice(0, -suffix.length).split('.');
  return rest.length === 0 && namespace !== undefined ? mesh.services.byName.get(`${namespace}/${name}`) : undefined;
}
