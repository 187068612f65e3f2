import fc from 'fast-check';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { ComponentMetrics } from '../state/component-metrics.ts';
import { readComponentMetrics } from './component-metrics.ts';
import { normalizeReading } from './reading.ts';

const answered = { pod: 'a/b', at: null };
const read = (...lines: string[]) => readComponentMetrics('istiod-metrics', lines.join('\n'), answered);

test('only names and labels that are wanted are kept, with one spelling, and unknown names are counted', () => {
  const found = read(
    'citadel_server_csr_count_total 7',
    'citadel_server_root_cert_expiry_timestamp_seconds 2.5e+09',
    'istio_agent_istiod_connection_failures{type="xds",node="x"} 2',
    'istio_xds_connection_terminations{reason="ConnectionError"} 3',
    'pilot_xds{version="1.30"} 2',
    'pilot_xds{version="1.30",other="y"} 3',
    'pilot_something_new 1',
    'istio_requests_total{reporter="waypoint"} 4',
    'ztunnel_connected 0',
    'envoy_cluster_upstream_cx_overflow{cluster_name="a"} 0',
    'process_open_fds NaN',
  );
  expect(found?.unknown).toBe(1);
  expect(found?.metrics.samples).toEqual([
    { name: 'citadel_server_csr_count', labels: {}, value: 7 },
    { name: 'citadel_server_root_cert_expiry_timestamp', labels: {}, value: 2.5e9 },
    { name: 'istiod_connection_failures', labels: { type: 'xds' }, value: 2 },
    { name: 'istio_xds_connection_terminations_total', labels: { reason: 'ConnectionError' }, value: 3 },
    { name: 'pilot_xds', labels: { version: '1.30' }, value: 5 },
    { name: 'ztunnel_connected', labels: {}, value: 0 },
  ]);
});

test('what is no page of metrics has failed', () => {
  expect(read('<html>')).toBeNull();
  expect(normalizeReading({ source: 'cni-metrics', text: 'no route to host' }).status.state).toBe('failed');
});

test('a page that counts traffic gives both', () => {
  const text = 'istio_tcp_connections_opened_total{reporter="source"} 3\nprocess_open_fds 21\n';
  const { status, value, metrics } = normalizeReading({ source: 'ztunnel-metrics', pod: 'a/b', text });
  expect(status).toMatchObject({ state: 'ok', count: 2, unknownKeys: 0 });
  expect(value).toMatchObject({ series: [{ measure: 'connections-opened' }] });
  expect(metrics).toMatchObject({
    source: 'ztunnel-metrics',
    pod: 'a/b',
    samples: [{ name: 'process_open_fds', value: 21 }],
  });
});

test.each([
  ['min by(namespace, pod)(ztunnel_connected)', 'total', 0, 'ztunnel_connected'],
  ['pilot_total_xds_rejects', 'total', 0, 'pilot_total_xds_rejects'],
  [
    'increase(istio_xds_connection_terminations_total{reason="ConnectionError"}[10s])',
    'per-second',
    0,
    'istio_xds_connection_terminations_total',
  ],
])('prometheus: %s', (query, unit, _at, name) => {
  const body = {
    status: 'success',
    data: { resultType: 'vector', result: [{ metric: { namespace: 'i', pod: 'p', job: 'x' }, value: [0, '5'] }] },
  };
  const { metrics } = normalizeReading({ source: 'prometheus', query, body });
  expect(metrics).toMatchObject({
    pod: '',
    unit,
    samples: [{ name, labels: { namespace: 'i', pod: 'p' }, value: unit === 'total' ? 5 : 0.5 }],
  });
  expect(metrics?.samples[0]?.labels).not.toHaveProperty('job');
});

test('a query that calculates is none of them', () => {
  const query = '(citadel_server_root_cert_expiry_timestamp - time())/86400';
  const body = [{ metric: {}, value: [0, '5'] }];
  expect(normalizeReading({ source: 'prometheus', query, body })).toMatchObject({ status: { state: 'ok', count: 0 } });
  expect(normalizeReading({ source: 'prometheus', query, body }).metrics).toBeUndefined();
});

test('any text is a page or none', () => {
  const lines = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constant('pilot_xds{version="1"} 2'),
      fc.constant('ztunnel_connected{'),
    ),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(lines, (parts) => {
      const found = readComponentMetrics('cni-metrics', parts.join('\n'), answered);
      if (found) expect([...Value.Errors(ComponentMetrics, found.metrics)].slice(0, 1)).toEqual([]);
    }),
  );
});
