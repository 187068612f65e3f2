/** docs/rbac.yaml: the permissions to read every kind of the table, and not one more. */
import type { KindSpec } from '../../packages/core/src/index.ts';

const HEAD = `# Generated from packages/core/src/state/kinds.ts by npm run docs. Change the table, not this file.
#
# Everything that Hopscope reads of a cluster, read-only: evidence tier 0. What is left out here is not fatal: Hopscope then
# says which kind it could not read, and which verdicts hang on it. Besides these it asks what it may do
# (selfsubjectaccessreviews, selfsubjectrulesreviews), which Kubernetes allows every authenticated user.
apiVersion: v1
kind: Namespace
metadata:
  name: hopscope
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: hopscope
  namespace: hopscope
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: hopscope-read
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: hopscope-read
subjects:
  - kind: ServiceAccount
    name: hopscope
    namespace: hopscope
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: hopscope-read
rules:
`;

/** The whole file: a rule for each group, and one of its own for what is read by name or is not watched. */
export function renderRbac(kinds: readonly KindSpec[]): string {
  const rules = new Map<string, KindSpec[]>();
  for (const kind of kinds) {
    const key = JSON.stringify([kind.group, kind.names ?? [], kind.gatherOnly === true]);
    rules.set(key, [...(rules.get(key) ?? []), kind]);
  }
  const inOrder = [...rules.values()].sort((a, b) => placeOf(kinds, a) - placeOf(kinds, b));
  return HEAD + inOrder.map(renderRule).join('');
}

/** Groups in the order of the table, their rules together. */
function placeOf(kinds: readonly KindSpec[], [first]: readonly KindSpec[]): number {
  return kinds.findIndex(({ group }) => group === first!.group);
}

function renderRule(members: readonly KindSpec[]): string {
  const [{ group, names, gatherOnly }] = members as [KindSpec];
  const list = (key: string, values: readonly string[]): string =>
    `    ${key}:\n${values.map((value) => `      - ${value}\n`).join('')}`;
  const resources = list(
    'resources',
    members.map(({ resource }) => resource),
  );
  const resourceNames = names === undefined ? '' : list('resourceNames', names);
  const verbs = gatherOnly === true ? '[list]' : '[list, watch]';
  return `  - apiGroups: ['${group}']\n${resources}${resourceNames}    verbs: ${verbs}\n`;
}
