/** A change of configuration that would mend a finding: exact enough to be tried, small enough to be read. */
import { type Static, Type } from 'typebox';
import { kindSpec } from '../state/kinds.ts';
import type { Labels } from '../state/metadata.ts';
import { Ref } from '../state/ref.ts';

/** A value as it stands in a manifest. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
const Json = Type.Unsafe<Json>({ description: 'a value as it stands in the manifest; null = nothing stands there' });

export const Edit = Type.Object({
  /** keys and places from the top of the object; `-` at the end = a new last item of a list; empty = the whole object */
  path: Type.Array(Type.Union([Type.String(), Type.Integer()])),
  before: Json,
  after: Json,
  /** fields of the last list item on the way that tell a reader which one is meant */
  beside: Type.Optional(Type.Record(Type.String(), Json)),
});
export type Edit = Static<typeof Edit>;

export const SuggestedChange = Type.Object({ object: Ref, edits: Type.Array(Edit) });
export type SuggestedChange = Static<typeof SuggestedChange>;

type Path = Edit['path'];

/** One field of an object. */
export function changed(
  object: Ref,
  path: Path,
  before: Json,
  after: Json,
  beside?: Record<string, Json>,
): SuggestedChange {
  return { object, edits: [{ path, before, after, ...(beside ? { beside } : {}) }] };
}

/** A label set, or taken off where `value` is null. */
export function relabelled(
  object: Ref,
  labels: Labels | undefined,
  key: string,
  value: string | null,
): SuggestedChange {
  return changed(object, ['metadata', 'labels', key], labels?.[key] ?? null, value);
}

/** An object that is not there yet. */
export function created(object: Ref, body: { readonly [key: string]: Json }): SuggestedChange {
  const { apiVersion, kind } = headOf(object);
  const { namespace, name } = object;
  const metadata: Json = namespace === '' ? { name } : { name, namespace };
  return changed(object, [], null, { apiVersion, kind, metadata, ...body });
}

/** The YAML diff of changes: each line begins with `+`, `-` or a space; what is not told stays as it is. */
export function diffOf(changes: readonly SuggestedChange[]): string[] {
  return changes.flatMap((change, i) => [...(i === 0 ? [] : [' ---']), ...linesOf(change)]);
}

function linesOf({ object, edits }: SuggestedChange): string[] {
  const whole = edits.find(({ path }) => path.length === 0);
  if (whole) return marked('+', blockOf(whole.after));
  let open: Path = edits.some(({ path }) => path[0] === 'metadata') ? ['metadata'] : [];
  const lines = marked(' ', headLines(object, open.length > 0));
  for (const edit of edits) {
    const parents = edit.path.slice(0, -1);
    const shared = sharedLength(open, parents);
    for (let depth = shared; depth < parents.length; depth++)
      lines.push(
        ...marked(
          ' ',
          containerLines(edit, depth).map((line) => indented(line, depth)),
        ),
      );
    const own = (mark: string, value: Json): string[] =>
      value === null
        ? []
        : marked(
            mark,
            entryLines(edit.path.at(-1)!, value).map((line) => indented(line, parents.length)),
          );
    lines.push(...own('-', edit.before), ...own('+', edit.after));
    open = parents;
  }
  return lines;
}

function headOf({ kind }: Ref): { apiVersion: string; kind: string } {
  const spec = kindSpec(kind);
  const version = spec?.versions[0] ?? 'v1';
  return { apiVersion: spec?.group ? `${spec.group}/${version}` : version, kind: spec?.apiKind ?? kind };
}

function headLines(object: Ref, isOpen: boolean): string[] {
  const { apiVersion, kind } = headOf(object);
  const names = [['name', object.name] as const, ['namespace', object.namespace] as const].filter(([, name]) => name);
  const written = names.map(([key, name]) => `${key}: ${scalarOf(name)}`);
  const metadata = isOpen
    ? ['metadata:', ...written.map((line) => `  ${line}`)]
    : [`metadata: { ${written.join(', ')} }`];
  return [`apiVersion: ${apiVersion}`, `kind: ${kind}`, ...metadata];
}

/** The line that opens a list item or a key on the way to what changes. */
function containerLines({ path, beside }: Edit, depth: number): string[] {
  const step = path[depth]!;
  if (typeof step === 'string') return [`${scalarOf(step)}:`];
  const isLast = path.slice(depth + 1).every((one) => typeof one === 'string');
  const told = isLast && beside ? blockOf(beside) : [`# item ${step + 1}`];
  return itemLines(told);
}

const entryLines = (step: string | number, value: Json): string[] =>
  typeof step === 'number' || step === '-' ? itemLines(blockOf(value)) : keyLines(step, value);

const itemLines = (lines: readonly string[]): string[] => lines.map((line, i) => `${i === 0 ? '- ' : '  '}${line}`);

function keyLines(key: string, value: Json): string[] {
  const lines = blockOf(value);
  if (isInline(value)) return [`${scalarOf(key)}: ${lines[0]}`];
  return [`${scalarOf(key)}:`, ...lines.map((line) => `  ${line}`)];
}

function blockOf(value: Json): string[] {
  if (isInline(value)) return [inlineOf(value)];
  if (isList(value)) return value.flatMap((item) => itemLines(blockOf(item)));
  return Object.entries(value as { [key: string]: Json }).flatMap(([key, item]) => keyLines(key, item));
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isScalar = (value: Json): boolean => typeof value !== 'object' || value === null;
const isInline = (value: Json): boolean =>
  isScalar(value) || (isList(value) ? value.every(isScalar) : Object.keys(value as object).length === 0);
const inlineOf = (value: Json): string =>
  isList(value) ? `[${value.map(scalarOf).join(', ')}]` : isScalar(value) ? scalarOf(value) : '{}';

/** Every JSON text is YAML too; what cannot be taken for anything else stands without quotes. */
function scalarOf(value: Json): string {
  const isPlain = typeof value === 'string' && /^[A-Za-z][\w./-]*$/.test(value) && !WORDS.test(value);
  return isPlain ? value : JSON.stringify(value);
}

const WORDS = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

const indented = (line: string, depth: number): string => `${'  '.repeat(depth)}${line}`;
const marked = (mark: string, lines: readonly string[]): string[] => lines.map((line) => `${mark}${line}`);

function sharedLength(open: Path, path: Path): number {
  const at = path.findIndex((step, i) => open[i] !== step);
  return at < 0 ? path.length : at;
}
