import type { SourceStatus } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import { ageSeconds, summarizeSources } from './envelope.ts';

const status = (state: SourceStatus['state'], at: string | null): SourceStatus => ({
  source: 'Pod',
  tier: 0,
  scope: null,
  state,
  at,
  count: 0,
  message: '',
  permission: null,
});

describe('summarizeSources', () => {
  it('counts states and tells the ages of what is in use', () => {
    const sources = [
      status('ok', '2026-11-20T10:00:00Z'),
      status('stale', '2026-11-20T09:59:00.500Z'),
      status('unserved', '2026-11-20T08:00:00Z'),
      status('forbidden', '2026-11-20T07:00:00Z'),
      status('not-read', null),
    ];
    expect(summarizeSources(sources, '2026-11-20T10:00:10Z')).toEqual({
      total: 5,
      readable: 3,
      states: { ok: 1, stale: 1, unserved: 1, forbidden: 1, 'not-read': 1 },
      oldestAt: '2026-11-20T09:59:00.500Z',
      newestAt: '2026-11-20T10:00:00Z',
      oldestSeconds: 70,
    });
  });

  it('knows no age where nothing was read', () => {
    expect(summarizeSources([], '2026-11-20T10:00:10Z')).toMatchObject({
      total: 0,
      oldestAt: null,
      oldestSeconds: null,
    });
  });
});

describe('ageSeconds', () => {
  it('is never negative', () => {
    expect(ageSeconds('2026-11-20T10:00:01Z', '2026-11-20T10:00:00Z')).toBe(0);
  });
});
