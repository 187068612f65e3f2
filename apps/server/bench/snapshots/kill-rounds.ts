/** kill -9 at random moments while snapshots are written: what was told to be kept is there, and nothing half-written is served. */
import { spawn } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { openFileStore } from '../../src/snapshots/file-store.ts';

export interface KillResult {
  rounds: number;
  /** kept, as the writer said before it died */
  told: number;
  /** of these, gone or other bytes */
  lost: number;
  /** revoked, as the writer said, and active again */
  revived: number;
  /** listed at all, and of these with bytes that are not what was put */
  listed: number;
  broken: number;
  /** unfinished files, and files of what is not there, that a start left behind */
  leftovers: number;
}

const LONGEST_MS = 200;

/** Runs rounds from the root of the repository, each on a folder that the rounds before it have filled; every tenth begins with an empty one. */
export async function killRounds(rounds: number): Promise<KillResult> {
  const root = mkdtempSync(join(tmpdir(), 'hopscope-kill-'));
  const writer = join(root, 'writer.mjs');
  const result: KillResult = { rounds, told: 0, lost: 0, revived: 0, listed: 0, broken: 0, leftovers: 0 };
  try {
    const bundle = await rolldown({
      input: resolve('apps/server/bench/snapshots/kill-writer.ts'),
      platform: 'node',
      logLevel: 'silent',
    });
    await bundle.write({ file: writer, format: 'esm', codeSplitting: false });
    for (let round = 0; round < rounds; round++) {
      const folder = join(root, `store-${Math.floor(round / 10)}`);
      await check(folder, await writeUntilKilled(writer, folder), result);
    }
    return result;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function writeUntilKilled(writer: string, folder: string): Promise<string[]> {
  const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), randomInt(LONGEST_MS));
    said += chunk.toString();
  });
  return new Promise((resolve) => child.on('close', () => resolve(said.split('\n').slice(0, -1))));
}

async function check(folder: string, lines: readonly string[], result: KillResult): Promise<void> {
  const opened = await openFileStore(folder);
  if (!opened.ok) throw new Error(opened.reason);
  const { store } = opened;
  const idsOf = (what: string) =>
    lines.flatMap((line) => (line.startsWith(`${what} `) ? [line.slice(what.length + 1)] : []));
  const all = await store.list(null);
  const ended = new Set(all.flatMap(({ id, state }) => (state === 'revoked' ? [id] : [])));
  const revoked = new Set(idsOf('revoked'));
  for (const id of idsOf('put').filter((one) => !revoked.has(one))) {
    result.told += 1;
    // It may have been killed after it revoked and before it said so.
    const isThere = (await store.byId(id)) !== null && ((await store.body(id)) !== null || ended.has(id));
    if (!isThere) result.lost += 1;
  }
  // What was revoked may be removed already.
  for (const id of revoked) if (((await store.byId(id))?.state ?? 'revoked') !== 'revoked') result.revived += 1;
  for (const { id, digest } of all.filter((one) => !ended.has(one.id))) {
    result.listed += 1;
    const body = await store.body(id);
    if (body === null || createHash('sha256').update(body).digest('hex') !== digest) result.broken += 1;
  }
  const names = readdirSync(folder);
  const heads = new Set(names.filter((name) => name.endsWith('.snapshot')).map((name) => name.split('.')[0]));
  const isLeft = (name: string) =>
    name.endsWith('.tmp') || (/\.(?:body|standing|notes)$/.test(name) && !heads.has(name.split('.')[0]));
  result.leftovers += names.filter(isLeft).length;
  await store.close();
}
