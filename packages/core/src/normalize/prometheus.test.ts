import { describe, expect, it } from 'vitest';
import { errorOf, readAnswer, readQuery } from './prometheus.ts';
import { randomJson, randomRow } from './random-json.fixture.ts';

const METRIC = 'istio_requests_total';
const form = { metric: METRIC, fixed: {}, perSecond: 1, windowSeconds: 300 };

describe('what a query tells', () => {
  it.each([
    [METRIC, { metric: METRIC, fixed: {}, perSecond: null, windowSeconds: 0 }],
    [
      `rate(${METRIC}{reporter="source"}[5m])`,
      { metric: METRIC, fixed: { reporter: 'source' }, perSecond: 1, windowSeconds: 300 },
    ],
    [
      `round(sum(rate(${METRIC}{reporter="destination",app!="ztunnel",ns=~"a|b"} [600s])) by (x,y) > 0,0.001)`,
      { metric: METRIC, fixed: { reporter: 'destination' }, perSecond: 1, windowSeconds: 600 },
    ],
    [
      `sum by (a-b) (increase(${METRIC}[1h30m]))`,
      { metric: METRIC, fixed: {}, perSecond: 1 / 5400, windowSeconds: 5400 },
    ],
    [`rate({__name__=~"istio_.*"}[5m])`, { metric: '', fixed: {}, perSecond: 1, windowSeconds: 300 }],
    [
      `rate(${METRIC}{path="/a*b-c"}[5m])`,
      { metric: METRIC, fixed: { path: '/a*b-c' }, perSecond: 1, windowSeconds: 300 },
    ],
    ['ztunnel_connected', { metric: 'ztunnel_connected', fixed: {}, perSecond: null, windowSeconds: 0 }],
    [
      `sum by (a) ((${METRIC}{c="e"} unless ${METRIC}{c="e"} offset 300s and on (job, instance) up{c="e"} offset 300s) / 300 or rate(${METRIC}{c="e"}[300s])) > 0`,
      { metric: METRIC, fixed: { c: 'e' }, perSecond: 1, windowSeconds: 300 },
    ],
    [
      'sum by (__name__, pod) ({__name__=~"process_open_fds|process_max_fds"} and on (namespace, pod) {__name__="istio_build"})',
      { metric: '', fixed: {}, perSecond: null, windowSeconds: 0 },
    ],
    ['', { metric: '', fixed: {}, perSecond: null, windowSeconds: 0 }],
  ])('%s', (query, expected) => {
    expect(readQuery(query)).toEqual(expected);
  });

  it.each([
    `rate(${METRIC}[5m]) * 60`,
    `sum(rate(${METRIC}[5m])) / sum(rate(${METRIC}[1h]))`,
    `${METRIC}-${METRIC}`,
    `avg(rate(${METRIC}[5m]))`,
    'histogram_quantile(0.99, rate(istio_request_duration_milliseconds_bucket[5m]))',
    `rate(${METRIC}[5m]) or rate(istio_tcp_sent_bytes_total[5m])`,
    `increase(${METRIC}[$range])`,
    // What began to be counted counts from zero only over the same window and for the same metric.
    `(${METRIC} unless ${METRIC} offset 300s and on (job, instance) up offset 300s) / 60 or rate(${METRIC}[60s])`,
    `(${METRIC} unless ${METRIC} offset 60s and on (job, instance) up offset 60s) / 60 or rate(istio_tcp_sent_bytes_total[60s])`,
    `rate(${METRIC}[5m]) or rate(${METRIC}[1h])`,
    `${METRIC} unless up`,
  ])('nothing that could be read as counted: %s', (query) => {
    expect(readQuery(query)).toBeNull();
  });
});

describe('what a query for a gauge tells', () => {
  it('the least of two selections of one metric is still one', () => {
    const query = 'min by (job, pod) (up{pod=~"ztunnel-.+"} or up{container="istio-proxy"})';
    expect(readQuery(query, true)).toEqual({ metric: 'up', fixed: {}, perSecond: null, windowSeconds: 0 });
    expect(readQuery(query)).toBeNull();
  });
});

describe('an answer', () => {
  const results = [
    { metric: { __name__: 'a', x: '1' }, value: [1_700_000_000, '2.5'] },
    { metric: { x: '2' }, value: '4' },
  ];
  const samples = [
    { name: 'a', labels: { __name__: 'a', x: '1' }, value: 2.5 },
    { name: METRIC, labels: { x: '2' }, value: 4 },
  ];

  it.each([
    ['the whole of the API', { status: 'success', data: { resultType: 'vector', result: results } }],
    ['its data', { resultType: 'vector', result: results }],
    ['the results', results],
  ])('%s', (_name, body) => {
    expect(readAnswer(body, form)).toEqual(samples);
  });

  it('has the labels that the query fixes, unless it says otherwise itself', () => {
    const fixed = { reporter: 'source', x: '9' };
    expect(readAnswer(results, { ...form, fixed })?.map(({ labels }) => [labels['reporter'], labels['x']])).toEqual([
      ['source', '1'],
      ['source', '2'],
    ]);
  });

  it('is per second where the query counts a window', () => {
    expect(readAnswer(results, { ...form, perSecond: 0.5 })?.map(({ value }) => value)).toEqual([1.25, 2]);
  });

  it.each([
    ['text', 'x 1'],
    ['nothing', null],
    ['an error', { status: 'error', error: 'bad query' }],
    ['a scalar', { status: 'success', data: { resultType: 'scalar', result: [1, '2'] } }],
    ['a matrix', { data: { resultType: 'matrix', result: [] } }],
  ])('%s is none', (_name, body) => {
    expect(readAnswer(body, form)).toBeNull();
  });

  it('leaves out values that are no number, and names that nobody tells', () => {
    const odd = [
      { metric: {}, value: [1, 'NaN'] },
      { metric: {}, value: [1, '+Inf'] },
      { metric: {} },
      'x',
      { value: 1 },
    ];
    expect(readAnswer(odd, form)).toEqual([{ name: METRIC, labels: {}, value: 1 }]);
    expect(readAnswer(odd, { ...form, metric: '' })).toEqual([]);
  });

  it('tells what Prometheus refused', () => {
    expect(errorOf({ status: 'error', error: 'parse error' })).toBe('parse error');
    expect(errorOf({ status: 'error' })).not.toBe('');
    expect(errorOf({ status: 'success' })).toBe('');
  });

  it('never throws', () => {
    const row = randomRow(11);
    for (let i = 0; i < 300; i += 1) expect(() => readAnswer(randomJson(row, 5), form)).not.toThrow();
  });
});
