/** The addresses a pod says it calls: from names that mean an address, and of their values the host and the port only. */
import { list, type Raw, record, records, str } from './fields.ts';

const LIMIT = 64;
const VALUE_LIMIT = 2048;

/** Fast refusal of most names before they are taken apart. */
const MAYBE_ADDRESS = /addr|host|ur[il]|endpoint|serv|target|upstream|backend|peer|broker|dsn/i;
const ADDRESS_WORD =
  /(?:addr|address|host|hostname|ur[il]|endpoint|service|server|target|upstream|backend|peer|broker|dsn)(?:e?s)?$/;
/** A name with one of these words may hold a secret, whatever else it says. */
const SECRET_WORD =
  /^(?:.*pass(?:word|wd|phrase)?|pwd|secrets?|tokens?|.*keys?|cred|creds|credentials?|private|salt|signature)$/;
/** A name that ends so describes an address without being one. */
const OTHER_LAST_WORD =
  /^(?:name|account|type|version|id|path|prefix|user|username|mode|timeout|class|namespace|scheme|protocol|level|count|enabled|size|ports?|interval|weight|region|zone|env|environment|tier|format)$/;
const NOT_A_HOST = new Set([
  'true',
  'false',
  'yes',
  'no',
  'on',
  'off',
  'none',
  'null',
  'nil',
  'auto',
  'default',
  'enabled',
  'disabled',
  'localhost',
  'http',
  'https',
  'grpc',
  'tcp',
  'http2',
]);
const DEFAULT_PORTS: Record<string, number> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  mariadb: 3306,
  redis: 6379,
  mongodb: 27017,
  amqp: 5672,
  nats: 4222,
};

/** The words of a name in lower case: `FOO_BAR`, `foo-bar`, `fooBar` and `foo.bar` all give foo, bar. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** What a name says of its value: an address, surely (its last word says so) or probably, or something else. */
type NameSays = 'address' | 'perhaps' | 'other';

const judged = new Map<string, NameSays>();
const JUDGED_LIMIT = 10_000;
const NAME_LIMIT = 200;

/** Whether a name of a variable or an argument says that its value is an address. The same names come again and again. */
export function judgeName(name: string): NameSays {
  const known = judged.get(name);
  if (known !== undefined) return known;
  if (name.length > NAME_LIMIT || !MAYBE_ADDRESS.test(name)) return 'other';
  if (judged.size >= JUDGED_LIMIT) judged.clear();
  const says = judgeWords(wordsOf(name));
  judged.set(name, says);
  return says;
}

function judgeWords(words: readonly string[]): NameSays {
  const last = words.at(-1) ?? '';
  if (OTHER_LAST_WORD.test(last) || words.some((word) => SECRET_WORD.test(word))) return 'other';
  if (ADDRESS_WORD.test(last)) return 'address';
  return words.some((word) => ADDRESS_WORD.test(word)) ? 'perhaps' : 'other';
}

/**
 * `host` or `host:port` of every address in a value; user, password, path and query are dropped, doubtful texts wholly.
 * A single word without a port counts where `says` leaves no doubt.
 */
export function hostsOf(value: string, says: NameSays): string[] {
  if (says === 'other' || value.length > VALUE_LIMIT) return [];
  const found = value
    .trim()
    .split(/[,;](?=[a-z][a-z0-9+.-]*:\/\/)/i)
    .flatMap(hostsOfOne);
  return says === 'address' ? found : found.filter((host) => /[.:]/.test(host));
}

function hostsOfOne(text: string): string[] {
  const pairs = /(?:^|[\s;])(?:host|server)\s*=\s*([^\s;,]+)/i.exec(text);
  if (pairs) return hostsOfPairs(pairs[1]!, text);
  const dialled = /(?:^|@)(?:tcp|tcp6)\(([^()@/]+)\)(?:\/|$)/.exec(text);
  if (dialled) return present(hostAndPort(dialled[1]!, undefined));
  const [, scheme, rest] = /^(?:jdbc:)?(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text)!;
  const authority = authorityOf(rest!);
  if (authority === null) return [];
  const port = scheme === undefined ? undefined : DEFAULT_PORTS[scheme.toLowerCase().split('+')[0]!];
  return (isWeb(scheme) ? [authority.split(',')[0]!] : authority.split(',')).flatMap((part) =>
    present(hostAndPort(part.trim(), port, scheme !== undefined)),
  );
}

/** A web address has one host; databases and brokers may list several. */
const isWeb = (scheme: string | undefined): boolean => /^(?:https?|wss?|grpcs?)$/i.test(scheme ?? '');

/** `host=db port=5432 user=…` as libpq and others write it. */
function hostsOfPairs(host: string, text: string): string[] {
  const port = /(?:^|[\s;])port\s*=\s*(\d+)/i.exec(text)?.[1];
  return present(hostAndPort(port === undefined ? host : `${host}:${port}`, undefined));
}

/** The part before path and query, without user and password; null where a password could be mistaken for a host. */
function authorityOf(text: string): string | null {
  const end = text.search(/[/?#;]/);
  if (end >= 0 && text.indexOf('@', end) >= 0) return null;
  const authority = end < 0 ? text : text.slice(0, end);
  return authority.slice(authority.lastIndexOf('@') + 1);
}

const present = (host: string | null): string[] => (host === null ? [] : [host]);

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function hostAndPort(text: string, defaultPort: number | undefined, certain = false): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/i.exec(text);
  if (!match) return null;
  const port = match[2] === undefined ? defaultPort : Number(match[2]);
  if (port !== undefined && (port < 1 || port > 65_535)) return null;
  const bare = port === undefined && !certain;
  const host = match[1]!.startsWith('[') ? match[1]!.toLowerCase() : hostName(match[1]!, bare);
  if (host === null || isOwn(host)) return null;
  return port === undefined ? host : `${host}:${port}`;
}

function hostName(text: string, bare: boolean): string | null {
  const host = text.toLowerCase().replace(/\.$/, '');
  if (host.length > 253 || NOT_A_HOST.has(host)) return null;
  const labels = host.split('.');
  if (!labels.every((label) => LABEL.test(label))) return null;
  if (/^\d+$/.test(labels.at(-1)!) && labels.length !== 4) return null;
  // One word and nothing else: a service name is lower case and short, a secret mostly is neither.
  if (
    bare &&
    labels.length === 1 &&
    (text !== host || /^\d/.test(host) || host.length > 40 || /^[0-9a-f]{16,}$/.test(host))
  )
    return null;
  return host;
}

/** Addresses that never leave the pod. */
function isOwn(host: string): boolean {
  return host.startsWith('127.') || host === '0.0.0.0' || host === '[::]' || host === '[::1]' || host === 'localhost';
}

/** All addresses of a pod's containers, in their order and without repetition. */
export function readDeclaredHosts(containers: readonly Raw[], calls: string | undefined): string[] {
  const found = new Set<string>();
  for (const call of (calls ?? '').split(',')) {
    const text = call.trim();
    if (/^[\w.-]+\/[\w.-]+(?::\d{1,5})?$/.test(text) && text.length <= 253) found.add(text);
  }
  for (const container of containers) {
    collectEnv(list(container['env']), found);
    collectArgs(list(container['command']), found);
    collectArgs(list(container['args']), found);
  }
  return found.size <= LIMIT ? [...found] : [...found].slice(0, LIMIT);
}

function collectEnv(env: readonly unknown[], found: Set<string>): void {
  for (const entry of env) {
    const name = record(entry)['name'];
    const value = record(entry)['value'];
    if (typeof name !== 'string' || typeof value !== 'string' || value === '') continue;
    for (const host of hostsOf(value, judgeName(name))) found.add(withPort(host, name, env));
  }
}

/** Joins FOO_HOST with FOO_PORT. */
function withPort(host: string, name: string, env: readonly unknown[]): string {
  if (/:\d+$/.test(host)) return host;
  const sibling = name.replace(/(?:HOST(?:NAME)?|ADDR(?:ESS)?|SERVER)$/i, 'PORT');
  if (sibling === name) return host;
  const entry = records(env).find((candidate) => str(candidate['name']).toUpperCase() === sibling.toUpperCase());
  const port = str(entry?.['value']);
  return /^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) <= 65_535 ? `${host}:${Number(port)}` : host;
}

function collectArgs(args: readonly unknown[], found: Set<string>): void {
  for (const [i, arg] of args.entries()) {
    if (typeof arg !== 'string') continue;
    if (arg.startsWith('-')) collectFlag(arg, args[i + 1], found);
    else if (PLAIN_URL.test(arg)) for (const host of hostsOf(arg, 'address')) found.add(host);
  }
}

const PLAIN_URL = /^(?:https?|grpcs?|wss?):\/\/\S+$/i;

/** `--x-addr=…` or `--x-addr …`. */
function collectFlag(arg: string, next: unknown, found: Set<string>): void {
  const equals = arg.indexOf('=');
  const says = judgeName(equals < 0 ? arg : arg.slice(0, equals));
  if (says === 'other') return;
  const value = equals < 0 ? next : arg.slice(equals + 1);
  if (typeof value !== 'string' || value.startsWith('-')) return;
  for (const host of hostsOf(value, says)) found.add(host);
}
