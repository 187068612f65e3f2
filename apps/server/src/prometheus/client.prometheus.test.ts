/** How a real Prometheus refuses, and one that something stands in front of. */
import type { ServerResponse } from 'node:http';
import type { NormalizedReading } from '@hopscope/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ClientLimits, createPrometheusClient } from './client.ts';
import { createPrometheusPoll, trafficAt } from './poll.ts';
import {
  counted,
  type LoadedSeries,
  PROMETHEUS,
  startFront,
  startPrometheus,
  type TestPrometheus,
} from './test-prometheus.ts';

const AT = Date.now() - 60_000;
const one = (name: string, to: string): LoadedSeries => ({
  name,
  labels: { reporter: 'source', source_workload: 'web', source_workload_namespace: 'web', destination_workload: to },
  samples: counted(AT, (second) => second),
});
const SERIES = ['cart', 'pay', 'mail'].flatMap((to) => [
  one('istio_tcp_connections_opened_total', to),
  one('istio_tcp_connections_closed_total', to),
]);

const closing: (() => Promise<void>)[] = [];
function clientOf(url: string, limits: Partial<ClientLimits> = {}) {
  const client = createPrometheusClient({ url, token: null, ca: null, matchers: [], windowSeconds: 300 }, limits);
  closing.push(() => client.close());
  return client;
}

const messages = (readings: readonly NormalizedReading[]): string[] => [
  ...new Set(readings.map(({ status }) => status.message.replace(/^\w+: /, '')).filter((message) => message !== '')),
];
const hasMeasure = (readings: readonly NormalizedReading[], measure: string): boolean =>
  readings.some(
    ({ value }) => value !== undefined && 'series' in value && value.series.some((one) => one.measure === measure),
  );

describe.skipIf(PROMETHEUS === '')('a real Prometheus', () => {
  let prometheus: TestPrometheus;
  beforeAll(async () => {
    prometheus = await startPrometheus(SERIES);
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  afterAll(() => prometheus?.stop());

  it('says that a query is wrong in the words of Prometheus', async () => {
    const asked = await clientOf(prometheus.url).ask('sum by (', { onBatch: () => {} });
    expect(asked).toMatchObject({ ok: false, reason: 'refused', message: expect.stringContaining('parse error') });
    const scalar = await clientOf(prometheus.url).ask('1', { onBatch: () => {} });
    expect(scalar).toMatchObject({ ok: false, reason: 'bad-answer' });
  });

  it('says that there is none at another path', async () => {
    const read = await trafficAt(clientOf(`${prometheus.url}/elsewhere`), { at: AT, windowSeconds: 300 });
    expect(read.every(({ status }) => status.state === 'failed' && /404/.test(status.message))).toBe(true);
  });

  it('ends at what may be read, and says so', async () => {
    const client = clientOf(prometheus.url, { results: 2 });
    const read = await trafficAt(client, { at: AT, windowSeconds: 300 });
    expect(messages(read)).toEqual([expect.stringContaining('larger than is read')]);
    expect(hasMeasure(read, 'connections-opened')).toBe(false);
  });

  it.each<[string, (response: ServerResponse, body: Buffer) => void, RegExp]>([
    ['is slow', () => {}, /in time/],
    ['answers 503', (response) => response.writeHead(503).end('busy'), /503/],
    ['is cut off', (response, body) => response.end(body.subarray(0, body.length / 2)), /cut off|damaged|closed/],
    ['is something else', (response) => response.end('<html></html>'), /not Prometheus/],
  ])('of which one part %s has the others', async (_name, spoil, said) => {
    const front = await startFront(prometheus.url, (form, response, body) =>
      form.includes('rate(istio_tcp_connections_opened') ? spoil(response, body) : response.end(body),
    );
    closing.push(front.stop);
    const client = clientOf(front.url, { timeoutMs: 1500 });
    const read = await createPrometheusPoll({ client, now: () => AT }).refresh();
    const failed = read.filter(({ status }) => status.state !== 'ok');
    expect(failed.map(({ status }) => status.message)).toEqual([expect.stringMatching(said)]);
    expect(hasMeasure(read, 'connections-closed')).toBe(true);
    expect(hasMeasure(read, 'connections-opened')).toBe(false);
  });

  it('that may load few samples says so', async () => {
    const small = await startPrometheus(SERIES, ['--query.max-samples=5']);
    closing.push(small.stop);
    const [message] = messages(await trafficAt(clientOf(small.url), { at: AT, windowSeconds: 300 }));
    expect(message).toMatch(/more samples than one query may load/);
  });
});
