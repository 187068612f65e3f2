import { expect, test } from 'vitest';
import { normalizeBundle, readBundleDocument } from './bundle.ts';

const page = (count: number, pushes: number): string =>
  [
    '# TYPE istio_tcp_connections_opened_total counter',
    `istio_tcp_connections_opened_total{reporter="source",source_workload="web",source_workload_namespace="shop"} ${count}`,
    `istio_dns_requests_total ${pushes}`,
    '',
  ].join('\n');
const answer = (pod: string, minute: number, text: string) => ({
  source: 'ztunnel-metrics',
  pod: `istio-system/${pod}`,
  at: `2026-03-01T10:0${minute}:00Z`,
  text,
});

function stateOf(readings: unknown[]) {
  const bundle = { hopscopeBundle: 1, takenAt: '2026-03-01T10:05:00Z', objects: [], readings };
  const result = normalizeBundle(readBundleDocument(bundle));
  if (!result.ok) throw new Error(result.reason);
  return result.state;
}

test('two pages of one pod in a bundle are the later one and the rates between, whatever their order', () => {
  const state = stateOf([answer('z1', 1, page(160, 70)), answer('z2', 1, page(5, 5)), answer('z1', 0, page(100, 10))]);
  const traffic = state.traffic.map(({ pod, unit, seconds, series }) => [pod, unit, seconds, series[0]?.value]);
  expect(traffic).toEqual([
    ['istio-system/z1', 'total', undefined, 160],
    ['istio-system/z1', 'per-second', 60, 1],
    ['istio-system/z2', 'total', undefined, 5],
  ]);
  const metrics = state.componentMetrics.map(({ pod, unit, samples }) => [pod, unit, samples[0]?.value]);
  expect(metrics).toEqual([
    ['istio-system/z1', 'total', 70],
    ['istio-system/z1', 'per-second', 1],
    ['istio-system/z2', 'total', 5],
  ]);
  expect(state.sources.filter(({ source }) => source === 'ztunnel-metrics')).toHaveLength(2);
});

test('a page that could not be read again leaves the one that could', () => {
  const failed = { ...answer('z1', 1, ''), text: '<html>' };
  const state = stateOf([answer('z1', 0, page(100, 10)), failed]);
  expect(state.traffic.map(({ unit, at }) => [unit, at])).toEqual([['total', '2026-03-01T10:00:00Z']]);
});
