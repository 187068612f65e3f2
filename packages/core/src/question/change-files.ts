/** Objects that somebody would apply, from YAML or JSON texts. Strict where reading a cluster is tolerant: nothing is guessed. */
import { Value } from 'typebox/value';
import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import type { BundleFile } from '../normalize/documents.ts';
import { isRecord, type Raw, record, str } from '../normalize/fields.ts';
import { readKind } from '../normalize/object.ts';
import { KINDS } from '../state/kinds.ts';
import { shapeOf } from './shapes.ts';

/** One object to add or replace, and where it is written. */
export interface ChangedObject {
  raw: Raw;
  kind: string;
  /** `policy.yaml, document 2` */
  place: string;
}

export interface ReadChange {
  objects: ChangedObject[];
  /** what cannot be applied: plain sentences with file, document and path; the change must not be asked about */
  problems: string[];
  /** what was left out, because it changes nothing here */
  notes: string[];
}

/** Reads all of them; never throws. */
export function readChange(files: readonly BundleFile[]): ReadChange {
  const change: ReadChange = { objects: [], problems: [], notes: [] };
  for (const file of files) readFile(file, change);
  return change;
}

/** Aliases that multiply beyond this were not written by people. */
const MOST_ALIASES = 100;

function readFile(file: BundleFile, change: ReadChange): void {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(file.text, { logLevel: 'silent', lineCounter: lines });
  const documents = 'empty' in parsed ? [] : parsed;
  const before = change.objects.length + change.problems.length + change.notes.length;
  documents.forEach((document, i) => {
    const at = `${file.path}, document ${i + 1}`;
    const error = document.errors[0];
    if (error) {
      const line = error.linePos?.[0].line ?? 1;
      change.problems.push(`${at}: it is not valid YAML (line ${line}: ${firstLine(error.message)}).`);
      return;
    }
    const value = builtValue(document);
    if (value === undefined) change.problems.push(`${at}: it is not valid YAML: an alias points nowhere or too far.`);
    else if (value !== null) addItem(value, { at, document, lines, path: [] }, change);
  });
  if (change.objects.length + change.problems.length + change.notes.length === before)
    change.problems.push(`${file.path}: there is no object in it.`);
}

function firstLine(message: string): string {
  return message
    .split('\n', 1)[0]!
    .replace(/ at line \d+, column \d+:?$/, '')
    .replace(/\.$/, '');
}

function builtValue(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown;
  } catch {
    return undefined;
  }
}

interface Place {
  at: string;
  document: Document.Parsed;
  lines: LineCounter;
  path: readonly (string | number)[];
}

const MAX_DEPTH = 4;

function addItem(value: unknown, place: Place, change: ReadChange): void {
  if (!isRecord(value) || typeof value['kind'] !== 'string') {
    const what = isRecord(value) ? 'it has no kind' : 'it is no object';
    change.problems.push(`${place.at}: ${what}, so it is nothing that Kubernetes would take.`);
    return;
  }
  const { items } = value;
  if (value['kind'].endsWith('List') && (Array.isArray(items) || items === null) && place.path.length < MAX_DEPTH) {
    (items ?? []).forEach((item: unknown, i: number) => {
      addItem(item, { ...place, at: `${place.at}, item ${i + 1}`, path: [...place.path, 'items', i] }, change);
    });
    return;
  }
  addObject(value, value['kind'], place, change);
}

const GROUPS: ReadonlySet<string> = new Set(KINDS.filter(({ optional }) => optional).map(({ group }) => group));

function addObject(value: Raw, written: string, place: Place, change: ReadChange): void {
  const kind = readKind(value);
  if (kind === null) {
    const group = str(value['apiVersion']).split('/')[0]!;
    const named = `${written.slice(0, 80)} (${str(value['apiVersion'], 'without apiVersion').slice(0, 80)})`;
    // A group that is read has no kinds of its own making: most likely the word is misspelt.
    if (GROUPS.has(group) && !isKnownElsewhere(written, group))
      change.problems.push(`${place.at}: there is no kind ${named} that could be applied here.`);
    else change.notes.push(`${place.at}: ${named} is left out; objects of this kind are not read.`);
    return;
  }
  const raw = withoutNulls(value) as Raw;
  const problem = complaintAbout(kind, raw, place);
  if (problem === null) change.objects.push({ raw, kind, place: place.at });
  else change.problems.push(`${place.at}: ${problem}`);
}

/** Kinds of groups we read that exist and that no rule needs. */
const UNREAD_KINDS: Readonly<Record<string, readonly string[]>> = {
  'networking.istio.io': ['Gateway', 'Sidecar', 'WorkloadGroup', 'EnvoyFilter', 'ProxyConfig'],
  'gateway.networking.k8s.io': ['BackendTLSPolicy', 'ListenerSet', 'UDPRoute'],
};
const isKnownElsewhere = (kind: string, group: string): boolean =>
  UNREAD_KINDS[group]?.includes(kind) ?? !/\.istio\.io$|^gateway\./.test(group);

/** Kubernetes takes `field: null` for a field that is not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]));
}

function complaintAbout(kind: string, raw: Raw, place: Place): string | null {
  const meta = record(raw['metadata']);
  const error = [...Value.Errors(shapeOf(kind), raw)][0];
  if (error) return describeError(kind, error, place);
  if (str(meta['name']) === '') return `${kind} has no metadata.name${lineOf(place, ['metadata'])}.`;
  return null;
}

type ShapeError = ReturnType<typeof Value.Errors>[number];

function describeError(kind: string, error: ShapeError, place: Place): string {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const words = path.reduce((text, part) => (/^\d+$/.test(part) ? `${text}[${part}]` : `${text}.${part}`), '').slice(1);
  const where = words === '' ? 'it' : words;
  return `${kind}: ${where} ${demandOf(error)}${lineOf(place, path)}.`;
}

const unescapePointer = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

const WORDS: Readonly<Record<string, string>> = {
  string: 'must be text (quote it)',
  integer: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be an object',
};

function demandOf({ keyword, params, message }: ShapeError): string {
  const details = params as { type?: string; requiredProperties?: string[]; allowedValues?: unknown[] };
  if (keyword === 'type' && details.type !== undefined) return WORDS[details.type] ?? `must be of type ${details.type}`;
  if (keyword === 'required') return `lacks ${(details.requiredProperties ?? []).join(', ')}`;
  if (keyword === 'enum') return `must be one of ${(details.allowedValues ?? []).join(', ')}`;
  return keyword === 'anyOf' ? 'must be a number or a text' : message;
}

/** ` (line 12)` where the text tells. */
function lineOf({ document, lines, path }: Place, inside: readonly string[]): string {
  const full = [...path, ...inside.map((part) => (/^\d+$/.test(part) ? Number(part) : part))];
  for (let length = full.length; length > 0; length--) {
    const node = document.getIn(full.slice(0, length), true) as { range?: [number, number, number] | null } | undefined;
    if (node?.range) return ` (line ${lines.linePos(node.range[0]).line})`;
  }
  return '';
}
