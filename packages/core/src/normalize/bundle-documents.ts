/** What the documents of a bundle are: objects, readings, a header of our own, or nothing we know. */
import { isRecord, list, type Raw, records, str } from './fields.ts';
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

/** Puts one parsed document where it belongs. */
export function sortDocument(document: unknown, path: string, input: BundleInput): void {
  if (Array.isArray(document)) {
    for (const item of document) sortDocument(item, path, input);
  } else if (!isRecord(document)) {
    input.ignored.push({ path, why: 'It is neither a Kubernetes object nor a bundle.' });
  } else if (document['hopscopeBundle'] !== undefined) {
    readHeader(document, path, input);
  } else if (isList(document)) {
    addList(document, path, input);
  } else if (typeof document['kind'] === 'string' && isRecord(document['metadata'])) {
    input.objects.push(document);
  } else {
    input.ignored.push({ path, why: 'It is neither a Kubernetes object nor a bundle.' });
  }
}

const isList = (document: Raw): boolean =>
  str(document['kind']).endsWith('List') && (Array.isArray(document['items']) || document['items'] === null);

/** `List`, `PodList` and the like. Items of a typed list may lack their kind: the list's name has it. */
function addList(document: Raw, path: string, input: BundleInput): void {
  const kind = str(document['kind']).slice(0, -'List'.length);
  const items = list(document['items']);
  if (kind !== '' && items.length === 0) input.emptyKinds.push(kind);
  for (const item of items) {
    if (!isRecord(item)) continue;
    const typed =
      item['kind'] === undefined && kind !== '' ? { apiVersion: document['apiVersion'], kind, ...item } : item;
    if (isList(typed)) addList(typed, path, input);
    else input.objects.push(typed);
  }
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
  for (const object of records(document['objects'])) {
    if (isList(object)) addList(object, path, input);
    else input.objects.push(object);
  }
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
