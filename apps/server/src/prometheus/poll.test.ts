import { describe, expect, it } from 'vitest';
import { failure, success } from '../kubernetes/outcome.ts';
import type { PrometheusClient } from './client.ts';
import { createPrometheusPoll, gatherPrometheus, trafficAt } from './poll.ts';
import type { Result } from './result-stream.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const COST = { bytes: 100, wireBytes: 10, results: 2, ms: 1, cpuMs: 1 };

/** A client that answers each query with batches, or fails where there are none. */
function clientOf(answer: (query: string) => Result[][] | null) {
  const asked: { query: string; at: number | undefined }[] = [];
  const client: PrometheusClient = {
    url: 'http://prometheus',
    matchers: [],
    windowSeconds: 300,
    async ask(query, { at, onBatch }) {
      asked.push({ query, at });
      await new Promise((done) => setTimeout(done, 1));
      const batches = answer(query);
      if (batches === null) return failure('unreachable', 'Nobody is there.');
      for (const batch of batches) onBatch(batch);
      return success(COST);
    },
    close: async () => {},
  };
  return { client, asked };
}

const series = (workload: string): Result => ({
  metric: { reporter: 'source', source_workload: workload },
  value: [1, '2'],
});
const isRequests = (query: string): boolean => query.includes('rate(istio_requests_total');

describe('a refresh', () => {
  it('is one reading a query, as of now, and tells what it cost', async () => {
    const { client, asked } = clientOf((query) => (isRequests(query) ? [[series('a')], [series('b')]] : []));
    const poll = createPrometheusPoll({ client, now: () => NOW });
    expect(poll.cost()).toBeNull();
    const readings = await poll.refresh();
    expect(readings).toHaveLength(15);
    expect(asked.every(({ at }) => at === NOW)).toBe(true);
    expect(readings.map(({ status }) => `${status.source} ${status.tier} ${status.state} ${status.at}`)).toEqual(
      readings.map(() => 'prometheus 4 ok 2026-11-20T10:00:00.000Z'),
    );
    const found = readings.filter(({ status }) => status.count > 0);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      status: { count: 2 },
      value: { unit: 'per-second', series: [{ from: { workload: 'a' } }, { from: { workload: 'b' } }] },
    });
    expect(poll.cost()).toMatchObject({ queries: 15, failed: 0, bytes: 1500, wireBytes: 150, results: 30 });
  });

  it('joins what components counted in several parts', async () => {
    const sample = (pod: string): Result => ({
      metric: { __name__: 'ztunnel_connected', namespace: 'istio-system', pod },
      value: [1, '1'],
    });
    const { client } = clientOf((query) =>
      query.includes('ztunnel_connected') ? [[sample('a')], [sample('b')], [sample('c')]] : [],
    );
    const readings = await createPrometheusPoll({ client }).refresh();
    const found = readings.flatMap(({ metrics }) => metrics?.samples.map(({ labels }) => labels['pod']) ?? []);
    expect(found).toEqual(['a', 'b', 'c']);
  });

  it('that fails in part says in which, and of what was half read nothing is kept', async () => {
    const { client } = clientOf((query) => (isRequests(query) ? null : []));
    const poll = createPrometheusPoll({ client });
    const failed = (await poll.refresh()).filter(({ status }) => status.state !== 'ok');
    expect(failed).toEqual([
      { status: expect.objectContaining({ state: 'failed', message: 'istio_requests_total: Nobody is there.' }) },
    ]);
    expect(poll.cost()).toMatchObject({ queries: 15, failed: 1 });
  });

  it('is joined while it is under way', async () => {
    const { client, asked } = clientOf(() => []);
    const poll = createPrometheusPoll({ client });
    const [a, b] = [poll.refresh(), poll.refresh()];
    expect(await a).toBe(await b);
    expect(asked).toHaveLength(15);
    await poll.refresh();
    expect(asked).toHaveLength(30);
  });
});

describe('another time', () => {
  it('asks for traffic alone, over its own window', async () => {
    const { client, asked } = clientOf(() => []);
    await trafficAt(client, { at: NOW, windowSeconds: 3600 });
    expect(asked).toHaveLength(8);
    expect(asked.every(({ query, at }) => query.includes('[3600s]') && at === NOW)).toBe(true);
  });
});

describe('gathering', () => {
  it('keeps the answers with their queries, and why there is none', async () => {
    const { client } = clientOf((query) => (isRequests(query) ? [[series('a')], [series('b')]] : null));
    const readings = await gatherPrometheus(client, NOW);
    expect(readings).toHaveLength(15);
    expect(readings[0]).toEqual({
      source: 'prometheus',
      query: expect.stringContaining('istio_requests_total'),
      at: '2026-11-20T10:00:00.000Z',
      body: { status: 'success', data: { resultType: 'vector', result: [series('a'), series('b')] } },
    });
    expect(readings[1]).toMatchObject({ error: { code: 'unreachable', message: 'Nobody is there.' } });
  });
});
