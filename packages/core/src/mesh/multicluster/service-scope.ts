/** MC3: whether a Service is shared by all networks of the mesh. */
import type { Labels } from '../../state/metadata.ts';
import { isFlagSet } from '../flags.ts';
import type { Mesh } from '../mesh.ts';
import { matchesSelector } from '../service/selector.ts';

/** MC1: istiod was told to share networks (off by default); only then are scopes looked at. */
export const sharesNetworks = (mesh: Mesh): boolean => isFlagSet(mesh, 'AMBIENT_ENABLE_MULTI_NETWORK', false);

/** MC3: what MeshConfig.serviceScopeConfigs says of a Service: GLOBAL where any rule that matches does. In a namespace that is not known nothing matches. */
export function configuredScopeOf(mesh: Mesh, service: { namespace: string; labels: Labels }): 'local' | 'global' {
  const namespace = mesh.namespaces.get(service.namespace);
  if (!namespace) return 'local';
  const matching = (mesh.state.meshConfig?.serviceScopes ?? []).filter(
    (rule) => matchesSelector(rule.namespace, namespace.labels) && matchesSelector(rule.service, service.labels),
  );
  return matching.some((rule) => rule.scope === 'GLOBAL') ? 'global' : 'local';
}

/** MC1, MC3: the scope that counts. */
export function scopeOfService(mesh: Mesh, service: { namespace: string; labels: Labels }): 'local' | 'global' {
  return sharesNetworks(mesh) ? configuredScopeOf(mesh, service) : 'local';
}
