/** docs/rbac.yaml: the permissions to read every kind of the table and to ask Istio's components, and not one more. */

import { POD_TIERS, renderTierRole } from '../../apps/server/src/collect/tiers.ts';
import { type KindSpec, TIER_WORDS } from '../../packages/core/src/index.ts';

const HEAD = `# Generated from packages/core/src/state/kinds.ts and apps/server/src/collect/tiers.ts by npm run docs. Change those, not this file.
#
# Everything that Hopscope may read of a cluster, by tiers of evidence; each has a label of its own, so that
#
#   kubectl apply -f rbac.yaml -l 'hopscope-tier in (0, 1)'
#
# gives the objects and the metrics and no more. What is left out is not fatal: Hopscope then says what it could not read, and
# which verdicts hang on it. Besides these it asks what it may do and who it is (selfsubjectaccessreviews,
# selfsubjectrulesreviews, selfsubjectreviews), which Kubernetes allows every authenticated user.
#
# Tiers 1 to 3 are Roles in istio-system, where istiod, ztunnel and istio-cni usually stand. For waypoints and gateways repeat
# them in their namespaces; the page Sources has them ready to copy for each namespace in which something is refused.
#
# Tier 0: Kubernetes objects.
apiVersion: v1
kind: Namespace
metadata:
  name: hopscope
  labels:
    hopscope-tier: '0'
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: hopscope
  namespace: hopscope
  labels:
    hopscope-tier: '0'
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: hopscope-read
  labels:
    hopscope-tier: '0'
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
  labels:
    hopscope-tier: '0'
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
  return HEAD + inOrder.map(renderRule).join('') + POD_TIERS.map(renderTier).join('');
}

/** One of Istio's components, as they stand with the names that everybody uses. */
function renderTier(tier: (typeof POD_TIERS)[number]): string {
  const { name, gives } = TIER_WORDS[tier]!;
  const role = renderTierRole(tier, 'istio-system', {
    kind: 'ServiceAccount',
    name: 'hopscope',
    namespace: 'hopscope',
  });
  return `---\n# Tier ${tier}: ${name}: ${gives}.${NOTES[tier]}\n${role}`;
}

const NOTES: Readonly<Record<number, string>> = {
  1: ' It allows GET on every port and path of the pods there; Hopscope asks the ones of apps/server/src/collect/signals.ts.',
  2: ' A port-forward reaches whatever listens in the pods there: give it where you would let somebody debug.',
  3: ' Logs are read to facts, and their text is dropped.',
};

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
