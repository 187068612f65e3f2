/** What the documents of a bundle are: objects, readings, a header of our own, or nothing we know. */
import { KINDS } from '../state/kinds.ts';
import { isRecord, list, type Raw, records, str } from './fields.ts';
import { readKind } from './object.ts';
import type { RawReading } from './reading.ts';

/** A file or a part of one that was not understood; never fatal. */
export interface Ignored {
  path: string;
  why: string;
}

/** A kind that could not be listed. */
export interface RawUnread {
  kind: string;
  namespace: string | null;
  code: string;
  message: string;
}

/** What the files hold, not yet normalised. */
export interface BundleInput {
  /** a document or folder of our own format: kinds that do not occur were read and are empty */
  complete: boolean;
  takenAt: string | null;
  cluster: string;
  domainSuffix?: string;
  network?: string;
  objects: unknown[];
  readings: RawReading[];
  unread: RawUnread[];
  /** kinds of which an empty list was found */
  emptyKinds: string[];
  ignored: Ignored[];
  paths: string[];
}

/** An input without anything in it yet. */
export function emptyInput(paths: string[]): BundleInput {
  return {
    complete: false,
    takenAt: null,
    cluster: '',
    objects: [],
    readings: [],
    unread: [],
    emptyKinds: [],
    ignored: [],
    paths,
  };
}

/** Lists in lists deeper than this were not written by Kubernetes. */
const MAX_DEPTH = 4;

/** Puts the documents of one file where they belong; a file of which nothing was of use is said to be ignored. */
export function sortDocuments(documents: readonly unknown[], path: string, input: BundleInput): void {
  const before = input.objects.length + input.emptyKinds.length;
  const kinds = new Set<string>();
  let isHeader = false;
  for (const document of documents) {
    if (isRecord(document) && document['hopscopeBundle'] !== undefined) {
      isHeader = true;
      readHeader(document, path, input);
    } else {
      addItem(document, { path, input, kinds }, 0);
    }
  }
  if (isHeader || input.objects.length + input.emptyKinds.length > before) return;
  const unread = [...kinds].sort().join(', ');
  const why = unread === '' ? 'It is neither a Kubernetes object nor a bundle.' : `Kinds that are not read: ${unread}.`;
  input.ignored.push({ path, why });
}

interface Place {
  readonly path: string;
  readonly input: BundleInput;
  /** kinds met that we do not read, Secrets among them: such objects are let go of here */
  readonly kinds: Set<string>;
}

function addItem(item: unknown, place: Place, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(item)) {
    for (const part of item) addItem(part, place, depth + 1);
  } else if (isRecord(item)) {
    if (isList(item)) addList(item, place, depth);
    else if (readKind(item) !== null && isRecord(item['metadata'])) place.input.objects.push(item);
    else if (typeof item['kind'] === 'string') place.kinds.add(item['kind'].slice(0, 80));
  }
}

const isList = (document: Raw): boolean =>
  str(document['kind']).endsWith('List') && (Array.isArray(document['items']) || document['items'] === null);

/** `List`, `PodList` and the like. Items of a typed list may lack their kind: the list's name has it. */
function addList(document: Raw, place: Place, depth: number): void {
  const kind = str(document['kind']).slice(0, -'List'.length);
  const items = list(document['items']);
  if (items.length === 0) place.input.emptyKinds.push(kind || kindOfFile(place.path));
  for (const item of items) {
    const isBare = isRecord(item) && item['kind'] === undefined && kind !== '';
    addItem(isBare ? { apiVersion: document['apiVersion'], kind, ...item } : item, place, depth + 1);
  }
}

/** An empty `kind: List` does not say of what; the name of its file may (`pods.yaml`). */
function kindOfFile(path: string): string {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:ya?ml|json)$/i, '');
  return KINDS.find((spec) => spec.resource === stem.toLowerCase())?.kind ?? '';
}

function readHeader(document: Raw, path: string, input: BundleInput): void {
  if (document['hopscopeBundle'] !== 1) {
    input.ignored.push({
      path,
      why: `Version ${str(document['hopscopeBundle'], 'unknown')} of the bundle format is not known; version 1 is.`,
    });
    return;
  }
  input.complete = true;
  input.takenAt = str(document['takenAt']) || input.takenAt;
  input.cluster = str(document['cluster']) || input.cluster;
  const domain = str(document['domainSuffix']);
  if (domain !== '') input.domainSuffix = domain;
  const network = document['network'];
  if (typeof network === 'string') input.network = network;
  addItem(list(document['objects']), { path, input, kinds: new Set() }, 0);
  for (const reading of records(document['readings'])) input.readings.push(reading as unknown as RawReading);
  for (const entry of records(document['unread'])) {
    const namespace = entry['namespace'];
    input.unread.push({
      kind: str(entry['kind']),
      namespace: typeof namespace === 'string' && namespace !== '' ? namespace : null,
      code: str(entry['code'], 'unknown'),
      message: str(entry['message']),
    });
  }
}
