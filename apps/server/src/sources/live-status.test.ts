import { describe, expect, it } from 'vitest';
import type { ScopedStatus } from '../kubernetes/kind-watch.ts';
import { kindStatuses } from './live-status.ts';

const known = { kind: 'Pod', namespace: null, count: 3, skipped: 0, at: '2026-11-20T10:00:00Z' };
const permission = { verb: 'list', resource: 'pods', group: '', namespace: 'a' };

describe('kindStatuses', () => {
  it.each<[ScopedStatus, object]>([
    [
      { ...known, state: 'ok', mode: 'watch-list' },
      { state: 'ok', count: 3, at: known.at, message: '' },
    ],
    [
      { ...known, state: 'ok', mode: 'pages', skipped: 2 },
      { state: 'ok', message: expect.stringContaining('2 objects') },
    ],
    [
      { ...known, state: 'syncing' },
      { state: 'syncing', message: 'being read for the first time' },
    ],
    [
      { ...known, state: 'unserved' },
      { state: 'unserved', message: '' },
    ],
    [
      { ...known, state: 'stale', since: 't', message: 'lost' },
      { state: 'stale', at: 't', message: 'lost' },
    ],
    [
      { ...known, state: 'failed', since: 't', message: 'no' },
      { state: 'failed', message: 'no', permission: null },
    ],
    [
      { ...known, namespace: 'a', state: 'forbidden', since: 't', message: 'may not', permission },
      { state: 'forbidden', scope: 'a', message: 'may not', permission },
    ],
  ])('tells of %j', (status, expected) => {
    expect(kindStatuses([status])[0]).toMatchObject({ source: 'Pod', tier: 0, ...expected });
  });
});
