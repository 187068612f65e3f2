import { normalizeReading, type RawReading } from '@hopscope/core';
import { describe, expect, it } from 'vitest';
import { createHeld } from './held.ts';
import { SIGNALS } from './signals.ts';
import type { Target } from './targets.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const BEGUN = Date.parse('2026-11-20T10:00:00Z');

const target = (source: string, name = 'ztunnel-a'): Target => ({
  signal: SIGNALS.find((signal) => signal.source === source)!,
  pod: { namespace: 'istio-system', name },
  node: 'node-1',
});
const [ready, metrics] = [target('ztunnel-ready'), target('ztunnel-metrics')];

const answer = (of: Target, at: number, content: Partial<RawReading>) =>
  normalizeReading({
    source: of.signal.source,
    pod: `${of.pod.namespace}/${of.pod.name}`,
    at: new Date(at).toISOString(),
    ...content,
  });
const page = (count: number): string =>
  `istio_tcp_connections_opened_total{reporter="source",source_workload="a",source_workload_namespace="x",` +
  `destination_workload="b",destination_workload_namespace="x",response_flags="-"} ${count}\nworkload_manager_active_proxy_count 3\n`;
const refused = { error: { code: 'timeout', message: 'It took too long.' } };

describe('createHeld', () => {
  it('an answer is state until three of its periods have passed, then a status with its age', () => {
    const held = createHeld();
    held.keep(ready, answer(ready, BEGUN, { text: 'ready' }), BEGUN, 4 * MINUTE);
    expect(held.slices(BEGUN + 12 * MINUTE - 1).ztunnelReadiness).toHaveLength(1);
    expect(held.status(ready, BEGUN + 12 * MINUTE - 1)?.state).toBe('ok');
    expect(held.slices(BEGUN + 12 * MINUTE).ztunnelReadiness).toEqual([]);
    expect(held.status(ready, BEGUN + 12 * MINUTE)).toMatchObject({
      state: 'stale',
      at: '2026-11-20T10:00:00.000Z',
      scope: 'istio-system/ztunnel-a',
      tier: 1,
    });
  });

  it('counts for five minutes at least', () => {
    const held = createHeld();
    held.keep(ready, answer(ready, BEGUN, { text: 'ready' }), BEGUN, SECOND);
    expect(held.slices(BEGUN + 5 * MINUTE - 1).ztunnelReadiness).toHaveLength(1);
    expect(held.slices(BEGUN + 5 * MINUTE).ztunnelReadiness).toEqual([]);
  });

  it('one question without an answer is told, two in a row end what was known', () => {
    const held = createHeld();
    held.keep(ready, answer(ready, BEGUN, { text: 'ready' }), BEGUN, MINUTE);
    held.keep(ready, answer(ready, BEGUN + MINUTE, refused), BEGUN + MINUTE, MINUTE);
    const now = BEGUN + MINUTE;
    expect(held.slices(now).ztunnelReadiness).toHaveLength(1);
    expect(held.status(ready, now)).toMatchObject({
      state: 'ok',
      at: '2026-11-20T10:00:00.000Z',
      message: expect.stringContaining('too long'),
    });
    held.keep(ready, answer(ready, now, refused), now, MINUTE);
    expect(held.slices(now).ztunnelReadiness).toEqual([]);
    expect(held.status(ready, now)).toMatchObject({ state: 'failed', message: 'It took too long.' });
    held.keep(ready, answer(ready, now, { text: 'ready' }), now, MINUTE);
    expect(held.status(ready, now)).toMatchObject({ state: 'ok', message: '' });
  });

  it('what may not be read any more is not known from before', () => {
    const held = createHeld();
    held.keep(ready, answer(ready, BEGUN, { text: 'ready' }), BEGUN, MINUTE);
    const forbidden = { error: { code: 'forbidden', message: 'may not' } };
    held.keep(ready, answer(ready, BEGUN, forbidden), BEGUN, MINUTE);
    expect(held.slices(BEGUN).ztunnelReadiness).toEqual([]);
    expect(held.status(ready, BEGUN)).toMatchObject({ state: 'forbidden', permission: { resource: 'pods/proxy' } });
  });

  it('a pod that is gone takes its answers with it', () => {
    const held = createHeld();
    const other = target('ztunnel-ready', 'ztunnel-b');
    for (const of of [ready, other]) held.keep(of, answer(of, BEGUN, { text: 'ready' }), BEGUN, MINUTE);
    held.retain([other]);
    expect(held.slices(BEGUN).ztunnelReadiness?.map(({ pod }) => pod)).toEqual(['istio-system/ztunnel-b']);
    expect(held.status(ready, BEGUN)).toBeUndefined();
  });

  it('lists stay the same objects while nothing in them changes', () => {
    const held = createHeld();
    held.keep(ready, answer(ready, BEGUN, { text: 'ready' }), BEGUN, MINUTE);
    held.keep(metrics, answer(metrics, BEGUN, { text: page(1) }), BEGUN, MINUTE);
    const before = held.slices(BEGUN);
    held.keep(metrics, answer(metrics, BEGUN + SECOND, { text: page(2) }), BEGUN + SECOND, MINUTE);
    const after = held.slices(BEGUN + SECOND);
    expect(after.ztunnelReadiness).toBe(before.ztunnelReadiness);
    expect(after.traffic).not.toBe(before.traffic);
    expect(held.slices(BEGUN + SECOND).traffic).toBe(after.traffic);
  });

  it('totals and rates of one proxy stand side by side, the rates over one to two minutes', () => {
    const held = createHeld();
    const seconds: (number | undefined)[] = [];
    for (let i = 0; i <= 12; i++) {
      const at = BEGUN + i * 15 * SECOND;
      held.keep(metrics, answer(metrics, at, { text: page(10 + i * 30) }), at, 15 * SECOND);
      const traffic = held.slices(at).traffic!;
      const rates = traffic.find(({ unit }) => unit === 'per-second');
      expect(traffic.filter(({ unit }) => unit === 'total')).toHaveLength(1);
      if (rates !== undefined) expect(rates.series[0]!.value).toBe(2);
      seconds.push(rates?.seconds);
    }
    expect(seconds).toEqual([undefined, 15, 30, 45, 60, 75, 90, 105, 60, 75, 90, 105, 60]);
    const counted = held.slices(BEGUN + 3 * MINUTE).componentMetrics!;
    expect(counted.map(({ unit }) => unit).sort()).toEqual(['per-second', 'total']);
  });

  it('a proxy that began anew counts from nothing', () => {
    const held = createHeld();
    held.keep(metrics, answer(metrics, BEGUN, { text: page(1_000) }), BEGUN, MINUTE);
    const later = BEGUN + 60 * SECOND;
    held.keep(metrics, answer(metrics, later, { text: page(60) }), later, MINUTE);
    expect(held.slices(later).traffic!.find(({ unit }) => unit === 'per-second')!.series[0]!.value).toBe(1);
  });
});
