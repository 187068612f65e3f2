/** `hopscope serve --config FILE`: options and variables from a file, for whoever starts the server from one. */
import { readFileSync, statSync } from 'node:fs';
import type { Parsed } from '@hopscope/core';
import { parse } from 'yaml';
import { bad } from './option-values.ts';

/** What a file says, in the forms in which the command line and the environment say it. */
export interface ConfigFile {
  /** by option, without its dashes */
  options: ReadonlyMap<string, string>;
  environment: Readonly<Record<string, string>>;
}

/** Options of `serve` that a file may give. */
export const FILE_OPTIONS = ['kubeconfig', 'context', 'bundle', 'host', 'port', 'tiers', 'prometheus'] as const;

/** Variables that a file may give; docs/operations.md and docs/snapshots.md tell what each means. */
export const FILE_VARIABLES = [
  'DATABASE_URL',
  'HOPSCOPE_ADMINS',
  'HOPSCOPE_EMBED_ANY_ORIGIN',
  'HOPSCOPE_EMBED_ORIGINS',
  'HOPSCOPE_NAMESPACES_HEADER',
  'HOPSCOPE_PRINCIPAL_HEADER',
  'HOPSCOPE_PROMETHEUS_CA_FILE',
  'HOPSCOPE_PROMETHEUS_MATCHERS',
  'HOPSCOPE_PROMETHEUS_TOKEN',
  'HOPSCOPE_PROMETHEUS_TOKEN_FILE',
  'HOPSCOPE_PROMETHEUS_WINDOW',
  'HOPSCOPE_PUBLIC_URL',
  'HOPSCOPE_SNAPSHOTS',
  'HOPSCOPE_SNAPSHOT_ANYONE',
  'HOPSCOPE_SNAPSHOT_AUTOMATIC',
  'HOPSCOPE_SNAPSHOT_LISTEN',
  'HOPSCOPE_SNAPSHOT_MAX_DAYS',
  'HOPSCOPE_SNAPSHOT_NAMESPACE_MAX',
  'HOPSCOPE_SNAPSHOT_WEBHOOK',
  'HOPSCOPE_SNAPSHOT_WEBHOOK_FORM',
  'HOPSCOPE_TRUSTED_PROXIES',
] as const;

const MOST_BYTES = 64 * 1024;

/** Reads a file of at most 64 KiB. A failure is one sentence that names the file and the key. */
export function readConfigFile(path: string): Parsed<ConfigFile> {
  let text: string;
  try {
    if (statSync(path).size > MOST_BYTES) return bad(`${path} is larger than 64 KiB: that is no configuration.`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return bad(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'it is no file'}.`);
  }
  try {
    return parseConfig(path, parse(text, { maxAliasCount: 0 }));
  } catch (error) {
    const [message = ''] = error instanceof Error ? error.message.split('\n', 1) : [];
    return bad(`${path} is no YAML: ${message}`);
  }
}

function parseConfig(path: string, document: unknown): Parsed<ConfigFile> {
  if (document === null) return { ok: true, value: { options: new Map(), environment: {} } };
  if (typeof document !== 'object' || Array.isArray(document))
    return bad(`${path} must be names with values, such as \`port: 7411\`.`);
  const options = new Map<string, string>();
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(document)) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      return bad(`${path}: ${name} must have one value: a text, a number, or true or false.`);
    if (isOption(name)) options.set(name, String(value));
    else if (isVariable(name)) environment[name] = wordOf(value);
    else return bad(`${path}: ${name} is not known; there are ${[...FILE_OPTIONS, ...FILE_VARIABLES].join(', ')}.`);
  }
  return { ok: true, value: { options, environment } };
}

const isOption = (name: string): boolean => (FILE_OPTIONS as readonly string[]).includes(name);
const isVariable = (name: string): boolean => (FILE_VARIABLES as readonly string[]).includes(name);

/** YAML reads `on` as a text and `true` as a truth; variables know `on` and `off`. */
function wordOf(value: string | number | boolean): string {
  if (typeof value !== 'boolean') return String(value);
  return value ? 'on' : 'off';
}

/** The arguments of `serve` with those of the file that the command line does not give itself. */
export function withFileOptions(args: readonly string[], { options }: ConfigFile): string[] {
  const isGiven = (name: string): boolean => args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  const [command = 'serve', ...own] = args;
  const more = [...options].flatMap(([name, value]) => (isGiven(name) ? [] : [`--${name}=${value}`]));
  return [command, ...more, ...own];
}
