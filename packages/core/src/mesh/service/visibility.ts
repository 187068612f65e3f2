/** D5: which clients may see a ServiceEntry, as MeshConfig.serviceEntryVisibility decides it. */
import type { ServiceEntry } from '../../state/istio.ts';
import { conditionOf } from '../../state/metadata.ts';
import type { Mesh } from '../mesh.ts';
import { matchesSelector } from './selector.ts';

/** D5, ST2: from MeshConfig by the labels of the entry's namespace; where that was not read, from istiod's own condition. */
export function visibilityOf(mesh: Mesh, entry: ServiceEntry): 'public' | 'namespace' | 'none' {
  const config = mesh.state.meshConfig;
  if (!config)
    return conditionOf(entry.conditions, 'istio.io/VisibilityApplied')?.reason === 'Namespace' ? 'namespace' : 'public';
  const rules = config.serviceEntryVisibility;
  if (!rules) return 'public';
  const labels = mesh.namespaces.get(entry.namespace)?.labels ?? {};
  const policy = rules.policies.find(({ selectors }) =>
    selectors.every((selector) => selector !== null && matchesSelector(selector, labels)),
  );
  const word = policy ? policy.visibility : rules.byDefault;
  return word === 'NAMESPACE' ? 'namespace' : word === 'NONE' ? 'none' : 'public';
}
