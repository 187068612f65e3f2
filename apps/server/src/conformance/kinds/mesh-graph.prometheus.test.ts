/** Kiali's cases as a real Prometheus answers them: their raw series are loaded, and our own queries ask for them. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheusClient } from '../../prometheus/client.ts';
import { trafficAt } from '../../prometheus/poll.ts';
import {
  counted,
  type LoadedSeries,
  PROMETHEUS,
  startPrometheus,
  type TestPrometheus,
} from '../../prometheus/test-prometheus.ts';
import { type Case, objects, text } from '../case.ts';
import { findCases } from '../find-cases.ts';
import { graphAnswer, isSameGraph, trafficOf } from './mesh-graph.ts';

const FOLDER = process.env.HOPSCOPE_GRAPH_CASES ?? '';
/** Without the cases of others: one of ours, so that there is always something to compare. */
const OWN: Case = {
  id: 'own',
  corpus: 'own',
  folder: '',
  raw: {
    series: ['source', 'destination'].map((reporter) => ({
      name: 'istio_requests_total',
      labels: {
        reporter,
        source_cluster: 'east',
        source_workload_namespace: 'web',
        source_workload: 'frontend',
        source_canonical_service: 'frontend',
        source_canonical_revision: 'v1',
        destination_cluster: 'east',
        destination_workload_namespace: 'shop',
        destination_workload: 'cart',
        destination_canonical_service: 'cart',
        destination_canonical_revision: 'v1',
        destination_service: 'cart.shop.svc.cluster.local',
        destination_service_name: 'cart',
        destination_service_namespace: 'shop',
        request_protocol: 'http',
        response_code: '503',
        response_flags: 'UF',
      },
      ratePerSecond: 20,
    })),
  },
  config: { request: '/api/namespaces/graph?namespaces=shop&graphType=workload' },
  question: { kind: 'mesh-graph' },
  expected: {
    nodes: [
      {
        key: 'east/web/workload/frontend',
        ...{ nodeType: 'workload', cluster: 'east', namespace: 'web', workload: 'frontend', app: 'frontend' },
        ...{ version: 'v1', isRoot: true, isOutside: true, isInaccessible: true },
        traffic: [{ protocol: 'http', rates: { httpOut: '20.00' } }],
      },
      {
        key: 'east/shop/workload/cart',
        ...{ nodeType: 'workload', cluster: 'east', namespace: 'shop', workload: 'cart', app: 'cart', version: 'v1' },
        traffic: [{ protocol: 'http', rates: { httpIn: '20.00', httpIn5xx: '20.00' } }],
      },
    ],
    edges: [
      {
        ...{ source: 'east/web/workload/frontend', target: 'east/shop/workload/cart' },
        traffic: {
          protocol: 'http',
          rates: { http: '20.00', http5xx: '20.00', httpPercentErr: '100.0', httpPercentReq: '100.0' },
          responses: { 503: { flags: { UF: '100.0' }, hosts: { 'cart.shop.svc.cluster.local': '100.0' } } },
        },
      },
    ],
  },
};

const AT = Date.now() - 60_000;
const cases = [
  OWN,
  ...(FOLDER === ''
    ? []
    : (await findCases([FOLDER])).filter(({ question }) => text(question['kind']) === 'mesh-graph')),
];
let prometheus: TestPrometheus;

function* loaded(): Generator<LoadedSeries> {
  for (const one of cases)
    for (const item of objects(one.raw['series'])) {
      const rate = Number(text(item['ratePerSecond']));
      const labels = { ...(item['labels'] as Record<string, string>), case: one.id };
      yield { name: text(item['name']), labels, samples: counted(AT, (second) => 1000 + rate * second) };
    }
}

describe.skipIf(PROMETHEUS === '')('graphs of traffic through a real Prometheus', () => {
  beforeAll(async () => {
    prometheus = await startPrometheus(loaded());
  });
  afterAll(() => prometheus?.stop());

  it('the folder of cases is there where one is named', () => {
    expect(FOLDER === '' || existsSync(resolve(FOLDER))).toBe(true);
    if (FOLDER !== '') expect(cases.length).toBeGreaterThan(1);
  });

  it.each(cases.map((one) => [one.id, one] as const))('%s', async (id, one) => {
    const matchers = [{ label: 'case', operator: '=', value: id }] as const;
    const client = createPrometheusClient({ url: prometheus.url, token: null, ca: null, matchers, windowSeconds: 300 });
    try {
      const readings = await trafficAt(client, { at: AT, windowSeconds: 600 });
      expect(readings.map(({ status }) => status.message).filter((message) => message !== '')).toEqual([]);
      const traffic = trafficOf(readings);
      expect(traffic.flatMap(({ series }) => series)).toHaveLength(objects(one.raw['series']).length);
      const got = graphAnswer(one, traffic);
      expect(isSameGraph(one.expected, got), JSON.stringify(got, null, 1).slice(0, 2000)).toBe(true);
    } finally {
      await client.close();
    }
  });
});
