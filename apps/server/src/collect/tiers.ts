/** The tiers of evidence, what each gives, and the permission that it needs (signals 1.3, 10). */

export interface Tier {
  readonly tier: number;
  readonly name: string;
  /** what is not known without it */
  readonly gives: string;
  /** in RBAC's words; null where no permission of Kubernetes is needed, or those of the kinds */
  readonly rule: { readonly resource: string; readonly verbs: readonly string[] } | null;
}

/** A tier whose signals pods are asked for. */
export type PodTier = 1 | 2 | 3;

export const POD_TIERS: readonly PodTier[] = [1, 2, 3];

export const TIERS: readonly Tier[] = [
  {
    tier: 0,
    name: 'Kubernetes objects',
    gives: 'what is configured, and what Kubernetes says of pods and nodes',
    rule: null,
  },
  {
    tier: 1,
    name: 'Readiness and metrics',
    gives: 'whether ztunnel, istio-cni and istiod call themselves ready, and what they, waypoints and gateways count',
    rule: { resource: 'pods/proxy', verbs: ['get'] },
  },
  {
    tier: 2,
    name: 'Dumps',
    gives: 'what each ztunnel, waypoint and istiod really knows and does at this moment',
    // A server asks for `create` or for `get`, as it takes a WebSocket for the one or the other.
    rule: { resource: 'pods/portforward', verbs: ['create', 'get'] },
  },
  {
    tier: 3,
    name: 'Logs',
    gives: 'failures that nothing counts, and the words in which components tell them',
    rule: { resource: 'pods/log', verbs: ['get'] },
  },
  {
    tier: 4,
    name: 'Prometheus',
    gives: 'traffic over any time that has passed',
    rule: null,
  },
];

/** The highest tier that there is. */
export const HIGHEST_TIER = TIERS.length - 1;

/** A tier by its number. */
export function tierNumbered(tier: number): Tier {
  const found = TIERS[tier];
  if (found === undefined) throw new Error(`there is no tier ${tier}`);
  return found;
}

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
  const { rule } = tierNumbered(tier);
  if (rule === null) return '';
  const name = `hopscope-tier-${tier}`;
  const meta = `metadata:\n  name: ${name}\n  namespace: ${quoted(namespace)}\n`;
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
