/** The text of a snapshot file with its signature, and what of such a text is true. */
import { type Decoded, decodeSnapshot, encodeSnapshotFile } from '@hopscope/core';
import type { MadeDocument } from './make-document.ts';
import { checkSignature, digestOf, type Signer } from './signing.ts';

/** The file; without a signer it has a digest and no signature. */
export function encodeSigned(
  { canonical, digest }: Pick<MadeDocument, 'canonical' | 'digest'>,
  signer: Signer | null,
): string {
  return encodeSnapshotFile(canonical, digest, signer?.sign(digest) ?? null);
}

export type Checked = Extract<Decoded, { ok: true }> & { signature: 'valid' | 'wrong' | 'none' };

/** Decodes a file and holds its digest and signature against its bytes; an altered one is refused. */
export function decodeChecked(text: string): Checked | Extract<Decoded, { ok: false }> {
  const decoded = decodeSnapshot(text);
  if (!decoded.ok) return decoded;
  const { canonical, digest, signature } = decoded.snapshot;
  if (digestOf(canonical) !== digest)
    return { ok: false, code: 'damaged', reason: 'The snapshot was altered: its digest is not that of its contents.' };
  const checked = checkSignature(digest, signature);
  if (checked === 'wrong')
    return { ok: false, code: 'damaged', reason: 'The snapshot was altered: its signature does not fit.' };
  return { ...decoded, signature: checked };
}
