/**
 * `npm run bench`: the engine on a generated mesh of 1,000 services, 5,000 pods and 2,500 links, then the first sync of
 * 5,000 pods from a real API server against @kubernetes/client-node's informer. `-- --engine` or `-- --sync` runs one half.
 */
import { benchEngine, formatEngine } from './engine/bench-engine.ts';
import { benchSyncAnywhere } from './sync/bench-cluster.ts';
import { formatSyncTable } from './sync/bench-sync.ts';

const only = process.argv.slice(2);
const wants = (half: string): boolean => only.length === 0 || only.includes(half);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

if (wants('--engine')) {
  say(formatEngine(benchEngine({ services: 1000, podsPerService: 5, linksPerService: 2.5, nodes: 50 }, 7)));
}
if (wants('--sync')) {
  const kubeconfig = process.env['HOPSCOPE_TEST_KUBECONFIG'];
  const rows = await benchSyncAnywhere({ kubeconfig, say: (text) => process.stderr.write(`${text}\n`) });
  say(typeof rows === 'string' ? rows : `\n${formatSyncTable(rows)}`);
}
