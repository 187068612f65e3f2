/** Brings up a test cluster to measure in, where none is given. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { benchSync, type SyncRow } from './bench-sync.ts';

export interface BenchAnywhereOptions {
  kubeconfig?: string | undefined;
  pods?: number | undefined;
  rounds?: number | undefined;
  say: (text: string) => void;
}

const SKIPPED = 'First sync skipped: no cluster. Set HOPSCOPE_TEST_KUBECONFIG or HOPSCOPE_CLUSTER_TOOL.';

/** benchSync on the given cluster, else in one of its own; or one sentence why neither is possible. To be run from the repository's folder. */
export async function benchSyncAnywhere(options: BenchAnywhereOptions): Promise<SyncRow[] | string> {
  const { kubeconfig, pods = 5_000, rounds = 5, say } = options;
  if (kubeconfig !== undefined) return benchSync({ kubeconfig, pods, rounds, say });
  const tool = resolve(process.env.HOPSCOPE_CLUSTER_TOOL ?? '../shared/cluster/cluster');
  if (!existsSync(tool)) return SKIPPED;
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-bench-'));
  const env = { HOPSCOPE_BENCH_PODS: String(pods), HOPSCOPE_BENCH_ROUNDS: String(rounds), HOPSCOPE_BENCH_JSON: '1' };
  try {
    say('starting a test cluster');
    await run(tool, ['--dir', folder, 'up', '--no-istio'], {});
    const script = [
      process.execPath,
      'scripts/run-ts.mjs',
      'apps/server/bench/sync/main.ts',
      join(folder, 'kubeconfig'),
    ];
    const printed = await run(tool, ['--dir', folder, 'exec', '--', ...script], env);
    return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as SyncRow[];
  } finally {
    await run(tool, ['--dir', folder, 'down'], {});
  }
}

/** Runs a command, showing what it says on stderr; returns what it prints. Throws when it fails. */
function run(command: string, args: readonly string[], env: Record<string, string>): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(command, [...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
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
