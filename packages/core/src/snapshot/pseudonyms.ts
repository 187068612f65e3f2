/** Names that stand for other names: the same each time under one key, and never two for the same. */
import { parseIp } from '../mesh/address/ip.ts';

/** Keyed hash of a text as lower-case hex, at least 64 digits. Core has no cryptography of its own, so it is handed in. */
export type Hmac = (text: string) => string;

export type PseudonymKind = 'addresses' | 'nodes' | 'hosts' | 'names' | 'ports';

export interface Pseudonyms {
  address(address: string): string;
  node(name: string): string;
  /** lower case and case do not differ */
  host(name: string): string;
  /** a name of an object in its namespace, or of a namespace itself (`scope` '') */
  name(scope: string, name: string): string;
  port(port: number): number;
  /** how many different values were replaced */
  counts(): Record<PseudonymKind, number>;
}

const DIGITS = 10;

/**
 * Pseudonyms under a key. Plain hashes of names could be guessed by hashing likely names; without the key that leads nowhere.
 * Addresses become addresses of reserved blocks (240.0.0.0/4, 2001:db8::/32), so that what reads an address still can.
 */
export function createPseudonyms(hmac: Hmac): Pseudonyms {
  const known = new Map<PseudonymKind, Map<string, string>>();
  const taken = new Set<string>();
  const replace = (kind: PseudonymKind, text: string, form: (hash: string, round: number) => string): string => {
    const ofKind = known.get(kind) ?? new Map<string, string>();
    known.set(kind, ofKind);
    const found = ofKind.get(text);
    if (found !== undefined) return found;
    for (let round = 0; ; round++) {
      const made = form(hmac(round === 0 ? `${kind} ${text}` : `${kind} ${text} ${round}`), round);
      if (taken.has(`${kind} ${made}`)) continue;
      taken.add(`${kind} ${made}`);
      ofKind.set(text, made);
      return made;
    }
  };
  const short = (prefix: string) => (hash: string) => `${prefix}-${hash.slice(0, DIGITS)}`;
  return {
    address: (address) => replace('addresses', address.toLowerCase(), addressForm(address)),
    node: (name) => replace('nodes', name, short('node')),
    host: (name) => replace('hosts', name.toLowerCase(), (hash) => `host-${hash.slice(0, DIGITS)}.invalid`),
    name: (scope, name) =>
      scope === '' ? replace('names', name, short('ns')) : replace('names', `${scope}/${name}`, short('name')),
    port: (port) =>
      Number(replace('ports', String(port), (hash) => String(LOWEST_PORT + (parseInt(hash.slice(0, 8), 16) % PORTS)))),
    counts: () => ({
      addresses: known.get('addresses')?.size ?? 0,
      nodes: known.get('nodes')?.size ?? 0,
      hosts: known.get('hosts')?.size ?? 0,
      names: known.get('names')?.size ?? 0,
      ports: known.get('ports')?.size ?? 0,
    }),
  };
}

const LOWEST_PORT = 20_000;
const PORTS = 45_000;

function addressForm(address: string): (hash: string) => string {
  const bytes = (hash: string, count: number): number[] =>
    Array.from({ length: count }, (_, i) => parseInt(hash.slice(i * 2, i * 2 + 2), 16));
  if (parseIp(address)?.bits === 32)
    return (hash) => {
      const [a, b, c, d] = bytes(hash, 4);
      return `${240 + (a! % 15)}.${b}.${c}.${d}`;
    };
  return (hash) => `2001:db8:${hash.slice(0, 4)}:${hash.slice(4, 8)}:${hash.slice(8, 12)}:${hash.slice(12, 16)}::1`;
}
