/** What is known of each kind after reading files: read, not in them, or not readable and which permission would help. */
import type { KindSpec } from '../state/kinds.ts';
import type { SourceState, SourceStatus } from '../state/source-status.ts';
import type { BundleInput, RawUnread } from './bundle-documents.ts';

/** The statuses of one kind: one for the whole cluster, and one for each namespace that could not be read. */
export function statusesOfKind(
  spec: KindSpec,
  input: BundleInput,
  counts: ReadonlyMap<string, number>,
  at: string,
): SourceStatus[] {
  const unread = input.unread.filter((entry) => entry.kind === spec.kind);
  const count = counts.get(spec.kind) ?? 0;
  const whole = unread.find((entry) => entry.namespace === null);
  if (whole !== undefined) return [unreadStatus(spec, whole, count, at)];
  const read = input.complete || counts.has(spec.kind);
  const message = read ? '' : `The files hold no ${spec.kind} and do not say that there are none.`;
  const own: SourceStatus = {
    source: spec.kind,
    tier: 0,
    scope: null,
    state: read ? 'ok' : 'not-read',
    at: read ? at : null,
    count,
    message,
    permission: null,
  };
  return [own, ...unread.map((entry) => unreadStatus(spec, entry, 0, at))];
}

function unreadStatus(spec: KindSpec, unread: RawUnread, count: number, at: string): SourceStatus {
  const state = unreadState(unread.code.toLowerCase());
  return {
    source: spec.kind,
    tier: 0,
    scope: unread.namespace,
    state,
    at,
    count,
    message: unread.message || `${spec.resource} could not be listed (${unread.code}).`,
    permission:
      state === 'forbidden'
        ? { verb: 'list', resource: spec.resource, group: spec.group, namespace: unread.namespace }
        : null,
  };
}

function unreadState(code: string): SourceState {
  if (code === 'forbidden' || code === 'unauthorized') return 'forbidden';
  if (code === 'unserved' || code === 'notfound' || code === 'not-found') return 'unserved';
  return code === 'not-read' ? 'not-read' : 'failed';
}
