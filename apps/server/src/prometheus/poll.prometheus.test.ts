/** A refresh from a real Prometheus: what our queries make of counters as proxies really write them. */
import type { ComponentSample, NormalizedReading, TrafficSeries } from '@hopscope/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ClientLimits, createPrometheusClient } from './client.ts';
import { readMatchers } from './matchers.ts';
import { createPrometheusPoll, gatherPrometheus, trafficAt } from './poll.ts';
import {
  counted,
  type LoadedSeries,
  PROMETHEUS,
  startFront,
  startPrometheus,
  type TestPrometheus,
} from './test-prometheus.ts';

const AT = Date.now() - 60_000;
const linear = (rate: number) => counted(AT, (second) => rate * second);
const constant = (value: number) => counted(AT, () => value);
/** Nothing before the last two minutes, and a value that does not move since. */
const justNow = (value: number) => counted(AT, (second) => (second < 1100 ? null : value));

const target = (instance: string) => ({
  job: 'ztunnel',
  instance,
  namespace: 'istio-system',
  pod: `ztunnel-${instance}`,
});
const link = (to: string, rest: Record<string, string> = {}) => ({
  ...target('a'),
  reporter: 'source',
  source_workload: 'web',
  source_workload_namespace: 'web',
  source_principal: 'spiffe://cluster.local/ns/web/sa/web',
  destination_workload: to,
  destination_workload_namespace: 'shop',
  destination_service_name: to,
  destination_service_namespace: 'shop',
  destination_service: `${to}.shop.svc.cluster.local`,
  response_flags: '-',
  connection_security_policy: 'mutual_tls',
  cluster: 'east',
  ...rest,
});
const one = (name: string, labels: Record<string, string>, samples: LoadedSeries['samples']): LoadedSeries => ({
  name,
  labels: { cluster: 'east', ...labels },
  samples,
});
const OPENED = 'istio_tcp_connections_opened_total';
const CLOSED = 'istio_tcp_connections_closed_total';
const SENT = 'istio_tcp_sent_bytes_total';

const SERIES: LoadedSeries[] = [
  one('up', target('a'), constant(1)),
  one('up', target('down'), constant(0)),
  one('up', { job: 'shop', instance: 'x', namespace: 'shop', pod: 'cart-1' }, constant(1)),
  one('up', { job: 'pods', instance: 'y', namespace: 'shop', pod: 'gate-1', container: 'istio-proxy' }, constant(1)),
  // Two pods of the caller, two of the target, a reset at 950 s: 2 + 3 a second all the same.
  one(OPENED, link('reset'), linear(2)),
  one(
    OPENED,
    link('reset', { instance: 'b' }),
    counted(AT, (s) => (s < 950 ? 3 * s : 3 * (s - 950))),
  ),
  // The same bytes at both ends.
  one(SENT, link('twice'), linear(100)),
  one(SENT, link('twice', { reporter: 'destination', instance: 'c' }), linear(100)),
  // How connections ended.
  one(CLOSED, link('flags', { response_flags: 'CONNECT' }), linear(1)),
  one(CLOSED, link('flags', { response_flags: 'NETWORK_POLICY' }), linear(0.5)),
  one(CLOSED, link('flags'), linear(4)),
  one(CLOSED, link('idle', { response_flags: 'CONNECT' }), constant(77)),
  // Began within the window: where its target had been scraped, and where it had not.
  one(CLOSED, link('born', { response_flags: 'DENY' }), justNow(6)),
  one(CLOSED, link('born', { response_flags: 'DENY', instance: 'new' }), justNow(900)),
  // Another cluster in the same Prometheus.
  one(OPENED, link('reset', { cluster: 'west' }), linear(50)),
  one('ztunnel_connected', { namespace: 'istio-system', pod: 'istio-cni-node-1' }, constant(0)),
  one('pilot_total_xds_rejects_total', { namespace: 'istio-system', pod: 'istiod-1', type: 'cds' }, constant(5)),
  one('istio_build', { namespace: 'istio-system', pod: 'istiod-1', component: 'pilot', tag: '1.30.1' }, constant(1)),
  one('process_open_fds', { namespace: 'istio-system', pod: 'istiod-1' }, constant(33)),
  one('process_open_fds', { namespace: 'shop', pod: 'cart-1' }, constant(44)),
];

const closing: (() => unknown)[] = [];
function clientOf(url: string, matchers = 'cluster="east"', limits: Partial<ClientLimits> = {}) {
  const read = readMatchers(matchers);
  if (!read.ok) throw new Error(read.message);
  const client = createPrometheusClient(
    { url, token: null, ca: null, matchers: read.value, windowSeconds: 300 },
    limits,
  );
  closing.push(() => client.close());
  return client;
}

const trafficIn = (readings: readonly NormalizedReading[]): TrafficSeries[] =>
  readings.flatMap(({ value }) => (value !== undefined && 'series' in value ? value.series : []));
const samplesIn = (readings: readonly NormalizedReading[]): ComponentSample[] =>
  readings.flatMap(({ metrics }) => metrics?.samples ?? []);
const messages = (readings: readonly NormalizedReading[]): string[] => [
  ...new Set(readings.map(({ status }) => status.message).filter((message) => message !== '')),
];

describe.skipIf(PROMETHEUS === '')('a refresh from a real Prometheus', () => {
  let prometheus: TestPrometheus;
  let readings: NormalizedReading[];
  beforeAll(async () => {
    prometheus = await startPrometheus(SERIES);
    readings = await createPrometheusPoll({ client: clientOf(prometheus.url), now: () => AT }).refresh();
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  afterAll(() => prometheus?.stop());

  const told = (to: string) =>
    trafficIn(readings)
      .filter((series) => series.to.workload === to)
      .map(({ measure, reporter, flags, value }) => [measure, reporter, flags, Math.round(value * 1000) / 1000]);

  it('is answered in every part', () => {
    expect(readings.map(({ status }) => status.state)).toEqual(readings.map(() => 'ok'));
    expect(messages(readings)).toEqual([]);
  });

  it('adds up the pods of a workload, and a counter that began anew does not go back', () => {
    const [[measure, reporter, , value] = []] = told('reset');
    expect([measure, reporter]).toEqual(['connections-opened', 'source']);
    expect(told('reset')).toHaveLength(1);
    expect(value).toBeGreaterThan(4.5);
    expect(value).toBeLessThanOrEqual(5.01);
  });

  it('keeps the reporters apart', () => {
    expect(told('twice').sort()).toEqual([
      ['response-bytes', 'destination', '-', 100],
      ['response-bytes', 'source', '-', 100],
    ]);
  });

  it('tells how connections ended, each with its rate, and nothing of what stood still', () => {
    expect(
      told('flags')
        .map(([, , ...rest]) => rest)
        .sort(),
    ).toEqual([
      ['-', 4],
      ['CONNECT', 1],
      ['NETWORK_POLICY', 0.5],
    ]);
    expect(told('idle')).toEqual([]);
  });

  it('counts from zero what began within the window, where the target had been scraped before', () => {
    expect(told('born')).toEqual([['connections-closed', 'source', 'DENY', 0.02]]);
  });

  it('knows the cluster that the matchers name, and all without them', async () => {
    const west = await trafficAt(clientOf(prometheus.url, 'cluster="west"'), { at: AT, windowSeconds: 300 });
    expect(trafficIn(west).map(({ value }) => Math.round(value))).toEqual([50]);
    const all = await trafficAt(clientOf(prometheus.url, ''), { at: AT, windowSeconds: 300 });
    expect(Math.round(trafficIn(all).find(({ to }) => to.workload === 'reset')!.value)).toBeGreaterThan(53);
    const odd = await trafficAt(clientOf(prometheus.url, 'cluster="e\\"}{"'), { at: AT, windowSeconds: 300 });
    expect([trafficIn(odd), messages(odd)]).toEqual([[], []]);
  });

  it('knows another time and another window', async () => {
    const before = await trafficAt(clientOf(prometheus.url), { at: AT - 600_000, windowSeconds: 120 });
    expect(trafficIn(before).filter(({ to }) => to.workload === 'born')).toEqual([]);
    expect(trafficIn(before).filter(({ to }) => to.workload === 'flags')).toHaveLength(3);
    const long = await trafficAt(clientOf(prometheus.url), { at: AT, windowSeconds: 86_400 });
    expect(messages(long)).toEqual([]);
  });

  it('brings what components count, of Istio alone, in the words of core', () => {
    const found = samplesIn(readings).map(({ name, labels, value }) => `${name} ${labels['pod']} ${value}`);
    expect(found.sort()).toEqual([
      'istio_build istiod-1 1',
      'pilot_total_xds_rejects istiod-1 5',
      'process_open_fds istiod-1 33',
      'up gate-1 1',
      'up ztunnel-a 1',
      'up ztunnel-down 0',
      'ztunnel_connected istio-cni-node-1 0',
    ]);
  });

  it('is gathered as it was answered, and a bundle says the same', async () => {
    const gathered = await gatherPrometheus(clientOf(prometheus.url), AT);
    expect(gathered.every(({ error }) => error === undefined)).toBe(true);
    const { normalizeReading } = await import('@hopscope/core');
    const read = gathered.map(normalizeReading);
    const sorted = (list: readonly unknown[]) => list.map((item) => JSON.stringify(item)).sort();
    expect(sorted(trafficIn(read))).toEqual(sorted(trafficIn(readings)));
    expect(sorted(samplesIn(read))).toEqual(sorted(samplesIn(readings)));
  });
});

describe.skipIf(PROMETHEUS === '')('another Prometheus', () => {
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const start = async (series: Iterable<LoadedSeries>, flags: string[] = []) => {
    const prometheus = await startPrometheus(series, flags);
    closing.push(() => prometheus.stop());
    return prometheus.url;
  };

  it('that knows nothing is answered with nothing', async () => {
    const readings = await createPrometheusPoll({ client: clientOf(await start([])), now: () => AT }).refresh();
    expect([trafficIn(readings), samplesIn(readings), messages(readings)]).toEqual([[], [], []]);
  });

  it.each([10, 100, 1000])('of %d namespaces is asked 15 queries', async (count) => {
    const url = await start(namespaces(count));
    let asked = 0;
    const front = await startFront(url, (_form, response, body) => {
      asked += 1;
      response.end(body);
    });
    closing.push(front.stop);
    const readings = await createPrometheusPoll({ client: clientOf(front.url), now: () => AT }).refresh();
    expect(asked).toBe(15);
    expect(new Set(trafficIn(readings).map(({ to }) => to.namespace)).size).toBe(count);
  });
});

function* namespaces(count: number): Generator<LoadedSeries> {
  for (let i = 0; i < count; i += 1)
    yield one(OPENED, link('api', { destination_workload_namespace: `ns-${i}` }), linear(1));
}
