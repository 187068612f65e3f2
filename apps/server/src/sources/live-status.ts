/** What the Kubernetes client knows of each kind, as statuses of sources. */
import type { SourceStatus } from '@hopscope/core';
import type { ScopedStatus } from '../kubernetes/kind-watch.ts';

/** One status a kind and namespace. */
export function kindStatuses(kinds: readonly ScopedStatus[]): SourceStatus[] {
  return kinds.map(statusOfKind);
}

function statusOfKind(status: ScopedStatus): SourceStatus {
  return {
    source: status.kind,
    tier: 0,
    scope: status.namespace,
    state: status.state,
    at: status.state === 'stale' ? status.since : status.at,
    count: status.count,
    message: messageOf(status),
    permission: status.state === 'forbidden' ? status.permission : null,
  };
}

function messageOf(status: ScopedStatus): string {
  if ('message' in status) return status.message;
  if (status.state === 'syncing') return 'being read for the first time';
  if (status.state === 'ok' && status.skipped > 0)
    return `${status.skipped} objects were not understood and are left out`;
  return '';
}
