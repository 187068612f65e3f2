import type { Ref } from '@hopscope/core';

const WORKLOADS: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
  'ReplicationController',
]);
const POLICIES: ReadonlySet<string> = new Set([
  'AuthorizationPolicy',
  'PeerAuthentication',
  'RequestAuthentication',
  'NetworkPolicy',
]);

/** The page about an object; null where none is about its kind. */
export function objectUrl({ kind, namespace, name }: Ref): string | null {
  const path = `${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
  if (kind === 'Service') return `/services/${path}`;
  if (WORKLOADS.has(kind)) return `/workloads/${path}?${new URLSearchParams({ kind })}`;
  if (kind === 'Gateway') return `/components#${encodeURIComponent(`${namespace}/${name}`)}`;
  if (kind === 'Node') return `/components?${new URLSearchParams({ node: name })}`;
  if (POLICIES.has(kind))
    return `/policies?${new URLSearchParams({ namespace, policy: `${kind} ${namespace}/${name}` })}`;
  return kind === 'Namespace' ? `/policies?${new URLSearchParams({ namespace: name })}` : null;
}
