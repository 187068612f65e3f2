/** Who did what with snapshots: lines of JSON, in two files at most. */
import { appendFile, readFile, rename, stat } from 'node:fs/promises';
import type { AuditEntry } from './record.ts';

export interface AuditFile {
  note(entry: AuditEntry): Promise<void>;
  newest(limit: number): Promise<AuditEntry[]>;
}

/** A file that makes place for a new one when it is full; the one before is kept, older ones are not. */
export function createAuditFile(path: string, limit = 4 * 1024 * 1024): AuditFile {
  const older = `${path}.1`;
  let last: Promise<unknown> = Promise.resolve();
  const write = async (entry: AuditEntry): Promise<void> => {
    if ((await sizeOf(path)) > limit) await rename(path, older);
    await appendFile(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  };
  return {
    note(entry) {
      const mine = last.then(() => write(entry));
      last = mine.catch(() => undefined);
      return mine;
    },
    async newest(count) {
      await last;
      const texts = await Promise.all([older, path].map((file) => readFile(file, 'utf8').catch(() => '')));
      const lines = texts.join('').split('\n').reverse();
      return lines.flatMap(parseLine).slice(0, count);
    },
  };
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** A killed process may leave half a line. */
function parseLine(line: string): AuditEntry[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as AuditEntry];
  } catch {
    return [];
  }
}
