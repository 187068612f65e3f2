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

/** Whether a name of a variable or an argument says that its value is an address. */
export function isAddressName(name: string): boolean {
  if (!MAYBE_ADDRESS.test(name)) return false;
  const words = wordsOf(name);
  if (OTHER_LAST_WORD.test(words.at(-1) ?? '') || words.some((word) => SECRET_WORD.test(word))) return false;
  return words.some((word) => ADDRESS_WORD.test(word));
}

/** `host` or `host:port` of every address in a value; user, password, path and query are dropped, doubtful texts wholly. */
export function hostsOf(value: string): string[] {
  if (value.length > VALUE_LIMIT) return [];
  return value
    .trim()
    .split(/,(?=[a-z][a-z0-9+.-]*:\/\/)/i)
    .flatMap(hostsOfOne);
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
  return authority.split(',').flatMap((part) => present(hostAndPort(part.trim(), port, scheme !== undefined)));
}

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
  if (bare && labels.length === 1 && (text !== host || host.length > 40 || /^[0-9a-f]{16,}$/.test(host))) return null;
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
    if (container['args'] !== undefined || container['command'] !== undefined) collectArgs(container, found);
  }
  return found.size <= LIMIT ? [...found] : [...found].slice(0, LIMIT);
}

function collectEnv(env: readonly unknown[], found: Set<string>): void {
  for (const entry of env) {
    const name = record(entry)['name'];
    const value = record(entry)['value'];
    if (typeof name !== 'string' || typeof value !== 'string' || value === '' || !isAddressName(name)) continue;
    for (const host of hostsOf(value)) found.add(withPort(host, name, env));
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

function collectArgs(container: Raw, found: Set<string>): void {
  const args = [...list(container['command']), ...list(container['args'])].map((arg) => str(arg));
  for (const [i, arg] of args.entries()) {
    for (const host of hostsOf(addressInArg(arg, args[i + 1] ?? ''))) found.add(host);
  }
}

/** The value of `--x-addr=…` or `--x-addr …`, or a plain URL; '' for any other argument. */
function addressInArg(arg: string, next: string): string {
  const flag = /^--?([\w.-]+?)(?:=(.*))?$/s.exec(arg);
  if (!flag) return /^(?:https?|grpcs?|wss?):\/\/\S+$/i.test(arg) ? arg : '';
  const value = flag[2] ?? (next.startsWith('-') ? '' : next);
  return isAddressName(flag[1]!) ? value : '';
}
