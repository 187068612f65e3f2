/** The beginning of an answer that says why there is no other. */
import type { Readable } from 'node:stream';

const MOST_BYTES = 64 * 1024;

export type AnswerStart = { ok: true; bytes: Buffer; text: string } | { ok: false; error: unknown };

/** Reads at most 64 KiB and lets go of the rest. */
export async function readStart(body: Readable): Promise<AnswerStart> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MOST_BYTES) break;
    }
  } catch (error) {
    return { ok: false, error };
  }
  const bytes = Buffer.concat(chunks).subarray(0, MOST_BYTES);
  return { ok: true, bytes, text: bytes.toString('utf8') };
}
