/** `hopscope serve` with panels on foreign pages: what twenty of them cost the cluster and Prometheus. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { demoBundle } from '@hopscope/core/scenarios';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { TAKEN_AT } from '../routes/serve-scenario.ts';
import { type FakeCluster, startFakeCluster } from '../sources/fake-cluster.ts';
import { run } from './run.ts';
import { type TestTerminal, testTerminal } from './test-terminal.ts';

const PORTAL = 'https://portal.example';
const WINDOW_MS = 4_000;
const EACH_MS = 500;
const ask = encodeURIComponent('web/checkout -> shop/cart:80');
const PANELS = [
  'map',
  'problems',
  'namespace?namespaces=shop',
  `path?ask=${ask}`,
  'changes',
  'workload?focus=shop/cart',
];

let cluster: FakeCluster;
let prometheus: Server;
let queries = 0;
let terminal: TestTerminal;
let ended: Promise<number>;
let url: string;

beforeAll(async () => {
  prometheus = createServer((_request, response) => {
    queries += 1;
    response.setHeader('content-type', 'application/json');
    response.end('{"status":"success","data":{"resultType":"vector","result":[]}}');
  });
  await new Promise<void>((resolve) => prometheus.listen(0, '127.0.0.1', resolve));
  cluster = await startFakeCluster(demoBundle('waypoint', TAKEN_AT, 10));
  terminal = testTerminal();
  Object.assign(terminal.env, { HOPSCOPE_SNAPSHOTS: 'off', HOPSCOPE_EMBED_ORIGINS: PORTAL });
  const { port } = prometheus.address() as AddressInfo;
  const args = ['--kubeconfig', cluster.kubeconfig, '--prometheus', `http://127.0.0.1:${port}`, '--port', '0'];
  ended = run(['serve', ...args], terminal);
  await vi.waitFor(() => expect(terminal.written.out).toContain('ready'), 20_000);
  url = /http:\/\/[\d.:]+/.exec(terminal.written.out)![0];
}, 30_000);

afterAll(async () => {
  terminal.interrupt();
  await ended;
  await cluster.close();
  prometheus.closeAllConnections();
  prometheus.close();
});

const tokens = new Map<string, string>();

async function read(panel: string): Promise<number> {
  const name = panel.split('?')[0]!;
  if (!tokens.has(name)) {
    const body = JSON.stringify({ panel: name, origin: PORTAL });
    const headers = { 'content-type': 'application/json' };
    const made = await fetch(`${url}/api/v1/embed/tokens`, { method: 'POST', body, headers });
    tokens.set(name, ((await made.json()) as { token: string }).token);
  }
  const headers = { authorization: `Bearer ${tokens.get(name)}`, origin: 'null' };
  const answer = await fetch(`${url}/api/v1/embed/panels/${panel}`, { headers });
  await answer.arrayBuffer();
  return answer.status;
}

/** So many panels that read again and again for a while: what they got, and what was asked of others meanwhile. */
async function watch(count: number) {
  const before = [cluster.server.asks.length, queries] as const;
  const end = Date.now() + WINDOW_MS;
  const statuses: number[] = [];
  while (Date.now() < end) {
    const round = Array.from({ length: count }, (_, n) => read(PANELS[n % PANELS.length]!));
    statuses.push(...(await Promise.all(round)));
    await new Promise((done) => setTimeout(done, EACH_MS));
  }
  return {
    reads: statuses.length,
    failed: statuses.filter((status) => status !== 200).length,
    cluster: cluster.server.asks.length - before[0],
    prometheus: queries - before[1],
  };
}

it('twenty panels ask no more of the cluster and of Prometheus than one', async () => {
  // What the server reads by itself goes on: that is counted too, and it is much less than what is read of panels.
  await vi.waitFor(async () => {
    for (const panel of PANELS) expect(await read(panel)).toBe(200);
  }, 20_000);
  const [one, twenty] = [await watch(1), await watch(20)];
  expect([one.failed, twenty.failed]).toEqual([0, 0]);
  expect(twenty.reads).toBeGreaterThan(100);
  const slack = twenty.reads / 10;
  expect(twenty.cluster).toBeLessThanOrEqual(one.cluster + slack);
  expect(twenty.prometheus).toBeLessThanOrEqual(one.prometheus + slack);
  // They were asked through these counters.
  expect(cluster.server.asks.length).toBeGreaterThan(0);
  expect(queries).toBeGreaterThan(0);
}, 60_000);
