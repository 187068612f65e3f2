/** One process per folder: a second one would not see what the first revokes. */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFile } from './durable-files.ts';

const CLAIM = 'server.pid';

export type Claim = { ok: true; release: () => Promise<void> } | { ok: false; reason: string };

/** Claims the folder; the claim of a process that is gone is void. */
export async function claimFolder(folder: string): Promise<Claim> {
  for (let tries = 0; tries < 3; tries++) {
    try {
      const file = await open(join(folder, CLAIM), 'wx', 0o600);
      await file.writeFile(String(process.pid));
      await file.close();
      return { ok: true, release: () => removeFile(folder, CLAIM) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(join(folder, CLAIM), 'utf8').catch(() => ''));
    if (holder !== process.pid && isAlive(holder)) {
      const next =
        'End it, name another folder with HOPSCOPE_SNAPSHOTS, or let both use one database with DATABASE_URL.';
      return {
        ok: false,
        reason: `The folder of snapshots, ${folder}, is used by another server (process ${holder}). ${next}`,
      };
    }
    await removeFile(folder, CLAIM);
  }
  return { ok: false, reason: `The folder of snapshots, ${folder}, is claimed by another server at this moment.` };
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else is a process.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
