/** The bytes of a snapshot as a store keeps them: brotli, off the main thread, bounded both ways. */
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { SIZE_LIMITS } from './settings.ts';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
const QUALITY = 5;
/** Texts of graphs shrink to a tenth; what shrinks to a thousandth was made to burst. */
const HIGHEST_RATIO = 400;

export async function pack(text: string): Promise<Buffer> {
  const plain = Buffer.from(text, 'utf8');
  return compress(plain, {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
  });
}

/** The text; null where the bytes are none of ours or would become larger than any snapshot is. */
export async function unpack(bytes: Buffer): Promise<string | null> {
  const limit = Math.min(SIZE_LIMITS.expanded, Math.max(1024 * 1024, bytes.length * HIGHEST_RATIO));
  try {
    return (await decompress(bytes, { maxOutputLength: limit })).toString('utf8');
  } catch {
    return null;
  }
}
