import { type NormalizedReading, normalizeReading } from '@hopscope/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAttention } from './attention.ts';
import { createCosts } from './costs.ts';
import { followPrometheus, type PrometheusTier } from './prometheus-tier.ts';

const BEGUN = Date.parse('2026-11-20T10:00:00Z');
const QUERY = 'sum by (reporter) (rate(istio_requests_total[5m]))';

const answered = (): NormalizedReading =>
  normalizeReading({
    source: 'prometheus',
    query: QUERY,
    at: new Date(Date.now()).toISOString(),
    body: {
      status: 'success',
      data: { resultType: 'vector', result: [{ metric: { reporter: 'waypoint' }, value: [0, '2'] }] },
    },
  });
const silent = (): NormalizedReading =>
  normalizeReading({ source: 'prometheus', query: QUERY, error: { code: 'timeout', message: 'It took too long.' } });

let tier: PrometheusTier;
let asked = 0;
let answer: () => NormalizedReading[];
const attention = () => createAttention(Date.now);

beforeEach(() => {
  vi.useFakeTimers({ now: BEGUN });
  asked = 0;
  answer = () => [answered(), answered()];
});
afterEach(async () => {
  await tier.stop();
  vi.useRealTimers();
});

const follow = (looks = attention()) => {
  const costs = createCosts();
  const refresh = async () => {
    asked += 1;
    return answer();
  };
  const cost = () => ({ queries: 14, failed: 0, bytes: 100, wireBytes: 50, results: 1, ms: 1, cpuMs: 2 });
  tier = followPrometheus({ refresh, cost }, { attention: looks, costs, onChange: () => {} });
  return costs;
};

it('asks every half minute, and every two minutes while nobody looks', async () => {
  const costs = follow();
  expect(tier.statuses()[0]!.state).toBe('syncing');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(3);
  expect(tier.statuses()).toMatchObject([{ state: 'ok', tier: 4, scope: null, message: '' }]);
  expect(tier.slices().traffic).toHaveLength(2);
  expect(costs.of(4, Date.now())).toMatchObject({ requests: 42, bytes: 150, cpuMs: 6 });
  await vi.advanceTimersByTimeAsync(60_000 + 600_000);
  expect(asked).toBeLessThan(12);
});

it('somebody who comes is not kept waiting', async () => {
  const looks = attention();
  follow(looks);
  await vi.advanceTimersByTimeAsync(300_000);
  const before = asked;
  looks.glance();
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toBe(before + 1);
});

it('one query without an answer says nothing of the others: the last whole refresh counts for five minutes', async () => {
  follow();
  await vi.advanceTimersByTimeAsync(1);
  answer = () => [answered(), silent()];
  await vi.advanceTimersByTimeAsync(31_000);
  expect(tier.statuses()[0]).toMatchObject({
    state: 'ok',
    at: '2026-11-20T10:00:00.000Z',
    message: expect.stringContaining('1 of 2 queries: It took too long'),
  });
  expect(tier.slices().traffic).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(tier.slices().traffic).toEqual([]);
  expect(tier.statuses()[0]!.state).not.toBe('ok');
});

it('a Prometheus that never answered is told as such', async () => {
  answer = () => [silent(), silent()];
  follow();
  await vi.advanceTimersByTimeAsync(1);
  expect(tier.statuses()).toMatchObject([{ state: 'failed', message: '2 of 2 queries: It took too long.' }]);
});
