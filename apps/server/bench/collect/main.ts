/**
 * What collecting costs, in a cluster of many nodes: `node scripts/run-ts.mjs apps/server/bench/collect/main.ts KUBECONFIG`,
 * inside the network of a test cluster. HOPSCOPE_BENCH_SECONDS is how long each phase is measured, HOPSCOPE_BENCH_BODIES a
 * bundle (or case) whose readings pods answer with, HOPSCOPE_BENCH_DUMP_BYTES the least size of a dump.
 */
import { join } from 'node:path';
import { benchCollect } from './bench-collect.ts';
import { readBodies } from './bodies.ts';

const kubeconfig = process.argv[2] ?? process.env['KUBECONFIG'];
if (kubeconfig === undefined) throw new Error('Give the kubeconfig of a test cluster.');
const { env } = process;
const costs = await benchCollect({
  kubeconfig,
  product: join(process.cwd(), 'apps/server/dist/hopscope.mjs'),
  bodies: await readBodies(env['HOPSCOPE_BENCH_BODIES'], Number(env['HOPSCOPE_BENCH_DUMP_BYTES'] ?? 200_000)),
  seconds: Number(env['HOPSCOPE_BENCH_SECONDS'] ?? 120),
  say: (text) => process.stderr.write(`${text}\n`),
});
process.stdout.write(`${JSON.stringify(costs)}\n`);
