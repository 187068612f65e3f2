/** Files that are there whole or not at all, whatever ends the process at whatever moment. */
import { randomBytes } from 'node:crypto';
import { open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';

export const UNFINISHED = '.tmp';

/** Writes under another name, flushes, renames and flushes the folder: readers see the old file or the new one. */
export async function writeWhole(folder: string, name: string, parts: readonly Buffer[]): Promise<void> {
  const temporary = join(folder, `${name}.${randomBytes(6).toString('hex')}${UNFINISHED}`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } catch (error) {
    await file.close();
    await unlink(temporary);
    throw error;
  }
  await file.close();
  await rename(temporary, join(folder, name));
  await syncFolder(folder);
}

/** Removes a file that may be gone already, for good. */
export async function removeFile(folder: string, name: string): Promise<void> {
  try {
    await unlink(join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await syncFolder(folder);
}

/** Makes names of a folder last. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
