/** Network policies that are not Kubernetes' own NetworkPolicy: that they are there is said, what they do is not guessed. */
import { FOREIGN_POLICY_KINDS } from '../../state/kinds.ts';
import type { Marker } from '../../state/kubernetes.ts';
import { nameOf } from '../../state/refs.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import type { Gap, Mesh } from '../mesh.ts';

const byNamespace = perSlice((markers: readonly Marker[]) =>
  groupBy(
    markers.filter((marker) => FOREIGN_POLICY_KINDS.includes(marker.kind) && !isCopy(marker)),
    (marker) => marker.namespace,
  ),
);

/** Calico lists Kubernetes' own policies beside its own, under this name. */
const isCopy = (marker: Marker): boolean => marker.name.startsWith('knp.default.');

/** Those that may concern pods of a namespace: of the namespace, or of the whole cluster. */
export function foreignPoliciesOf(mesh: Mesh, namespaces: readonly string[]): readonly Marker[] {
  const index = byNamespace(mesh.state.markers);
  return index.size === 0 ? NONE : ['', ...new Set(namespaces)].flatMap((namespace) => index.get(namespace) ?? []);
}

const NONE: readonly Marker[] = [];

/** N1: why the network between pods of these namespaces cannot be judged; null where only NetworkPolicies rule there. */
export function foreignPolicyGap(mesh: Mesh, namespaces: readonly string[]): Gap | null {
  const [first, ...rest] = foreignPoliciesOf(mesh, namespaces);
  if (!first) return unreadGap(mesh, namespaces);
  const named = new Set([first, ...rest].map((policy) => `${foreignWord(policy.kind)} ${nameOf(policy)}`));
  const names = [...named].slice(0, 3).join(', ');
  return {
    source: first.kind,
    scope: null,
    why: `policies of the network plugin are not evaluated (${names})`,
    permission: null,
  };
}

/** What people call a kind that has a namesake, or that Calico keeps in two groups. */
export function foreignWord(kind: string): string {
  if (kind === 'StoredGlobalNetworkPolicy') return 'GlobalNetworkPolicy';
  return kind.endsWith('CalicoNetworkPolicy') ? 'Calico NetworkPolicy' : kind;
}

/** The cluster serves such a kind and does not let us see whether there are any; files that hold none say nothing. */
function unreadGap(mesh: Mesh, namespaces: readonly string[]): Gap | null {
  const status = unreadable(mesh.state.sources).find(({ scope }) => scope === null || namespaces.includes(scope));
  if (!status) return null;
  const why = `whether there are ${status.source} objects may not be seen`;
  return { source: status.source, scope: status.scope, why, permission: status.permission };
}

const unreadable = perSlice((sources: Mesh['state']['sources']) =>
  sources.filter(
    ({ source, state }) => FOREIGN_POLICY_KINDS.includes(source) && (state === 'forbidden' || state === 'failed'),
  ),
);
