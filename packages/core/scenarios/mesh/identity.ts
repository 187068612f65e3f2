/** Names, uids and addresses that look like a cluster's and are the same on every run. */

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** FNV-1a with a final mix, 32 bits. */
export function hashText(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0;
  return (hash ^ (hash >>> 16)) >>> 0;
}

export function uidOf(kind: string, namespace: string, name: string): string {
  const key = `${kind}/${namespace}/${name}`;
  const hex = [1, 2, 3, 4].map((seed) => hashText(key, seed).toString(16).padStart(8, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** A suffix in the alphabet Kubernetes uses for generated names. */
export function suffixOf(key: string, length: number): string {
  let suffix = '';
  for (let at = 0; at < length; at += 1) {
    suffix += ALPHABET.charAt(hashText(key, at + 11) % ALPHABET.length);
  }
  return suffix;
}

export function podAddress(slot: number): string {
  const block = Math.floor(slot / 250);
  return `10.${244 + Math.floor(block / 250)}.${block % 250}.${(slot % 250) + 2}`;
}

export function serviceAddress(slot: number): string {
  return `10.96.${Math.floor(slot / 250)}.${(slot % 250) + 2}`;
}

/** Where istiod takes the addresses of ServiceEntries from (rule D3). */
export function autoAddress(slot: number): string {
  return `240.240.${Math.floor(slot / 250)}.${(slot % 250) + 1}`;
}

export function nodeAddress(index: number): string {
  return `10.10.${Math.floor(index / 250)}.${(index % 250) + 1}`;
}

export function splitRef(ref: string): { namespace: string; name: string } {
  const slash = ref.indexOf('/');
  if (slash < 1) throw new Error(`not NAMESPACE/NAME: ${ref}`);
  return { namespace: ref.slice(0, slash), name: ref.slice(slash + 1) };
}
