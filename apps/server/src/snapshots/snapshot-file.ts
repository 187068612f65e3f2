/** The two files of a snapshot in the folder store: a line of JSON that names and measures it, and its bytes. */
import { createHash } from 'node:crypto';
import { link, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { syncFolder, writeWhole } from './durable-files.ts';
import { SnapshotHeader } from './record.ts';

export const [HEAD, BODY] = ['.snapshot', '.body'];

const HeadLine = Type.Object({
  /** 1: the bytes follow in the same file; 2: they lie beside it */
  hopscopeStored: Type.Union([Type.Literal(1), Type.Literal(2)]),
  header: SnapshotHeader,
  bodyBytes: Type.Integer(),
  /** hex SHA-256: what a failing disk returns is served to nobody */
  bodyHash: Type.String(),
});
type HeadLine = Static<typeof HeadLine>;

const MOST_HEAD_BYTES = 256 * 1024;
const NEWLINE = 10;

/** The first file, which makes a snapshot of the second. */
export function headOf(header: SnapshotHeader, body: Buffer): Buffer {
  const head: HeadLine = { hopscopeStored: 2, header, bodyBytes: body.length, bodyHash: hashOf(body) };
  return Buffer.from(`${JSON.stringify(head)}\n`);
}

/** The line of a file that is whole; null where it is not. Reads no bytes of the snapshot. */
export async function readHead(path: string): Promise<HeadLine | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Buffer.alloc(Math.min(size, MOST_HEAD_BYTES));
    await file.read(start, 0, start.length, 0);
    const head = parseHead(start);
    if (head === null || sizeOf(head) !== size) return null;
    return head.line;
  } finally {
    await file.close();
  }
}

const sizeOf = ({ line, length }: { line: HeadLine; length: number }): number =>
  length + (line.hopscopeStored === 1 ? line.bodyBytes : 0);

/**
 * Keeps the bytes of an id. Where one of `twins` has the same ones, both names are of one file, which is gone when its last
 * name is: no count that a killed process could leave wrong. They are compared first, for a disk may have failed.
 */
export async function keepBody(folder: string, id: string, body: Buffer, twins: readonly string[]): Promise<void> {
  for (const twin of twins) {
    const path = join(folder, `${twin}${BODY}`);
    if (!(await readOrNull(path))?.equals(body)) continue;
    try {
      await link(path, join(folder, `${id}${BODY}`));
      await syncFolder(folder);
      return;
    } catch {
      // A file system without second names, or with too many of them: a copy is as good.
      break;
    }
  }
  await writeWhole(folder, `${id}${BODY}`, [body]);
}

/** The bytes of an id, checked; null where they are not what was written. */
export async function readBody(folder: string, id: string): Promise<Buffer | null> {
  const bytes = await readOrNull(join(folder, `${id}${HEAD}`));
  const head = bytes === null ? null : parseHead(bytes.subarray(0, MOST_HEAD_BYTES));
  if (bytes === null || head === null) return null;
  const isInside = head.line.hopscopeStored === 1;
  const body = isInside ? bytes.subarray(head.length) : await readOrNull(join(folder, `${id}${BODY}`));
  return body !== null && body.length > 0 && hashOf(body) === head.line.bodyHash ? body : null;
}

/** Null where it was removed between look-up and reading. */
async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parseHead(start: Buffer): { line: HeadLine; length: number } | null {
  const end = start.indexOf(NEWLINE);
  if (end < 0) return null;
  try {
    const line: unknown = JSON.parse(start.subarray(0, end).toString('utf8'));
    return Value.Check(HeadLine, line) ? { line, length: end + 1 } : null;
  } catch {
    // Not written by us, or damaged: the same as not there.
    return null;
  }
}

/** Hex SHA-256 of bytes as they are kept. */
export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
