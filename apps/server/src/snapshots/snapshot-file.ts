/** One file of the folder store: a line of JSON that names and measures it, then the bytes. */
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { SnapshotHeader } from './record.ts';

const HeadLine = Type.Object({
  hopscopeStored: Type.Literal(1),
  header: SnapshotHeader,
  bodyBytes: Type.Integer(),
  /** hex SHA-256: what a failing disk returns is served to nobody */
  bodyHash: Type.String(),
});
type HeadLine = Static<typeof HeadLine>;

const MOST_HEAD_BYTES = 256 * 1024;
const NEWLINE = 10;

/** The two parts of a file. */
export function filePartsOf(header: SnapshotHeader, body: Buffer): Buffer[] {
  const head: HeadLine = { hopscopeStored: 1, header, bodyBytes: body.length, bodyHash: hashOf(body) };
  return [Buffer.from(`${JSON.stringify(head)}\n`), body];
}

/** The header of a file that is whole; null where it is not. Reads the first line only. */
export async function readHeader(path: string): Promise<{ header: SnapshotHeader; hasBody: boolean } | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Buffer.alloc(Math.min(size, MOST_HEAD_BYTES));
    await file.read(start, 0, start.length, 0);
    const head = parseHead(start);
    if (head === null || head.line.bodyBytes + head.length !== size) return null;
    return { header: head.line.header, hasBody: head.line.bodyBytes > 0 };
  } finally {
    await file.close();
  }
}

/** The bytes of a file, checked; null where they are not what was written. */
export async function readBody(path: string): Promise<Buffer | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    // Removed between look-up and reading.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const head = parseHead(bytes.subarray(0, MOST_HEAD_BYTES));
  if (head === null) return null;
  const body = bytes.subarray(head.length);
  return body.length > 0 && hashOf(body) === head.line.bodyHash ? body : null;
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

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
