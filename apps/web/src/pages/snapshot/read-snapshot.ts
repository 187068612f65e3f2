import { decodeSnapshot, type SnapshotDocument } from '@hopscope/core';

export interface ReadSnapshot {
  readonly document: SnapshotDocument;
  readonly digest: string;
  /** the whole file, as it came */
  readonly text: string;
  /** whether the bytes are those that the digest was made of; `unchecked` where the browser has no SHA-256 on this page */
  readonly bytes: 'unaltered' | 'unchecked';
  readonly keyId: string;
}

export type SnapshotRead =
  | { readonly ok: true; readonly snapshot: ReadSnapshot }
  /** `raw`: a later version wrote it; what came can be saved as it is. '' = there is nothing to save */
  | { readonly ok: false; readonly reason: string; readonly raw: string };

/** Decodes a file of a stranger and holds its digest against its bytes. */
export async function readSnapshot(text: string): Promise<SnapshotRead> {
  const decoded = decodeSnapshot(text);
  if (!decoded.ok) return { ok: false, reason: decoded.reason, raw: decoded.code === 'newer' ? text : '' };
  const { document, canonical, digest, signature } = decoded.snapshot;
  const found = await sha256(new TextEncoder().encode(canonical));
  if (found !== null && found !== digest)
    return { ok: false, reason: 'The snapshot was altered: its digest is not that of its contents.', raw: '' };
  const bytes = found === null ? 'unchecked' : 'unaltered';
  return { ok: true, snapshot: { document, digest, text, bytes, keyId: signature?.keyId ?? '' } };
}

/** Hex; null where the page has no cryptography: browsers keep it from pages over plain HTTP. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
