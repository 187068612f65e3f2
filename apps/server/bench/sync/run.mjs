/**
 * First sync of 5,000 pods from a real API server. `node run.mjs [KUBECONFIG]` uses a given cluster (or that of
 * HOPSCOPE_TEST_KUBECONFIG); without one it brings up a test cluster with the tool named by HOPSCOPE_CLUSTER_TOOL (or the
 * one beside the repository), measures inside its network, and takes it down. Says why it skips where there is neither.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const sources = fileURLToPath(new URL('.', import.meta.url));
const server = resolve(sources, '../..');
const tool = process.env.HOPSCOPE_CLUSTER_TOOL ?? resolve(server, '../../../shared/cluster/cluster');
const given = process.argv[2] ?? process.env.HOPSCOPE_TEST_KUBECONFIG;

if (given === undefined && !existsSync(tool)) {
  console.log('skipped: no cluster. Give a kubeconfig, or name the cluster tool in HOPSCOPE_CLUSTER_TOOL.');
  process.exit(0);
}

const entry = join(server, 'node_modules', '.bench-sync-main.mjs');
const built = await rolldown({
  input: join(sources, 'main.ts'),
  platform: 'node',
  external: ['undici', 'yaml', 'rolldown'],
});
await built.write({ file: entry, format: 'esm' });
const folder = given === undefined ? mkdtempSync(join(tmpdir(), 'hopscope-bench-')) : null;
let status = 1;
try {
  if (folder === null) {
    status = spawnSync(process.execPath, [entry, given, sources], { stdio: 'inherit' }).status ?? 1;
  } else {
    execFileSync(tool, ['--dir', folder, 'up', '--no-istio'], { stdio: ['ignore', 'ignore', 'inherit'] });
    const inside = ['--dir', folder, 'exec', '--', process.execPath, entry, join(folder, 'kubeconfig'), sources];
    status = spawnSync(tool, inside, { stdio: 'inherit' }).status ?? 1;
  }
} finally {
  if (folder !== null) execFileSync(tool, ['--dir', folder, 'down'], { stdio: 'ignore' });
  rmSync(entry);
}
process.exitCode = status;
