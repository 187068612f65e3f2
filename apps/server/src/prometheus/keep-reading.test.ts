import { type NormalizedReading, normalizeReading } from '@hopscope/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAttention } from '../collect/attention.ts';
import { createCosts } from '../collect/costs.ts';
import { keepReading } from './keep-reading.ts';

const OPENED = 'istio_tcp_connections_opened_total';
const rated = (value: number): NormalizedReading =>
  normalizeReading({
    ...{ source: 'prometheus', query: `rate(${OPENED}[5m])`, at: new Date().toISOString() },
    body: [{ metric: { reporter: 'source' }, value: [1, String(value)] }],
  });
const connected = (): NormalizedReading =>
  normalizeReading({
    ...{ source: 'prometheus', query: 'ztunnel_connected', at: new Date().toISOString() },
    body: [{ metric: { namespace: 'istio-system', pod: 'x' }, value: [1, '1'] }],
  });
const failed = (): NormalizedReading =>
  normalizeReading({ source: 'prometheus', error: { code: 'timeout', message: 'It is slow.' } });

let stop = (): void => {};
beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-20T10:00:00Z') }));
afterEach(() => {
  stop();
  vi.useRealTimers();
});

function keep(answer: () => NormalizedReading[] = () => [rated(1), connected()], highest = 4) {
  let asked = 0;
  const attention = createAttention(Date.now);
  const costs = createCosts();
  const onChange = vi.fn();
  const cost = { queries: 2, failed: 0, bytes: 500, wireBytes: 50, results: 2, ms: 9, cpuMs: 3 };
  const poll = {
    refresh: async () => {
      asked += 1;
      return answer();
    },
    cost: () => cost,
  };
  const kept = keepReading({ poll, highest, attention, costs, onChange });
  stop = () => kept.stop();
  return { kept, attention, costs, onChange, asked: () => asked };
}

const tick = (seconds = 0) => vi.advanceTimersByTimeAsync(seconds * 1000);

describe('Prometheus while a mesh is served', () => {
  it('is asked at once, and what it answers becomes slices, a status and a cost', async () => {
    const { kept, costs, onChange } = keep();
    expect(kept.status()).toMatchObject({ source: 'prometheus', tier: 4, scope: null, state: 'syncing' });
    await tick();
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(kept.slices()).toMatchObject({
      traffic: [{ pod: '', unit: 'per-second', series: [{ value: 1 }] }],
      componentMetrics: [{ samples: [{ name: 'ztunnel_connected' }] }],
    });
    expect(kept.status()).toMatchObject({ state: 'ok', count: 2, at: '2026-11-20T10:00:00.000Z', message: '' });
    expect(costs.of(4, Date.now())).toEqual({ requests: 2, bytes: 500, cpuMs: 3 });
    expect(kept.slices()).toBe(kept.slices());
  });

  it('is asked every half minute while somebody looks, every two minutes while nobody does, and when somebody comes', async () => {
    const { attention, asked } = keep();
    const unfollow = attention.follow();
    await tick(300);
    expect(asked()).toBeGreaterThanOrEqual(9);
    expect(asked()).toBeLessThanOrEqual(12);
    unfollow();
    await tick(300);
    const before = asked();
    await tick(600);
    expect(asked() - before).toBeGreaterThanOrEqual(4);
    expect(asked() - before).toBeLessThanOrEqual(6);
    await tick(60);
    const alone = asked();
    attention.glance();
    await tick();
    expect(asked() - alone).toBeLessThanOrEqual(1);
    await tick(35);
    expect(asked()).toBeGreaterThan(alone);
  });

  it('that once does not answer is believed for five minutes more, and not longer', async () => {
    let isUp = true;
    const { kept } = keep(() => [isUp ? rated(1) : failed(), connected()]);
    await tick();
    isUp = false;
    await tick(40);
    expect(kept.status()).toMatchObject({ state: 'ok', message: expect.stringContaining('It is slow.') });
    expect(kept.slices()).toMatchObject({ traffic: [{ series: [{ value: 1 }] }] });
    await tick(420);
    expect(kept.status()).toMatchObject({ state: 'failed', message: expect.stringContaining('1 of 2 queries') });
    expect(kept.slices()).toMatchObject({ traffic: [], componentMetrics: [{}] });
    isUp = true;
    await tick(140);
    expect(kept.status().state).toBe('ok');
  });

  it('that never answered one question is not read: what is not counted proves nothing', async () => {
    const { kept } = keep(() => [failed(), connected()]);
    await tick();
    expect(kept.status()).toMatchObject({ state: 'failed', count: 1 });
  });

  it('is not asked below its tier, after the end, or where none is named; and the status says why', async () => {
    const low = keep(undefined, 3);
    await tick(200);
    expect([low.asked(), low.kept.status().message]).toEqual([0, expect.stringContaining('--tiers 4')]);
    const { kept, asked, onChange } = keep();
    kept.stop();
    await tick(200);
    expect([asked(), onChange.mock.calls.length, kept.slices()]).toEqual([1, 0, {}]);
    const none = keepReading({
      ...{ poll: null, highest: 4, attention: createAttention(), costs: createCosts(), onChange: () => {} },
    });
    expect(none.status()).toMatchObject({ state: 'not-read', message: expect.stringContaining('--prometheus') });
  });
});
