import { describe, expect, it } from 'vitest';
import { bytes, end, reading } from '../../graph/small-traffic.fixture.ts';
import type { TrafficReading, TrafficSeries } from '../../state/traffic.ts';
import { lastCalls, lastTries, recentCounts } from './proxy-counts.ts';

const closed = (value: number, rest: Partial<TrafficSeries> = {}): TrafficSeries =>
  bytes({ measure: 'connections-closed', value, ...rest });
const totals = (pod: string, ...list: TrafficSeries[]) => reading(list, { pod, unit: 'total' });
const rates = (pod: string, ...list: TrafficSeries[]) => reading(list, { pod, seconds: 60 });
const db = { to: end('shop/db') };
const fromJobs = { from: end('shop/jobs') };

const told = (readings: readonly TrafficReading[]) =>
  readings.flatMap(({ pod, series }) => series.map(({ from, to, value }) => [pod, from.workload, to.workload, value]));

describe('what proxies counted lately', () => {
  it('is what rates came to over their time, and nothing from before', () => {
    const list = [totals('i/z1', closed(900), closed(800, db)), rates('i/z1', closed(0.05))];
    expect(told(recentCounts(list))).toEqual([['i/z1', 'web', 'api-v1', 3]]);
  });

  it('is what is counted since the start where no rates are known', () => {
    const list = [totals('i/z1', closed(900)), totals('i/z2', closed(7)), rates('i/z1')];
    expect(told(recentCounts(list))).toEqual([['i/z2', 'web', 'api-v1', 7]]);
    expect(told(recentCounts([totals('i/z1', closed(900))]))).toEqual([['i/z1', 'web', 'api-v1', 900]]);
  });

  it('is nothing of Prometheus', () => {
    expect(told(recentCounts([rates('', closed(1))]))).toEqual([]);
  });
});

describe('how something went when it was last tried', () => {
  const list = [
    totals('i/z1', closed(900), closed(50, fromJobs), closed(800, db)),
    rates('i/z1', closed(0.1), closed(0.2, { flags: 'DENY' })),
  ];

  it('call by call: lately, else since the start', () => {
    expect(told(lastCalls(list))).toEqual([
      ['i/z1', 'jobs', 'api-v1', 50],
      ['i/z1', 'web', 'db', 800],
      ['i/z1', 'web', 'api-v1', 6],
      ['i/z1', 'web', 'api-v1', 12],
    ]);
  });

  it('by what was called', () => {
    expect(told(lastTries(list))).toEqual([
      ['i/z1', 'web', 'db', 800],
      ['i/z1', 'web', 'api-v1', 6],
      ['i/z1', 'web', 'api-v1', 12],
    ]);
  });
});
