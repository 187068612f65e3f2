import { type MeshState, type NormalizedReading, normalizeReading } from '@hopscope/core';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import type { TrafficRange } from '../prometheus/ranges.ts';
import { demoState, serveStates } from './serve-scenario.ts';
import { TrafficAnswer } from './traffic.ts';

const AT = '2026-11-20T09:00:00.000Z';
const OPENED = 'istio_tcp_connections_opened_total';
const labels = {
  ...{ reporter: 'source', source_workload: 'front', source_workload_namespace: 'web' },
  ...{ destination_workload: 'api', destination_workload_namespace: 'shop', destination_service_name: 'api' },
};
const rated = (): NormalizedReading =>
  normalizeReading({
    source: 'prometheus',
    query: `rate(${OPENED}[600s])`,
    at: AT,
    body: [{ metric: labels, value: [1, '2'] }],
  });
const failed = (): NormalizedReading =>
  normalizeReading({ source: 'prometheus', at: AT, error: { code: 'timeout', message: 'It is slow.' } });
const page = normalizeReading({
  ...{ source: 'ztunnel-metrics', pod: 'istio-system/z', at: AT },
  text: `${OPENED}{${Object.entries(labels).map(([name, value]) => `${name}="${value}"`)}} 7\n`,
});

const trafficOf = ({ value }: NormalizedReading) => value as MeshState['traffic'][number];
const withTraffic = (...readings: NormalizedReading[]): MeshState => ({
  ...demoState('rest'),
  traffic: readings.map(trafficOf),
});

async function serve(state: MeshState, readings?: NormalizedReading[] | null) {
  const asked: TrafficRange[] = [];
  const read = (range: TrafficRange) => {
    asked.push(range);
    return readings === null || readings === undefined ? null : Promise.resolve(readings);
  };
  const { app } = await serveStates(state, { prometheus: readings === undefined ? null : { read } });
  const ask = async (query: string) => {
    const answer = await app.inject(`/api/v1/traffic${query}`);
    return { status: answer.statusCode, headers: answer.headers, json: answer.json() };
  };
  return { ask, asked };
}

describe('GET /api/v1/traffic of now', () => {
  it('is what rates the state holds', async () => {
    const { ask } = await serve(withTraffic(page, rated()));
    const { json } = await ask('');
    expect(Value.Errors(TrafficAnswer, json)).toEqual([]);
    expect(json).toMatchObject({ at: AT, windowSeconds: 600, unit: 'per-second', origin: 'prometheus', gaps: [] });
    expect(json.links).toMatchObject([{ from: { workload: 'front' }, l4: { opened: 2 }, l7: null }]);
  });

  it('is totals where the proxies were read once, and says so', async () => {
    const { json } = await (await serve(withTraffic(page))).ask('?namespaces=shop');
    expect(json).toMatchObject({ windowSeconds: null, unit: 'total', origin: 'proxies' });
    expect(json.gaps).toMatchObject([{ code: 'totals-only' }]);
    expect(json.links).toMatchObject([{ l4: { opened: 7 } }]);
  });

  it('is nothing where nothing was read, which is not the same as no traffic', async () => {
    const { json } = await (await serve(withTraffic())).ask('');
    expect(json).toMatchObject({ at: null, links: [], gaps: [{ code: 'no-traffic-read' }] });
  });

  it('is that of the namespaces asked for', async () => {
    const { ask } = await serve(withTraffic(rated()));
    expect((await ask('?namespaces=web')).json.links).toHaveLength(1);
    expect((await ask('?namespaces=other')).json).toMatchObject({ links: [], gaps: [] });
  });
});

describe('GET /api/v1/traffic of another time', () => {
  it('is asked of Prometheus', async () => {
    const { ask, asked } = await serve(withTraffic(page), [rated()]);
    const { json, status } = await ask('?at=2026-11-20T10:00:00%2B01:00&window=10m');
    expect([status, asked]).toEqual([200, [{ at: Date.parse(AT), windowSeconds: 600 }]]);
    expect(Value.Errors(TrafficAnswer, json)).toEqual([]);
    expect(json).toMatchObject({ at: AT, windowSeconds: 600, unit: 'per-second', origin: 'prometheus', gaps: [] });
    expect(json.links).toMatchObject([{ l4: { opened: 2 } }]);
  });

  it('may be now over another window', async () => {
    const { ask, asked } = await serve(withTraffic(page), [rated()]);
    await ask('?window=1d');
    expect(asked[0]?.windowSeconds).toBe(86_400);
    expect(Math.abs(asked[0]!.at - Date.now())).toBeLessThan(60_000);
  });

  it('says which of its parts are missing', async () => {
    const { json } = await (await serve(withTraffic(), [rated(), failed()])).ask(`?at=${AT}`);
    expect(json.gaps).toEqual([{ code: 'query-failed', message: 'It is slow.' }]);
  });

  it.each<[string, NormalizedReading[] | null | undefined, number, string, RegExp]>([
    ['without Prometheus', undefined, 501, 'needs-prometheus', /--prometheus/],
    ['while others are read', null, 503, 'busy', /again/],
    ['when nothing is answered', [failed()], 502, 'prometheus-failed', /slow/],
  ])('is a problem %s', async (_name, readings, status, code, detail) => {
    const answer = await (await serve(withTraffic(rated()), readings)).ask(`?at=${AT}`);
    expect(answer).toMatchObject({ status, json: { code, detail: expect.stringMatching(detail) } });
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.headers['retry-after']).toBe(code === 'busy' ? '5' : undefined);
  });

  it.each([
    '?at=yesterday',
    '?at=2026-13-45T10:00:00Z',
    '?at=2126-11-20T10:00:00Z',
    '?window=5',
    '?window=59s',
    '?window=2d',
    '?window=0m',
    '?namespaces=a,,b',
    '?namespaces={}',
    '?query=up',
    `?namespaces=${'a,'.repeat(3000)}a`,
  ])('refuses %s', async (query) => {
    const { ask, asked } = await serve(withTraffic(), [rated()]);
    expect(await ask(query)).toMatchObject({ status: 400, json: { code: 'bad-query' } });
    expect(asked).toEqual([]);
  });
});
