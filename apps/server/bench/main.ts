/**
 * `npm run bench`: the engine on generated meshes of 1,000 services, 5,000 pods and 2,500 links, and of ten times that;
 * then a ztunnel's dump of 20 MB; then the first sync of 5,000 pods from a real API server against @kubernetes/client-node's
 * informer; then a refresh from a real Prometheus, against a query for each namespace. `-- --engine`, `-- --dump`, `-- --sync` or
 * `-- --prometheus` runs one part. `-- --collect` measures what collecting costs an API server of 100 nodes, which takes ten minutes.
 * `-- --render` draws pictures of meshes of 100, 1,000 and 10,000 services. `-- --embed` sends 10,000 hostile requests to panels.
 * `-- --snapshots` tells what snapshots weigh and withstand (`sizes`, `hostile`, `timing` or `kills` alone).
 */
import { benchCollectAnywhere } from './collect/bench-anywhere.ts';
import { formatCollect } from './collect/format-collect.ts';
import { benchDump, formatDump, printOne, READ_ONE } from './dump/bench-dump.ts';
import { besiegePanels } from './embed/besiege-panels.ts';
import { benchEngine, formatEngine, formatGrowth } from './engine/bench-engine.ts';
import { benchPrometheus, formatPrometheusTable } from './prometheus/bench-prometheus.ts';
import { benchRender, formatRender } from './render/bench-render.ts';
import { benchSnapshots } from './snapshots/main.ts';
import { benchSyncAnywhere } from './sync/bench-cluster.ts';
import { formatSyncTable } from './sync/bench-sync.ts';

const only = process.argv.slice(2);
const wants = (part: string): boolean => only.length === 0 || only.includes(part);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

// What was started goes too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

if (only[0] === READ_ONE) await printOne(only[1] ?? '', only[2] ?? '');
if (wants('--engine')) {
  const perService = { podsPerService: 5, linksPerService: 2.5 };
  const small = benchEngine({ services: 1000, nodes: 50, ...perService }, 7);
  say(formatEngine(small));
  const large = benchEngine({ services: 10_000, nodes: 500, ...perService }, 5);
  say(`\n${formatEngine(large)}`);
  say(`\n${formatGrowth(small, large)}`);
}
if (wants('--dump')) say(formatDump(await benchDump(process.argv[1] ?? '')));
if (wants('--sync')) {
  const kubeconfig = process.env['HOPSCOPE_TEST_KUBECONFIG'];
  const rows = await benchSyncAnywhere({ kubeconfig, say: (text) => process.stderr.write(`${text}\n`) });
  say(typeof rows === 'string' ? rows : `\n${formatSyncTable(rows)}`);
}
if (only.includes('--collect')) {
  const costs = await benchCollectAnywhere((text) => process.stderr.write(`${text}\n`));
  say(typeof costs === 'string' ? costs : `\n${formatCollect(costs)}`);
}
if (wants('--prometheus')) {
  const services = Number(process.env['HOPSCOPE_BENCH_SERVICES'] ?? 5);
  const shape = { servicesPerNamespace: services, callsPerService: 2, nodes: 100 };
  const tell = (text: string): void => void process.stderr.write(`${text}\n`);
  const rows = await benchPrometheus(process.env['HOPSCOPE_PROMETHEUS'], [10, 100, 1000], shape, tell);
  const title = `A refresh from Prometheus: ${services} services a namespace, each calls 2, 100 nodes`;
  say(typeof rows === 'string' ? rows : `\n${title}\n\n${formatPrometheusTable(rows)}`);
}
if (only.includes('--render')) say(formatRender(await benchRender([100, 1_000, 10_000])));
if (only.includes('--snapshots')) await benchSnapshots(only[only.indexOf('--snapshots') + 1], say);
if (only.includes('--embed')) say(`hostile requests: ${JSON.stringify(await besiegePanels(10_000))}`);
