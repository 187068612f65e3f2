/** Profile `team`: in whatever text, addresses, names of nodes and hosts of the outside are replaced. What is in doubt is. */
import { parseIp } from '../mesh/address/ip.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** Names that are nodes or hosts wherever they stand. */
export interface KnownNames {
  nodes: Iterable<string>;
  hosts: Iterable<string>;
  /** the cluster's own domain: `cluster.local` */
  domain: string;
}

/** A word of the text: an IPv6 address, or letters and digits joined by dots, dashes and underscores. */
const WORD = /(?:[0-9a-f]{0,4}:){2,7}[0-9a-f.]{0,15}|[a-z0-9]+(?:[._-]+[a-z0-9]+)*/gi;
/** The same without what only looks like an address. */
const PLAIN_WORD = /[a-z0-9]+(?:[._-]+[a-z0-9]+)*/gi;
const SAME_EVERYWHERE = new Set(['127.0.0.1', '0.0.0.0', '::1', '::']);
/** A host of letters: a name of a field is told from it by its capitals or by its first word. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;
const FIELD = /^(?:spec|status|metadata|data|rules|template|conditions|annotations|labels|meta)\./;
/** Groups and keys of the APIs, and files of our own pages: they name no place. */
const PUBLIC = /(?:^|\.)(?:istio\.io|k8s\.io|kubernetes\.io|hopscope\.dev|svc|md|json|yaml|go)$/;

/** Replaces in texts; the same text gives the same answer. */
export function createTextRedactor(pseudonyms: Pseudonyms, known: KnownNames): (text: string) => string {
  const nodes = new Set(known.nodes);
  const hosts = new Set([...known.hosts].map((host) => host.toLowerCase()));
  const remembered = new Map<string, string>();
  const replaceWord = (word: string): string => {
    if (SAME_EVERYWHERE.has(word)) return word;
    if (/[\d:]/.test(word) && parseIp(word) !== null) return pseudonyms.address(word);
    if (word.includes(':')) return word.replace(PLAIN_WORD, replaceWord);
    if (nodes.has(word)) return pseudonyms.node(word);
    if (hosts.has(word.toLowerCase())) return pseudonyms.host(word);
    if (isForeignHost(word, known.domain)) return pseudonyms.host(word);
    return replaceInside(word, nodes, pseudonyms);
  };
  return (text) => {
    if (text === '') return text;
    const found = remembered.get(text);
    if (found !== undefined) return found;
    const made = text.replace(WORD, replaceWord);
    remembered.set(text, made);
    return made;
  };
}

function isForeignHost(word: string, domain: string): boolean {
  if (!HOST.test(word) || FIELD.test(word) || PUBLIC.test(word)) return false;
  return domain === '' || (word !== domain && !word.endsWith(`.svc.${domain}`));
}

/** Pods of a node carry its name: `kube-apiserver-node-1`. Also an address with dashes or a port of a node is found so. */
function replaceInside(word: string, nodes: ReadonlySet<string>, pseudonyms: Pseudonyms): string {
  const parts = word.split(/([._-]+)/);
  for (let length = parts.length; length >= 1; length -= 2) {
    for (let at = 0; at + length <= parts.length; at += 2) {
      const part = parts.slice(at, at + length).join('');
      const replaced = nodes.has(part)
        ? pseudonyms.node(part)
        : length === 7 && parseIp(part.replaceAll('-', '.')) !== null && !SAME_EVERYWHERE.has(part)
          ? pseudonyms.address(part.replaceAll('-', '.'))
          : null;
      if (replaced === null) continue;
      const before = parts.slice(0, at).join('');
      const after = parts.slice(at + length).join('');
      return `${inside(before, nodes, pseudonyms)}${replaced}${inside(after, nodes, pseudonyms)}`;
    }
  }
  return word;
}

const inside = (text: string, nodes: ReadonlySet<string>, pseudonyms: Pseudonyms): string =>
  text === '' ? '' : replaceInside(text, nodes, pseudonyms);

/** A copy in which every text went through a function. Keys are words of schemas and stay, but those of `mapKeys`' records. */
export function mapTexts<T>(value: T, map: (text: string) => string): T {
  return walk(value, map) as T;
}

function walk(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, map)]));
}

/** A copy of a record by id, whose keys go through the function too. */
export function mapKeys<V>(record: Readonly<Record<string, V>>, map: (text: string) => string): Record<string, V> {
  return Object.fromEntries(Object.entries(record).map(([key, item]) => [map(key), walk(item, map) as V]));
}
