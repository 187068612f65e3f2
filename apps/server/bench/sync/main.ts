/** Command: measures, prints the table. Started by run.mjs, inside the cluster's network. */
import { benchSync, formatSyncTable } from './bench-sync.ts';

const [kubeconfig = '', sources = ''] = process.argv.slice(2);
const pods = Number(process.env.HOPSCOPE_BENCH_PODS ?? 5_000);
const rounds = Number(process.env.HOPSCOPE_BENCH_ROUNDS ?? 5);
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const rows = await benchSync({ kubeconfig, sources, pods, rounds, say });
process.stdout.write(`${formatSyncTable(rows)}\n`);
