/** From arguments to a command: what was asked, or one sentence on what is wrong with it. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Parsed, type PathQuery, parseAsk } from '@hopscope/core';
import type { CommandName } from './help.ts';

/** Which mesh is meant. */
export interface MeshChoice {
  kubeconfig: string | undefined;
  context: string | undefined;
  /** null = a live cluster */
  bundle: string | null;
}

export interface Listen {
  host: string;
  port: number;
}

export type Command =
  | { name: 'help'; about: CommandName | null }
  | { name: 'version' }
  | ({ name: 'demo' } & Listen)
  | ({ name: 'serve'; mesh: MeshChoice } & Listen)
  | { name: 'gather'; mesh: MeshChoice; output: string }
  | { name: 'explain'; mesh: MeshChoice; query: PathQuery; json: boolean }
  | { name: 'check'; mesh: MeshChoice; form: 'text' | 'json' | 'sarif' };

type Options = NonNullable<ParseArgsConfig['options']>;
type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

const HELP: Options = { help: { type: 'boolean', short: 'h' } };
const CLUSTER: Options = { kubeconfig: { type: 'string' }, context: { type: 'string', multiple: true } };
const BUNDLE: Options = { bundle: { type: 'string' } };
const LISTEN: Options = { host: { type: 'string' }, port: { type: 'string' } };

const OPTIONS: Readonly<Record<CommandName, Options>> = {
  demo: { ...HELP, ...LISTEN },
  serve: { ...HELP, ...CLUSTER, ...BUNDLE, ...LISTEN, prometheus: { type: 'string' }, config: { type: 'string' } },
  gather: { ...HELP, ...CLUSTER, output: { type: 'string', short: 'o' }, tiers: { type: 'string' } },
  explain: {
    ...HELP,
    ...CLUSTER,
    ...BUNDLE,
    method: { type: 'string' },
    path: { type: 'string' },
    header: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  },
  check: { ...HELP, ...CLUSTER, ...BUNDLE, json: { type: 'boolean' }, sarif: { type: 'boolean' } },
  diff: { ...HELP },
};

const COMMANDS = Object.keys(OPTIONS) as CommandName[];
const bad = (reason: string): { ok: false; reason: string } => ({ ok: false, reason });
const good = (value: Command): Parsed<Command> => ({ ok: true, value });

/** Reads arguments (without node and the program). A failure is one sentence; its exit code is 64. */
export function parseCommand(args: readonly string[]): Parsed<Command> {
  const [first, ...rest] = args;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    const about = COMMANDS.find((name) => name === rest[0]) ?? null;
    return good({ name: 'help', about });
  }
  if (first === '--version' || first === '-V' || first === 'version') return good({ name: 'version' });
  const name = COMMANDS.find((known) => known === first);
  if (name === undefined) return bad(`There is no command "${first}"; there are ${COMMANDS.join(', ')}.`);
  const split = splitArguments(name, rest);
  if (!split.ok) return split;
  const { values, positionals } = split.value;
  if (values['help'] === true) return good({ name: 'help', about: name });
  if (name === 'diff') return bad('Comparing two bundles is not in this version.');
  const wanted = name === 'explain' ? 1 : 0;
  if (positionals.length > wanted)
    return bad(`"${positionals[wanted]}" is one argument too many for hopscope ${name}.`);
  return READERS[name](values, positionals);
}

function splitArguments(name: CommandName, args: readonly string[]): Parsed<{ values: Values; positionals: string[] }> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS[name], allowPositionals: true });
    return { ok: true, value: { values, positionals } };
  } catch (error) {
    // Node's message for people: its first sentence says which option is wrong; the rest is advice on `--`.
    const message = error instanceof Error ? error.message.split(/[.\n] ?/, 1)[0]! : String(error);
    return bad(`${message}. See hopscope ${name} --help.`);
  }
}

const READERS: Readonly<
  Record<Exclude<CommandName, 'diff'>, (values: Values, positionals: string[]) => Parsed<Command>>
> = {
  demo: (values) => {
    const listen = readListen(values);
    return listen.ok ? good({ name: 'demo', ...listen.value }) : listen;
  },
  serve: (values) => {
    if (values['prometheus'] !== undefined) return bad('Reading Prometheus (--prometheus) is not in this version.');
    if (values['config'] !== undefined) return bad('A configuration file (--config) is not in this version.');
    const mesh = readMesh(values);
    if (!mesh.ok) return mesh;
    const listen = readListen(values);
    return listen.ok ? good({ name: 'serve', mesh: mesh.value, ...listen.value }) : listen;
  },
  gather: (values) => {
    const mesh = readMesh(values);
    if (!mesh.ok) return mesh;
    const output = text(values, 'output');
    if (output === undefined || output === '') return bad('Say where to write to: hopscope gather -o FILE.');
    const tiers = text(values, 'tiers') ?? '0';
    if (!/^[0-4]$/.test(tiers)) return bad(`--tiers is a number from 0 to 4, not "${tiers}".`);
    if (tiers !== '0') return bad(`Evidence of tiers 1 to ${tiers} is not collected by this version: use --tiers 0.`);
    return good({ name: 'gather', mesh: mesh.value, output });
  },
  explain: (values, [ask]) => {
    const mesh = readMesh(values);
    if (!mesh.ok) return mesh;
    if (ask === undefined) return bad('Say which path: hopscope explain "web/frontend -> payments/api:8080".');
    const query = parseAsk(ask);
    if (!query.ok) return query;
    const http = readHttp(values);
    if (!http.ok) return http;
    return good({
      name: 'explain',
      mesh: mesh.value,
      query: { ...query.value, http: http.value },
      json: values['json'] === true,
    });
  },
  check: (values) => {
    const mesh = readMesh(values);
    if (!mesh.ok) return mesh;
    if (values['json'] === true && values['sarif'] === true) return bad('Choose --json or --sarif, not both.');
    const form = values['json'] === true ? 'json' : values['sarif'] === true ? 'sarif' : 'text';
    return good({ name: 'check', mesh: mesh.value, form });
  },
};

function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

function texts(values: Values, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.map(String) : [];
}

function readMesh(values: Values): Parsed<MeshChoice> {
  const contexts = texts(values, 'context');
  if (contexts.length > 1) return bad('Several contexts at once are not in this version: give --context once.');
  const bundle = text(values, 'bundle') ?? null;
  if (bundle === '') return bad('--bundle needs a path.');
  if (bundle !== null && (contexts.length > 0 || values['kubeconfig'] !== undefined))
    return bad('Give either --bundle or a cluster (--context, --kubeconfig), not both.');
  return { ok: true, value: { kubeconfig: text(values, 'kubeconfig'), context: contexts[0], bundle } };
}

function readListen(values: Values): Parsed<Listen> {
  const port = text(values, 'port') ?? '7411';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return bad(`--port is a number from 0 to 65535, not "${port}".`);
  return { ok: true, value: { host: text(values, 'host') ?? '127.0.0.1', port: Number(port) } };
}

function readHttp(values: Values): Parsed<PathQuery['http']> {
  const [method, path, lines] = [text(values, 'method'), text(values, 'path'), texts(values, 'header')];
  if (method === undefined && path === undefined && lines.length === 0) return { ok: true, value: null };
  if (method !== undefined && !/^[A-Za-z]{1,20}$/.test(method)) return bad(`"${method}" is no HTTP method.`);
  if (path !== undefined && !path.startsWith('/')) return bad(`--path begins with a slash, not like "${path}".`);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const found = /^([^=:\s]+)\s*[=:]\s*(.*)$/s.exec(line);
    if (found === null) return bad(`--header is NAME=VALUE, not "${line}".`);
    headers[found[1]!.toLowerCase()] = found[2]!.trim();
  }
  return { ok: true, value: { method: (method ?? 'GET').toUpperCase(), path: path ?? '/', headers } };
}
