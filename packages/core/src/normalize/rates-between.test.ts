import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { bytes, end, reading, series } from '../graph/small-traffic.fixture.ts';
import type { ComponentMetrics } from '../state/component-metrics.ts';
import { TrafficReading, type TrafficSeries } from '../state/traffic.ts';
import { metricRatesBetween, ratesBetween } from './rates-between.ts';

const at = (second: number): string => `2026-03-01T10:00:${String(second).padStart(2, '0')}Z`;
const scrape = (second: number, list: readonly TrafficSeries[], rest: Partial<TrafficReading> = {}): TrafficReading =>
  reading(list, { pod: 'istio-system/ztunnel-a', at: at(second), unit: 'total', ...rest });

const opened = (value: number, rest: Partial<TrafficSeries> = {}): TrafficSeries =>
  bytes({ measure: 'connections-opened', value, ...rest });
const other = opened(5, { to: end('shop/db') });

const rates = (before: TrafficReading, after: TrafficReading) =>
  ratesBetween(before, after)?.series.map(({ flags, value }) => [flags, value]);

describe('ratesBetween', () => {
  it('is what was counted between, per second, as of the later scrape', () => {
    const found = ratesBetween(scrape(0, [opened(10)]), scrape(20, [opened(30)]));
    expect(found).toEqual({
      pod: 'istio-system/ztunnel-a',
      at: at(20),
      unit: 'per-second',
      seconds: 20,
      omitted: 0,
      series: [opened(1)],
    });
    expect(Value.Check(TrafficReading, found)).toBe(true);
  });

  it.each<[string, TrafficSeries[], TrafficSeries[], [string, number][]]>([
    ['one that fell began anew at 0', [opened(500)], [opened(40)], [['-', 2]]],
    ['one that is gone tells nothing', [opened(5), other], [other], []],
    ['one that stands still tells nothing', [opened(5)], [opened(5)], []],
    ['one that is new began at 0, where others were there', [other], [other, opened(40)], [['-', 2]]],
    ['one that is new says nothing after a page without traffic', [], [opened(40)], []],
  ])('of the series, %s', (_name, before, after, expected) => {
    expect(rates(scrape(0, before), scrape(20, after))).toEqual(expected);
  });

  it('a series is not new where the page before was cut off', () => {
    expect(rates(scrape(0, [other], { omitted: 3 }), scrape(20, [other, opened(40)]))).toEqual([]);
  });

  it('series that only a label we do not keep tells apart are one', () => {
    expect(rates(scrape(0, [opened(5), opened(7)]), scrape(10, [opened(6), opened(16)]))).toEqual([['-', 1]]);
  });

  it.each<[string, Partial<TrafficSeries>]>([
    ['flags', { flags: 'DENY' }],
    ['the identity of the caller', { from: end('shop/web', { principal: 'spiffe://td/ns/shop/sa/other' }) }],
    ['who reports', { reporter: 'destination' }],
    ['encryption', { security: 'unknown' }],
    ['the status', { code: '503' }],
    ['the host', { service: { namespace: 'shop', name: 'api', host: 'elsewhere' } }],
  ])('series that differ in %s are two', (_name, rest) => {
    const before = scrape(0, [series({ value: 10 }), series({ value: 10, ...rest })]);
    const after = scrape(10, [series({ value: 10 }), series({ value: 30, ...rest })]);
    expect(ratesBetween(before, after)?.series).toEqual([series({ value: 2, ...rest })]);
  });

  it.each<[string, Partial<TrafficReading>, Partial<TrafficReading>]>([
    ['the time stands still', {}, { at: at(0) }],
    ['the time goes back', { at: at(30) }, {}],
    ['a time is not known', { at: null }, {}],
    ['a time is none', {}, { at: 'soon' }],
    ['they are of two proxies', {}, { pod: 'istio-system/ztunnel-b' }],
    ['one is a rate already', { unit: 'per-second' }, {}],
    ['they are answers of Prometheus', { pod: '' }, { pod: '' }],
  ])('there are none where %s', (_name, before, after) => {
    expect(ratesBetween(scrape(0, [opened(1)], before), scrape(20, [opened(2)], after))).toBeNull();
  });
});

describe('metricRatesBetween', () => {
  const BUCKET = { name: 'pilot_proxy_convergence_time_bucket', labels: { le: '10' } };
  const page = (second: number, values: Record<string, number>, omitted = 0): ComponentMetrics => ({
    source: 'istiod-metrics',
    pod: 'istio-system/istiod-1',
    at: at(second),
    unit: 'total',
    omitted,
    samples: Object.entries(values).map(([name, value]) =>
      name === 'bucket' ? { ...BUCKET, value } : { name, labels: {}, value },
    ),
  });
  const grown = (before: ComponentMetrics, after: ComponentMetrics) =>
    metricRatesBetween(before, after)?.samples.map(({ value }) => value);

  it('keeps what stood still, as 0', () => {
    expect(
      metricRatesBetween(page(0, { bucket: 4, pilot_xds_pushes: 10 }), page(10, { bucket: 4, pilot_xds_pushes: 30 })),
    ).toEqual({
      ...page(10, {}),
      unit: 'per-second',
      seconds: 10,
      samples: [
        { ...BUCKET, value: 0 },
        { name: 'pilot_xds_pushes', labels: {}, value: 2 },
      ],
    });
  });

  it.each([
    ['one that fell began anew', { a: 50 }, { a: 20 }, [2]],
    ['one that is new began at 0', { b: 1 }, { a: 20, b: 1 }, [2, 0]],
    [
      'all began anew with the process',
      { process_start_time_seconds: 7, a: 10 },
      { process_start_time_seconds: 9, a: 20 },
      [0.9, 2],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(grown(page(0, before), page(10, after))).toEqual(expected);
  });

  it('leaves out what a page that was cut off may have had', () => {
    expect(grown(page(0, { b: 1 }, 4), page(10, { a: 20, b: 1 }))).toEqual([0]);
  });

  it('is none of two pods', () => {
    expect(metricRatesBetween(page(0, {}), { ...page(10, {}), pod: 'istio-system/istiod-2' })).toBeNull();
  });
});
