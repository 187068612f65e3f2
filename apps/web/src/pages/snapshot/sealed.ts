/** Sealed mode: AES-GCM in the browser, the key in the fragment of the link, which browsers send to no server. */

const [IV_BYTES, KEY_BYTES] = [12, 32];
/** A sealed snapshot of the server's limit cannot hold more. */
const MOST_BYTES = 20 * 1024 * 1024;

/** True where this page may use cryptography at all. */
export function canSeal(): boolean {
  return Boolean(globalThis.crypto?.subtle);
}

export interface Sealed {
  /** base64 of what the server keeps */
  readonly bytes: string;
  /** base64url of the key, for the fragment */
  readonly key: string;
}

/** Packs and encrypts under a new key. */
export async function seal(text: string): Promise<Sealed> {
  const packed = await through(new TextEncoder().encode(text), new CompressionStream('gzip'));
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const raw = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  const secret = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, packed));
  return { bytes: toBase64(Uint8Array.from([...iv, ...secret])), key: toUrl(toBase64(raw)) };
}

export type Unsealed = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** Decrypts and unpacks; what would become larger than any snapshot is refused on the way. */
export async function unseal(bytes: string, fragment: string): Promise<Unsealed> {
  if (!canSeal())
    return {
      ok: false,
      reason:
        'This page was loaded over plain HTTP, where browsers decrypt nothing: open it over HTTPS or on localhost.',
    };
  try {
    const all = fromBase64(bytes);
    const raw = fromBase64(fragment.replaceAll('-', '+').replaceAll('_', '/'));
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
    const packed = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: all.slice(0, IV_BYTES) },
      key,
      all.slice(IV_BYTES),
    );
    const plain = await through(new Uint8Array(packed), new DecompressionStream('gzip'));
    return { ok: true, text: new TextDecoder().decode(plain) };
  } catch {
    return {
      ok: false,
      reason: 'The key in the link does not open this snapshot: the link must be copied whole, with all after #.',
    };
  }
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new Error('larger than any snapshot');
    }
    chunks.push(part.value);
  }
  return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

const STEP = 0x8000;

function toBase64(bytes: Uint8Array): string {
  let letters = '';
  for (let at = 0; at < bytes.length; at += STEP) letters += String.fromCharCode(...bytes.subarray(at, at + STEP));
  return btoa(letters);
}

const toUrl = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
