/** Reading kubeconfig files: YAML in, named clusters, users and contexts out, merged as kubectl merges them. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { failure, type Outcome, success } from './outcome.ts';

/** A mapping of a kubeconfig, not yet looked into. */
export type Fields = Readonly<Record<string, unknown>>;

/** One named entry and the folder against which its relative paths are meant. */
export interface Entry {
  name: string;
  fields: Fields;
  folder: string;
}

export interface KubeconfigFile {
  /** The files that were read, in order. */
  paths: readonly string[];
  currentContext: string | null;
  clusters: ReadonlyMap<string, Entry>;
  users: ReadonlyMap<string, Entry>;
  contexts: ReadonlyMap<string, Entry>;
}

/**
 * Which files to read: the one given, else those of KUBECONFIG, else ~/.kube/config.
 * `required` files must exist; of the others the missing ones are skipped, as kubectl does.
 */
export function kubeconfigPaths(
  given: string | undefined,
  env: NodeJS.ProcessEnv,
): { paths: string[]; required: boolean } {
  if (given !== undefined && given !== '') return { paths: [resolve(given)], required: true };
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '');
  if (listed.length > 0) return { paths: listed.map((path) => resolve(path)), required: false };
  return { paths: [join(env.HOME ?? homedir(), '.kube', 'config')], required: false };
}

/**
 * Reads and merges kubeconfig files: the first file that names an entry or a current context wins.
 * Fails with reason `config` when none exists, or one cannot be read or understood.
 */
export async function readKubeconfigFiles(
  paths: readonly string[],
  required: boolean,
): Promise<Outcome<KubeconfigFile>> {
  const merged = {
    paths: [] as string[],
    currentContext: null as string | null,
    clusters: new Map(),
    users: new Map(),
    contexts: new Map(),
  };
  for (const path of paths) {
    const document = await readDocument(path);
    if (!document.ok) {
      if (document.missing && !required) continue;
      return failure('config', document.message);
    }
    merged.paths.push(path);
    merge(merged, document.fields, dirname(path));
  }
  if (merged.paths.length === 0) {
    return failure(
      'config',
      `There is no kubeconfig: ${paths.join(', ')} ${paths.length === 1 ? 'does' : 'do'} not exist. Name one with --kubeconfig or KUBECONFIG.`,
    );
  }
  return success(merged);
}

type Document = { ok: true; fields: Fields } | { ok: false; missing: boolean; message: string };

async function readDocument(path: string): Promise<Document> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT')
      return {
        ok: false,
        missing: true,
        message: `There is no kubeconfig at ${path}. Name another with --kubeconfig or KUBECONFIG.`,
      };
    return {
      ok: false,
      missing: false,
      message: `The kubeconfig ${path} cannot be read (${code ?? 'unknown error'}). Check its permissions.`,
    };
  }
  return parseDocument(path, text);
}

function parseDocument(path: string, text: string): Document {
  let value: unknown;
  try {
    value = parse(text, { logLevel: 'error' });
  } catch (error) {
    // Only the position is told: the parser's message quotes the text, which may hold a token.
    const line = (error as { linePos?: [{ line: number }] }).linePos?.[0].line;
    return {
      ok: false,
      missing: false,
      message: `The kubeconfig ${path} is not valid YAML${line === undefined ? '' : ` (line ${line})`}.`,
    };
  }
  if (value === null) return { ok: true, fields: {} };
  if (!isFields(value))
    return {
      ok: false,
      missing: false,
      message: `The file ${path} is not a kubeconfig: a mapping with clusters, users and contexts is expected.`,
    };
  return { ok: true, fields: value };
}

interface Merged {
  currentContext: string | null;
  clusters: Map<string, Entry>;
  users: Map<string, Entry>;
  contexts: Map<string, Entry>;
}

function merge(into: Merged, fields: Fields, folder: string): void {
  const current = textField(fields, 'current-context');
  if (into.currentContext === null && current !== null) into.currentContext = current;
  addEntries(into.clusters, fields.clusters, 'cluster', folder);
  addEntries(into.users, fields.users, 'user', folder);
  addEntries(into.contexts, fields.contexts, 'context', folder);
}

function addEntries(into: Map<string, Entry>, list: unknown, key: string, folder: string): void {
  if (!Array.isArray(list)) return;
  for (const item of list) {
    if (!isFields(item)) continue;
    const name = textField(item, 'name');
    if (name === null || into.has(name)) continue;
    const inner = item[key];
    into.set(name, { name, fields: isFields(inner) ? inner : {}, folder });
  }
}

/** True for a mapping. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A non-empty text field, or null. */
export function textField(fields: Fields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A path of an entry, resolved against the folder of its file. */
export function entryPath(entry: Entry, path: string): string {
  return isAbsolute(path) ? path : join(entry.folder, path);
}
