import { describe, expect, it } from 'vitest';
import type { TrafficReading, TrafficSeries } from '../state/traffic.ts';
import { believedTraffic } from './believed-traffic.ts';
import { bytes, end, reading, series } from './small-traffic.fixture.ts';

const told = (...readings: TrafficReading[]) =>
  believedTraffic(readings).map(({ reporter, code, value }) => [reporter, code, value].filter((item) => item !== ''));

describe('reporters are chosen between', () => {
  it('HTTP through a waypoint is what the waypoint says', () => {
    const list = [
      series({ value: 10 }),
      series({ reporter: 'source', value: 12 }),
      series({ reporter: 'destination' }),
    ];
    expect(told(reading(list))).toEqual([['waypoint', '200', 10]]);
  });

  it('HTTP past a waypoint: the caller is believed, and either end may know of an outcome', () => {
    const list = [
      series({ reporter: 'destination', value: 9 }),
      series({ reporter: 'source', value: 10 }),
      series({ reporter: 'source', code: '503', flags: 'UF', value: 2 }),
    ];
    expect(told(reading(list))).toEqual([
      ['source', '200', 10],
      ['source', '503', 2],
    ]);
  });

  it('bytes are those of the ztunnel of the caller; of callers without one the other end tells', () => {
    const list = [
      bytes({ value: 100 }),
      bytes({ reporter: 'destination', value: 90 }),
      bytes({ reporter: 'destination', value: 50, from: end('legacy/cron') }),
    ];
    expect(told(reading(list))).toEqual([
      ['source', 100],
      ['destination', 50],
    ]);
  });

  it('requests and bytes of one way do not push each other out', () => {
    expect(told(reading([series(), bytes()]))).toHaveLength(2);
  });
});

describe('values', () => {
  const page = (pod: string, ...list: TrafficSeries[]) => reading(list, { pod, unit: 'total' });

  it('totals of several proxies belong together', () => {
    expect(told(page('i/z1', bytes({ value: 3 })), page('i/z2', bytes({ value: 4 })))).toEqual([['source', 7]]);
  });

  it('pods of one workload are one, within an answer', () => {
    expect(told(reading([bytes({ value: 3 }), bytes({ value: 4 })]))).toEqual([['source', 7]]);
  });

  it('queries that overlap tell a rate once', () => {
    expect(told(reading([bytes({ value: 3 })]), reading([bytes({ value: 3 }), series()]))).toEqual([
      ['source', 3],
      ['waypoint', '200', 1],
    ]);
  });

  it('rates go before totals, unless there is none', () => {
    expect(told(reading([series({ value: 2 })]), page('i/z1', bytes({ value: 900 })))).toEqual([
      ['waypoint', '200', 2],
    ]);
    expect(told(reading([]), page('i/z1', bytes({ value: 900 })))).toEqual([['source', 900]]);
  });
});

describe('ends', () => {
  it.each([
    ['a source of which only the namespace is known', { from: end('shop/', { app: '' }) }],
    ['a source of no cluster', { from: end('shop/web', { cluster: 'unknown' }) }],
    [
      'a bare address',
      { to: end('unknown/unknown'), service: { namespace: 'unknown', name: '10.1.2.3', host: '10.1.2.3' } },
    ],
  ])('%s is no traffic of anybody', (_name, rest) => {
    expect(told(reading([series(rest)]))).toEqual([]);
  });

  it.each([
    ['a caller outside', { from: end('unknown/unknown', { cluster: 'unknown' }) }],
    [
      'an older proxy that tells no cluster',
      { from: end('shop/web', { cluster: '' }), to: end('shop/api', { cluster: '' }) },
    ],
    [
      'a host outside',
      {
        to: end('unknown/unknown', { cluster: 'unknown' }),
        service: { namespace: 'unknown', name: 'a.b', host: 'a.b' },
      },
    ],
  ])('%s is', (_name, rest) => {
    expect(told(reading([series(rest)]))).toHaveLength(1);
  });

  it('an egress gateway that is called by its whole name is the workload it is', () => {
    const host = 'istio-egressgateway.istio-system.svc.cluster.local';
    const stranger = { to: end('unknown/unknown'), service: { namespace: 'unknown', name: host, host } };
    const [one] = believedTraffic([reading([series(stranger)])]);
    expect(one).toMatchObject({
      to: { cluster: 'c1', namespace: 'istio-system', workload: 'istio-egressgateway' },
      service: { namespace: 'istio-system', name: 'istio-egressgateway', host },
    });
  });

  it('a destination without its cluster is in the cluster of the caller', () => {
    const [one] = believedTraffic([reading([series({ to: end('shop/api', { cluster: 'unknown' }) })])]);
    expect(one?.to.cluster).toBe('c1');
  });
});

describe('rates of proxies', () => {
  const rates = (pod: string, ...list: TrafficSeries[]) => reading(list, { pod, seconds: 60 });
  const totals = (pod: string, ...list: TrafficSeries[]) => reading(list, { pod, unit: 'total' });

  it('belong together, as each counts its own share', () => {
    expect(told(rates('i/z1', bytes({ value: 3 })), rates('i/z2', bytes({ value: 4 })))).toEqual([['source', 7]]);
  });

  it('go before the totals beside them, also where nothing flows any more', () => {
    const before = totals('i/z1', bytes({ value: 900 }));
    expect(told(before, rates('i/z1', bytes({ value: 3 })))).toEqual([['source', 3]]);
    expect(told(before, rates('i/z1'))).toEqual([]);
  });

  it('and what Prometheus says are the same once more', () => {
    expect(told(rates('i/z1', bytes({ value: 3 })), reading([bytes({ value: 4 })]))).toEqual([['source', 4]]);
  });
});
