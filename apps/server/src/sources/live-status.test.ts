import { READING_SOURCES } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import type { ScopedStatus } from '../kubernetes/kind-watch.ts';
import { liveStatuses, NOT_COLLECTED } from './live-status.ts';

const known = { kind: 'Pod', namespace: null, count: 3, skipped: 0, at: '2026-11-20T10:00:00Z' };
const permission = { verb: 'list', resource: 'pods', group: '', namespace: 'a' };

describe('liveStatuses', () => {
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
    expect(liveStatuses([status])[0]).toMatchObject({ source: 'Pod', tier: 0, ...expected });
  });

  it('says of every reading that nobody takes it', () => {
    const readings = liveStatuses([]);
    expect(readings.map(({ source }) => source)).toEqual([...READING_SOURCES]);
    expect(
      readings.every(({ state, message, tier }) => state === 'not-read' && message === NOT_COLLECTED && tier > 0),
    ).toBe(true);
  });
});
