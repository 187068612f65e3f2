/** First sync of thousands of pods from a real API server: our reflector against @kubernetes/client-node's informer. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Measure } from './measure.ts';
import { populate } from './populate.ts';

export interface BenchSyncOptions {
  /** Kubeconfig of a test cluster, with client certificates and administrator rights. */
  kubeconfig: string;
  /** The repository's folder; by default the working directory. */
  root?: string;
  pods?: number;
  rounds?: number;
  say?: (text: string) => void;
}

export interface SyncRow {
  name: string;
  /** One for each round. */
  rounds: Measure[];
}

const CONTENDERS = [
  { name: 'hopscope, watch-list', source: 'sync-ours', mode: 'watch-list' },
  { name: 'hopscope, pages', source: 'sync-ours', mode: 'pages' },
  { name: 'client-node 1.4.0 informer', source: 'sync-client-node', mode: '' },
] as const;

/** Measures every contender in a process of its own, in turn, several rounds. Makes the pods when they are missing. */
export async function benchSync(options: BenchSyncOptions): Promise<SyncRow[]> {
  const { kubeconfig, root = process.cwd(), pods = 5_000, rounds = 5, say = () => {} } = options;
  await populate(kubeconfig, pods, say);
  // Below the package, so that the bundles find its dependencies.
  const folder = join(root, 'apps/server/node_modules/.bench-sync');
  const node = async (args: string[], env: Record<string, string> = {}): Promise<string> =>
    (await promisify(execFile)(process.execPath, args, { cwd: root, env: { ...process.env, ...env } })).stdout;
  const rows: SyncRow[] = CONTENDERS.map(({ name }) => ({ name, rounds: [] }));
  try {
    await node(['apps/server/bench/sync/bundle.mjs', folder, ...new Set(CONTENDERS.map(({ source }) => source))]);
    for (let round = 0; round < rounds; round++) {
      for (const [at, { name, source, mode }] of CONTENDERS.entries()) {
        say(`round ${round + 1} of ${rounds}: ${name}`);
        const printed = await node([join(folder, `${source}.mjs`)], { BENCH_KUBECONFIG: kubeconfig, BENCH_MODE: mode });
        rows[at]?.rounds.push(JSON.parse(printed) as Measure);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return rows;
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The rows as a Markdown table: medians, and the worst round's block. */
export function formatSyncTable(rows: readonly SyncRow[]): string {
  const lines = rows.map(({ name, rounds }) => {
    const of = (pick: (measure: Measure) => number): string => median(rounds.map(pick)).toFixed(0);
    const worst = Math.max(...rounds.map(({ blockMs }) => blockMs)).toFixed(0);
    const cells = [of((m) => m.objects), of((m) => m.wallMs), of((m) => m.cpuMs), `${of((m) => m.blockMs)} (${worst})`];
    const sizes = [of((m) => m.peakRssMiB), of((m) => m.addedRssMiB), of((m) => m.heapMiB)];
    return `| ${[name, ...cells, ...sizes].join(' | ')} |`;
  });
  const head =
    '| client | pods | wall ms | CPU ms | longest block ms (worst) | peak RSS MiB | of it added | heap after MiB |';
  return [head, '| --- | --- | --- | --- | --- | --- | --- | --- |', ...lines].join('\n');
}
