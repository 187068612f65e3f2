/** Reading a ztunnel's dump of 20 MB: our way, the whole at once, and a streaming library. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateDump } from './generate-dump.ts';
import { costOfReading, type DumpCost, WAYS } from './read-dump.ts';

const ROUNDS = 5;
/** Tells a process of this program that it is to read one dump: the way and the file follow. */
export const READ_ONE = '--read-dump';

export interface DumpRow {
  way: string;
  rounds: DumpCost[];
}

export interface DumpResult {
  bytes: number;
  rows: DumpRow[];
}

/** Measures each way in processes of their own, in turn. `program` is this program's file. */
export async function benchDump(program: string, bytes = 20e6): Promise<DumpResult> {
  const folder = await mkdtemp(join(tmpdir(), 'hopscope-dump-'));
  const file = join(folder, 'dump.json');
  const rows: DumpRow[] = Object.keys(WAYS).map((way) => ({ way, rounds: [] }));
  try {
    await writeFile(file, generateDump({ bytes, podsPerService: 5, nodes: 100 }));
    for (let round = 0; round < ROUNDS; round++) {
      for (const { way, rounds } of rows) {
        const args = ['--expose-gc', ...process.execArgv.filter((flag) => flag.startsWith('--max')), program];
        const { stdout } = await promisify(execFile)(process.execPath, [...args, READ_ONE, way, file]);
        rounds.push(JSON.parse(stdout) as DumpCost);
      }
    }
    return { bytes: (await stat(file)).size, rows };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the process that reads one dump prints. */
export async function printOne(way: string, file: string): Promise<void> {
  process.stdout.write(`${JSON.stringify(await costOfReading(way, file))}\n`);
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A Markdown table: medians, and the worst round's gap. */
export function formatDump({ bytes, rows }: DumpResult): string {
  const lines = rows.map(({ way, rounds }) => {
    const of = (pick: (cost: DumpCost) => number): string => median(rounds.map(pick)).toFixed(0);
    const worst = Math.max(...rounds.map(({ gapMs }) => gapMs)).toFixed(0);
    const times = [of((c) => c.wallMs), of((c) => c.cpuMs), `${of((c) => c.gapMs)} (${worst})`];
    return `| ${[way, of((c) => c.workloads), ...times, of((c) => c.transientMiB), of((c) => c.keptMiB)].join(' | ')} |`;
  });
  return [
    `A dump of ${(bytes / 1e6).toFixed(1)} MB:`,
    '| way | workloads | wall ms | CPU ms | longest gap ms (worst) | transient MiB | kept MiB |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}
