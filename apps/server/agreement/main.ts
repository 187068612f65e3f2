/** npm run test:istiod -- --meshes N [--seed N] [--objects N] [--together N]: random meshes in a real cluster, and whether we say of them what its istiod says. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openCluster } from './cluster.ts';
import { runMeshes } from './run-meshes.ts';

async function run(): Promise<number> {
  const { values } = parseArgs({
    options: {
      meshes: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      objects: { type: 'string', default: '110' },
      together: { type: 'string', default: '5' },
      shrink: { type: 'boolean', default: true },
      settings: { type: 'boolean', default: true },
      /** a file that gets `{ passed, failed }`: meshes */
      counts: { type: 'string' },
    },
    allowNegative: true,
  });
  const kubeconfig = process.env['KUBECONFIG'];
  if (kubeconfig === undefined) throw new Error('KUBECONFIG names no cluster');
  const kubectl = JSON.parse(process.env['HOPSCOPE_KUBECTL'] ?? '["kubectl"]') as string[];
  const cluster = await openCluster(kubeconfig, kubectl);
  try {
    const counts = await runMeshes(cluster, {
      meshes: Number(values.meshes),
      seed: Number(values.seed),
      objects: Number(values.objects),
      together: Number(values.together),
      shrink: values.shrink,
      settings: values.settings,
    });
    if (values.counts !== undefined) await writeFile(values.counts, JSON.stringify(counts));
    return counts.failed > 0 ? 1 : 0;
  } finally {
    await cluster.close();
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
