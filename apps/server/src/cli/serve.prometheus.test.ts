/** `hopscope serve --prometheus` over a cluster and a real Prometheus: what of it reaches those who ask. */
import { demoBundle } from '@hopscope/core/scenarios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  counted,
  type LoadedSeries,
  PROMETHEUS,
  startPrometheus,
  type TestPrometheus,
} from '../prometheus/test-prometheus.ts';
import { TAKEN_AT } from '../routes/serve-scenario.ts';
import { type FakeCluster, startFakeCluster } from '../sources/fake-cluster.ts';
import { run } from './run.ts';
import { type TestTerminal, testTerminal } from './test-terminal.ts';

/** The tools load what was, and a refresh asks for now: the counters go on past it. */
const AT = Date.now() + 600_000;
const ends = {
  ...{ source_workload: 'frontend', source_workload_namespace: 'web' },
  ...{ destination_workload: 'cart', destination_workload_namespace: 'shop' },
  ...{ destination_service_name: 'cart', destination_service_namespace: 'shop' },
  destination_service: 'cart.shop.svc.cluster.local',
};
const series = (name: string, labels: Record<string, string>, rate: number): LoadedSeries => ({
  name,
  labels: { ...ends, ...labels },
  samples: counted(AT, (second) => rate * second),
});
const SERIES = [
  series('istio_tcp_connections_opened_total', { reporter: 'source' }, 3),
  series('istio_tcp_connections_closed_total', { reporter: 'source', response_flags: 'CONNECT' }, 1),
  series('istio_requests_total', { reporter: 'waypoint', request_protocol: 'http', response_code: '503' }, 2),
];

const until = async <T>(look: () => Promise<T | false>): Promise<T> => {
  for (let i = 0; i < 200; i++) {
    const found = await look();
    if (found !== false) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('it did not happen within 20 seconds');
};

describe.skipIf(PROMETHEUS === '')('hopscope serve --prometheus', () => {
  let prometheus: TestPrometheus;
  let cluster: FakeCluster;
  let terminal: TestTerminal;
  let ended: Promise<number>;
  let url: string;
  const get = async (path: string) => (await fetch(`${url}/api/v1/${path}`)).json();

  beforeAll(async () => {
    prometheus = await startPrometheus(SERIES);
    cluster = await startFakeCluster(demoBundle('rest', TAKEN_AT, 10));
    terminal = testTerminal();
    const args = ['--kubeconfig', cluster.kubeconfig, '--prometheus', prometheus.url, '--port', '0'];
    ended = run(['serve', ...args], terminal);
    await until(async () => terminal.written.out.includes('ready'));
    url = /http:\/\/[\d.:]+/.exec(terminal.written.out)![0];
  });
  afterAll(async () => {
    terminal?.interrupt();
    await ended;
    await cluster?.close();
    await prometheus?.stop();
  });

  it('says how it is read, and what that costs', async () => {
    const { statuses, tiers } = await until(async () => {
      const sources = await get('sources');
      return sources.tiers?.[4]?.state === 'on' && sources;
    });
    expect(statuses.filter(({ source }: { source: string }) => source === 'prometheus')).toMatchObject([
      { state: 'ok', tier: 4, scope: null, count: 3, message: '' },
    ]);
    expect(tiers[4]).toMatchObject({ name: 'Prometheus', state: 'on', answered: 1 });
    expect(tiers[4].cost.requests % 15).toBe(0);
  });

  it('tells the traffic of now and of another time', async () => {
    const now = await until(async () => {
      const traffic = await get('traffic?namespaces=shop');
      return traffic.links?.length > 0 && traffic;
    });
    expect(now).toMatchObject({ unit: 'per-second', origin: 'prometheus', windowSeconds: 300, gaps: [] });
    expect(now.links).toMatchObject([
      {
        ...{ from: { namespace: 'web', workload: 'frontend' }, to: { namespace: 'shop', workload: 'cart' } },
        l4: { reporter: 'source', opened: 3, failed: 1, flags: [{ name: 'CONNECT', rate: 1 }] },
        l7: { reporter: 'waypoint', requests: 2, failed: 2 },
      },
    ]);
    const before = new Date(Date.now() - 300_000).toISOString();
    const then = await get(`traffic?at=${before}&window=2m`);
    expect(then).toMatchObject({ windowSeconds: 120, gaps: [], links: [{ l4: { opened: 3 } }] });
    expect(await get('traffic?at=2020-01-01T00:00:00Z')).toMatchObject({ links: [], gaps: [] });
  });
});
