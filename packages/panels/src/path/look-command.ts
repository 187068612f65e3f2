/** Commands with which a reader can see a fact for themselves; and the permission lines that would make more readable. */
import { kindSpec, type Permission, type Ref } from '@hopscope/core';

/** `kubectl -n payments get authorizationpolicies.security.istio.io ledger-only-api -o yaml`; '' for what kubectl cannot show. */
export function lookCommand(object: Ref): string {
  const spec = kindSpec(object.kind);
  if (!spec) return '';
  const resource =
    spec.group === '' || spec.group === 'apps' ? object.kind.toLowerCase() : `${spec.resource}.${spec.group}`;
  const where = object.namespace === '' ? '' : `-n ${object.namespace} `;
  return `kubectl ${where}get ${resource} ${object.name} -o yaml`;
}

/** True for a command that only looks; everything else changes something or may. */
export function isLook(command: string): boolean {
  return /^(kubectl|istioctl)\b.*\s(get|logs|describe|top|events|analyze|version|proxy-status|zc|ztunnel-config)\b/.test(
    command,
  );
}

/** One rule of a Role or ClusterRole that grants a permission. Reading a kind takes list and watch together. */
export function rbacRule(permission: Permission): string {
  const verbs =
    permission.verb === 'list' || permission.verb === 'watch' ? ['get', 'list', 'watch'] : [permission.verb];
  const quoted = verbs.map((verb) => `"${verb}"`).join(', ');
  return `- { apiGroups: ["${permission.group}"], resources: ["${permission.resource}"], verbs: [${quoted}] }`;
}

/** Where the rule belongs: `a Role in payments`, `a ClusterRole`. */
export function rbacPlace(permission: Permission): string {
  return permission.namespace === null ? 'a ClusterRole' : `a Role in ${permission.namespace}`;
}
