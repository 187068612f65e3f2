/** Options that several commands share, read into what they mean. A failure is one sentence. */
import type { ParseArgsConfig } from 'node:util';
import { isRemovable, type Parsed, type PathQuery, type Ref } from '@hopscope/core';

export type Options = NonNullable<ParseArgsConfig['options']>;
export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

/** Which mesh is meant. */
export interface MeshChoice {
  kubeconfig: string | undefined;
  context: string | undefined;
  /** null = a live cluster */
  bundle: string | null;
}

/** The mesh of a question: of a live cluster, with the highest tier of evidence to read for it. */
export interface AskedMesh extends MeshChoice {
  /** 0 to 3; 0 for a bundle */
  tiers: number;
}

export interface Listen {
  host: string;
  port: number;
}

/** Files to apply and objects to delete before the question is asked. */
export interface ChangeChoice {
  files: string[];
  without: Ref[];
}

/** A refusal with its sentence. */
export const bad = (reason: string): { ok: false; reason: string } => ({ ok: false, reason });

/** The value of an option that is given once. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of an option that may be repeated. */
export function texts(values: Values, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** `--bundle`, `--context`, `--kubeconfig`. */
export function readMesh(values: Values): Parsed<MeshChoice> {
  const contexts = texts(values, 'context');
  if (contexts.length > 1) return bad('Several contexts at once are not in this version: give --context once.');
  const bundle = text(values, 'bundle') ?? null;
  if (bundle === '') return bad('--bundle needs a path.');
  if (bundle !== null && (contexts.length > 0 || values['kubeconfig'] !== undefined))
    return bad('Give either --bundle or a cluster (--context, --kubeconfig), not both.');
  return { ok: true, value: { kubeconfig: text(values, 'kubeconfig'), context: contexts[0], bundle } };
}

/** The same, and `--tiers`: what a question reads of a live cluster where nothing is said. */
export function readAskedMesh(values: Values, otherwise: number): Parsed<AskedMesh> {
  const mesh = readMesh(values);
  if (!mesh.ok) return mesh;
  const { bundle } = mesh.value;
  if (bundle !== null && values['tiers'] !== undefined) return bad(TIERS_OF_BUNDLE);
  const tiers = readTiers(values, bundle === null ? otherwise : 0);
  if (!tiers.ok) return tiers;
  if (tiers.value > HIGHEST_ASKED)
    return bad('Prometheus, tier 4, is asked by hopscope serve and gather alone: --tiers is at most 3 here.');
  return { ok: true, value: { ...mesh.value, tiers: tiers.value } };
}

/** What pods are asked themselves. */
export const HIGHEST_ASKED = 3;

export const TIERS_OF_BUNDLE = '--tiers is about a cluster: a bundle holds what was read when it was gathered.';

/** `--host`, `--port`. */
export function readListen(values: Values): Parsed<Listen> {
  const port = text(values, 'port') ?? '7411';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return bad(`--port is a number from 0 to 65535, not "${port}".`);
  return { ok: true, value: { host: text(values, 'host') ?? '127.0.0.1', port: Number(port) } };
}

/** `--tiers`: the highest tier of evidence that is read. */
export function readTiers(values: Values, otherwise: number): Parsed<number> {
  const tiers = text(values, 'tiers') ?? String(otherwise);
  // They build on one another: `0-3` says no more than `3`.
  const highest = /^(?:0-)?([0-4])$/.exec(tiers)?.[1];
  if (highest === undefined) return bad(`--tiers is the highest tier, from 0 to 4, not "${tiers}".`);
  return { ok: true, value: Number(highest) };
}

/** `--method`, `--path`, `--header`; null where none is given. */
export function readHttp(values: Values): Parsed<PathQuery['http']> {
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

/** `--json` and `--sarif`. */
export function readForm(values: Values): Parsed<'text' | 'json' | 'sarif'> {
  if (values['json'] === true && values['sarif'] === true) return bad('Choose --json or --sarif, not both.');
  return { ok: true, value: values['json'] === true ? 'json' : values['sarif'] === true ? 'sarif' : 'text' };
}

/** `--with FILE`, `--without KIND/NS/NAME`; both may be repeated. */
export function readChangeChoice(values: Values, { bundle }: MeshChoice): Parsed<ChangeChoice> {
  const files = texts(values, 'with');
  if (files.includes('')) return bad('--with needs a file.');
  if (files.filter((file) => file === '-').length + Number(bundle === '-') > 1)
    return bad('Standard input can be read once: give --bundle or one --with as "-", not both.');
  const without: Ref[] = [];
  for (const written of texts(values, 'without')) {
    const object = readObject(written);
    if (!object.ok) return bad(`--without: ${object.reason}`);
    if (!isRemovable(object.value.kind)) return bad(`--without: objects of kind ${object.value.kind} are not read.`);
    without.push(object.value);
  }
  return { ok: true, value: { files, without } };
}

const CLUSTER_KINDS = new Set(['Namespace', 'Node', 'GatewayClass']);

/** `KIND/NAMESPACE/NAME`, or `KIND/NAME` of what belongs to the cluster. */
export function readObject(written: string): Parsed<Ref> {
  const parts = written.split('/');
  const [kind = '', ...rest] = parts;
  const isWhole =
    parts.every((part) => part !== '') && (CLUSTER_KINDS.has(kind) ? parts.length === 2 : parts.length === 3);
  if (!isWhole)
    return bad(`"${written}" cannot be read: write KIND/NAMESPACE/NAME, for example AuthorizationPolicy/shop/cart.`);
  return { ok: true, value: { kind, namespace: rest.length === 2 ? rest[0]! : '', name: rest.at(-1)! } };
}
