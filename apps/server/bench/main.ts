/**
 * `npm run bench`: the engine on generated meshes of 1,000 services, 5,000 pods and 2,500 links, and of ten times that;
 * then the first sync of 5,000 pods from a real API server against @kubernetes/client-node's informer. `-- --engine` or
 * `-- --sync` runs one half, and `-- --snapshots` what snapshots weigh and withstand (`sizes`, `hostile` or `kills` alone).
 */
import { benchEngine, formatEngine, formatGrowth } from './engine/bench-engine.ts';
import { benchSnapshots } from './snapshots/main.ts';
import { benchSyncAnywhere } from './sync/bench-cluster.ts';
import { formatSyncTable } from './sync/bench-sync.ts';

const only = process.argv.slice(2);
const wants = (half: string): boolean => only.length === 0 || only.includes(half);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

if (wants('--engine')) {
  const perService = { podsPerService: 5, linksPerService: 2.5 };
  const small = benchEngine({ services: 1000, nodes: 50, ...perService }, 7);
  say(formatEngine(small));
  const large = benchEngine({ services: 10_000, nodes: 500, ...perService }, 5);
  say(`\n${formatEngine(large)}`);
  say(`\n${formatGrowth(small, large)}`);
}
if (wants('--sync')) {
  const kubeconfig = process.env['HOPSCOPE_TEST_KUBECONFIG'];
  const rows = await benchSyncAnywhere({ kubeconfig, say: (text) => process.stderr.write(`${text}\n`) });
  say(typeof rows === 'string' ? rows : `\n${formatSyncTable(rows)}`);
}
if (only.includes('--snapshots')) await benchSnapshots(only[only.indexOf('--snapshots') + 1], say);
