/** The permission that each tier of evidence needs (signals 1.3, 10), and the rule that gives it. */

/** A tier whose signals pods are asked for. */
export type PodTier = 1 | 2 | 3;

export interface TierRule {
  readonly resource: string;
  /** all of them are needed */
  readonly verbs: readonly string[];
}

export const TIER_RULES: Readonly<Record<PodTier, TierRule>> = {
  1: { resource: 'pods/proxy', verbs: ['get'] },
  // A WebSocket begins with a GET; newer servers want `create` besides.
  2: { resource: 'pods/portforward', verbs: ['create', 'get'] },
  3: { resource: 'pods/log', verbs: ['get'] },
};

export const POD_TIERS: readonly PodTier[] = [1, 2, 3];

/** The highest tier that there is: Prometheus, which needs no permission of Kubernetes. */
export const HIGHEST_TIER = 4;

/** Who gets a permission, in RBAC's words. */
export interface RbacSubject {
  kind: 'ServiceAccount' | 'User';
  name: string;
  /** of a ServiceAccount */
  namespace: string;
}

/** A user name of Kubernetes as a subject. */
export function subjectOf(username: string): RbacSubject {
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(username);
  return account === null
    ? { kind: 'User', name: username, namespace: '' }
    : { kind: 'ServiceAccount', name: account[2]!, namespace: account[1]! };
}

/** Role and RoleBinding, as YAML, that allow a tier in a namespace and nothing else; '' for a tier without such a rule. */
export function renderTierRole(tier: number, namespace: string, subject: RbacSubject): string {
  const rule = TIER_RULES[tier as PodTier] as TierRule | undefined;
  if (rule === undefined) return '';
  const name = `hopscope-tier-${tier}`;
  const meta = `metadata:\n  name: ${name}\n  namespace: ${quoted(namespace)}\n  labels:\n    hopscope-tier: '${tier}'\n`;
  const who =
    subject.kind === 'User'
      ? `  - kind: User\n    apiGroup: rbac.authorization.k8s.io\n    name: ${quoted(subject.name)}\n`
      : `  - kind: ServiceAccount\n    name: ${quoted(subject.name)}\n    namespace: ${quoted(subject.namespace)}\n`;
  return (
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\n${meta}rules:\n` +
    `  - apiGroups: ['']\n    resources: [${rule.resource}]\n    verbs: [${rule.verbs.join(', ')}]\n---\n` +
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n${meta}` +
    `roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: ${name}\nsubjects:\n${who}`
  );
}

/** Names of Kubernetes need no quotes; what else a user may be called does. */
const quoted = (name: string): string =>
  /^[a-z][a-z0-9-]*$/.test(name) && !/^(?:y|n|yes|no|on|off|true|false|null)$/.test(name) ? name : JSON.stringify(name);
