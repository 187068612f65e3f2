/** Brings up a test cluster of many nodes and measures in it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PhaseCost } from './bench-collect.ts';

const SKIPPED = 'Collecting skipped: no cluster of our own. Set HOPSCOPE_CLUSTER_TOOL.';
const NODES = 100;

/** The costs, or one sentence why they cannot be measured. To be run from the repository's folder, with the product built. */
export async function benchCollectAnywhere(say: (text: string) => void): Promise<PhaseCost[] | string> {
  const tool = resolve(process.env['HOPSCOPE_CLUSTER_TOOL'] ?? '../shared/cluster/cluster');
  if (!existsSync(tool)) return SKIPPED;
  if (!existsSync('apps/server/dist/hopscope.mjs'))
    return 'Collecting skipped: build the product first, npm run build.';
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-bench-'));
  try {
    say(`starting a test cluster of ${NODES} nodes`);
    await run(tool, ['--dir', folder, '--nodes', String(NODES), 'up']);
    const script = [
      process.execPath,
      'scripts/run-ts.mjs',
      'apps/server/bench/collect/main.ts',
      join(folder, 'kubeconfig'),
    ];
    const printed = await run(tool, ['--dir', folder, 'exec', '--', ...script]);
    return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as PhaseCost[];
  } finally {
    await run(tool, ['--dir', folder, 'down']);
  }
}

/** Runs a command, showing what it says on stderr; returns what it prints. Throws when it fails. */
function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.on('error', fail);
    // Not `close`: what a cluster leaves running in the background may hold the pipe open.
    child.on('exit', (code) => {
      if (code === 0) setTimeout(() => done(printed), 100);
      else fail(new Error(`${command} ${args.join(' ')} ended with ${code}`));
    });
  });
}
