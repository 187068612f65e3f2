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

/** The whole file: one rule a group, and one of its own for each kind of which only some names are read. */
export function renderRbac(kinds: readonly KindSpec[]): string {
  const groups = [...new Set(kinds.map(({ group }) => group))];
  const rules = groups.flatMap((group) => {
    const members = kinds.filter((kind) => kind.group === group);
    const whole = members.filter(({ names }) => names === undefined).map(({ resource }) => resource);
    const named = members.filter(({ names }) => names !== undefined);
    return [
      ...(whole.length === 0 ? [] : [renderRule(group, whole)]),
      ...named.map(({ resource, names }) => renderRule(group, [resource], names)),
    ];
  });
  return HEAD + rules.join('');
}

function renderRule(group: string, resources: readonly string[], names: readonly string[] = []): string {
  const list = (key: string, values: readonly string[]): string =>
    `    ${key}:\n${values.map((value) => `      - ${value}\n`).join('')}`;
  const resourceNames = names.length === 0 ? '' : list('resourceNames', names);
  return `  - apiGroups: ['${group}']\n${list('resources', resources)}${resourceNames}    verbs: [get, list, watch]\n`;
}
