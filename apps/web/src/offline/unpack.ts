import type { BundleFile } from '@hopscope/core';
import { parseTar } from 'nanotar';

const GZIP = [0x1f, 0x8b];
const TAR_MAGIC_AT = 257;

/** Files as texts: archives are unpacked, by what they hold and not by what they are called. */
export async function unpackFiles(files: readonly File[]): Promise<BundleFile[]> {
  const unpacked = await Promise.all(files.map(unpackFile));
  return unpacked.flat();
}

async function unpackFile(file: File): Promise<BundleFile[]> {
  const packed = new Uint8Array(await file.arrayBuffer());
  const isPacked = GZIP.every((byte, index) => packed[index] === byte);
  const bytes = isPacked ? await gunzip(packed) : packed;
  const path = file.webkitRelativePath || file.name;
  if (!isTar(bytes)) return [{ path: path.replace(/\.gz$/, ''), text: new TextDecoder().decode(bytes) }];
  return parseTar(bytes)
    .filter(({ type, size }) => type !== 'directory' && (size ?? 0) > 0)
    .map((entry) => ({ path: entry.name, text: entry.text }));
}

function isTar(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(TAR_MAGIC_AT, TAR_MAGIC_AT + 5)) === 'ustar';
}

async function gunzip(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new Error('the archive is damaged or cut off.');
  }
}
