/**
 * First sync of 5,000 pods from a real API server: `node scripts/run-ts.mjs apps/server/bench/sync/main.ts [KUBECONFIG]`.
 * Without a kubeconfig (or HOPSCOPE_TEST_KUBECONFIG) it brings up a test cluster with the tool named by
 * HOPSCOPE_CLUSTER_TOOL (or the one beside the repository), measures inside its network, and takes it down.
 */
import { benchSyncAnywhere } from './bench-cluster.ts';
import { formatSyncTable } from './bench-sync.ts';

const count = (name: string): number | undefined => (process.env[name] ? Number(process.env[name]) : undefined);
const rows = await benchSyncAnywhere({
  kubeconfig: process.argv[2] ?? process.env.HOPSCOPE_TEST_KUBECONFIG,
  pods: count('HOPSCOPE_BENCH_PODS'),
  rounds: count('HOPSCOPE_BENCH_ROUNDS'),
  say: (text) => process.stderr.write(`${text}\n`),
});
if (typeof rows === 'string') process.stdout.write(`${rows}\n`);
else if (process.env.HOPSCOPE_BENCH_JSON) process.stdout.write(`${JSON.stringify(rows)}\n`);
else process.stdout.write(`${formatSyncTable(rows)}\n`);
