/** `hopscope serve` over a cluster and a Prometheus that count what they are asked, and panels that read again and again. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { demoBundle } from '@hopscope/core/scenarios';
import { run } from '../../src/cli/run.ts';
import { testTerminal } from '../../src/cli/test-terminal.ts';
import { TAKEN_AT } from '../../src/routes/serve-scenario.ts';
import { startFakeCluster } from '../../src/sources/fake-cluster.ts';

const PORTAL = 'https://portal.example';
const ask = encodeURIComponent('web/checkout -> shop/cart:80');
const PANELS = [
  'map',
  'problems',
  'namespace?namespaces=shop',
  `path?ask=${ask}`,
  'changes',
  'workload?focus=shop/cart',
];
const EACH_MS = 500;

export interface Counted {
  /** answers that panels got, and those that were none */
  reads: number;
  failed: number;
  /** requests to the API server and to Prometheus meanwhile */
  cluster: number;
  prometheus: number;
}

export interface CountingServer {
  /** What each panel answers now, by status. */
  statuses(): Promise<number[]>;
  /** So many panels that read twice a second for so long. */
  watch(count: number, milliseconds: number): Promise<Counted>;
  /** requests since the start */
  total(): Pick<Counted, 'cluster' | 'prometheus'>;
  close(): Promise<void>;
}

/** Starts all of it; resolves once the server says that it is ready. */
export async function startCounting(): Promise<CountingServer> {
  let queries = 0;
  const prometheus = createServer((_request, response) => {
    queries += 1;
    response.setHeader('content-type', 'application/json');
    response.end('{"status":"success","data":{"resultType":"vector","result":[]}}');
  });
  await new Promise<void>((resolve) => prometheus.listen(0, '127.0.0.1', resolve));
  const cluster = await startFakeCluster(demoBundle('waypoint', TAKEN_AT, 10));
  const terminal = testTerminal({ env: { HOPSCOPE_SNAPSHOTS: 'off', HOPSCOPE_EMBED_ORIGINS: PORTAL } });
  const { port } = prometheus.address() as AddressInfo;
  const args = ['--kubeconfig', cluster.kubeconfig, '--prometheus', `http://127.0.0.1:${port}`, '--port', '0'];
  const ended = run(['serve', ...args], terminal);
  while (!terminal.written.out.includes('ready')) await pause(50);
  const read = createPanelClient(/http:\/\/[\d.:]+/.exec(terminal.written.out)![0]);
  const total = () => ({ cluster: cluster.server.asks.length, prometheus: queries });
  return {
    total,
    statuses: () => Promise.all(PANELS.map(read)),
    async watch(count, milliseconds) {
      const [before, end] = [total(), Date.now() + milliseconds];
      const statuses: number[] = [];
      while (Date.now() < end) {
        const round = Array.from({ length: count }, (_, n) => read(PANELS[n % PANELS.length]!));
        statuses.push(...(await Promise.all(round)));
        await pause(EACH_MS);
      }
      const after = total();
      return {
        reads: statuses.length,
        failed: statuses.filter((status) => status !== 200).length,
        cluster: after.cluster - before.cluster,
        prometheus: after.prometheus - before.prometheus,
      };
    },
    async close() {
      terminal.interrupt();
      await ended;
      await cluster.close();
      prometheus.closeAllConnections();
      prometheus.close();
    },
  };
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** Reads a panel as a sandboxed one does, with a token of its own; resolves to the status. */
function createPanelClient(url: string): (panel: string) => Promise<number> {
  const tokens = new Map<string, Promise<string>>();
  const mint = async (panel: string): Promise<string> => {
    const body = JSON.stringify({ panel, origin: PORTAL });
    const headers = { 'content-type': 'application/json' };
    const made = await fetch(`${url}/api/v1/embed/tokens`, { method: 'POST', body, headers });
    return ((await made.json()) as { token: string }).token;
  };
  return async (panel) => {
    const name = panel.split('?')[0]!;
    if (!tokens.has(name)) tokens.set(name, mint(name));
    const headers = { authorization: `Bearer ${await tokens.get(name)}`, origin: 'null' };
    const answer = await fetch(`${url}/api/v1/embed/panels/${panel}`, { headers });
    await answer.arrayBuffer();
    return answer.status;
  };
}
