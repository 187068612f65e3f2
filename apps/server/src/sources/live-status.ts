/** What the Kubernetes client knows of each kind, and what nobody asks a live cluster yet, as statuses of sources. */
import { READING_SOURCES, type SourceStatus, tierOf } from '@hopscope/core';
import type { ScopedStatus } from '../kubernetes/kind-watch.ts';

export const NOT_COLLECTED = 'not collected from a live cluster by this version';

/** One status a kind and namespace, and one for each reading that is not taken. */
export function liveStatuses(kinds: readonly ScopedStatus[]): SourceStatus[] {
  return [...kinds.map(statusOfKind), ...READING_SOURCES.map(notCollected)];
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

function notCollected(source: string): SourceStatus {
  return {
    source,
    tier: tierOf(source),
    scope: null,
    state: 'not-read',
    at: null,
    count: 0,
    message: NOT_COLLECTED,
    permission: null,
  };
}
