/** From files to a state: what was understood, what was not and why. */
import { KINDS } from '../state/kinds.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { nameOf } from '../state/refs.ts';
import { assembleState } from './assemble.ts';
import { type BundleInput, emptyInput, type Ignored, sortDocuments } from './bundle-documents.ts';
import { type BundleFile, parseDocuments } from './documents.ts';
import { isRecord, time } from './fields.ts';
import { statusesOfKind } from './kind-status.ts';
import { type Normalized, normalizeObject, readKind } from './object.ts';
import { normalizeReading } from './reading.ts';
import { readingOfPath } from './reading-files.ts';
import { newestTime } from './taken-at.ts';
import { lastPages } from './with-rates.ts';

export type NormalizedBundle = { ok: true; state: MeshState; ignored: Ignored[] } | { ok: false; reason: string };

/** Reads unpacked files of one bundle; never throws, what is not understood is listed in `ignored`. */
export function readBundle(files: readonly BundleFile[]): BundleInput {
  const input = emptyInput(files.map((file) => file.path));
  for (const file of files) readFile(file, input);
  return withHeaderTimes(input);
}

/** A document that is already parsed, as the server or a test has it. */
export function readBundleDocument(document: unknown, path = 'the bundle'): BundleInput {
  const input = emptyInput([path]);
  sortDocuments([document], path, input);
  return withHeaderTimes(input);
}

function readFile(file: BundleFile, input: BundleInput): void {
  if (isNoise(file.path)) return;
  const reading = readingOfPath(file);
  if (reading !== null) {
    input.readings.push(reading);
    return;
  }
  const { documents, problem } = parseDocuments(file);
  if (problem !== null) input.ignored.push({ path: file.path, why: problem });
  if (documents.length > 0) sortDocuments(documents, file.path, input);
}

/** Files that packers add and nobody wrote. */
const isNoise = (path: string): boolean => /(?:^|\/)(?:\.DS_Store|\._[^/]*|__MACOSX\/.*)$/.test(path);

/** Readings from files have no time of their own: they were taken with the bundle. */
function withHeaderTimes(input: BundleInput): BundleInput {
  const { takenAt } = input;
  if (takenAt === null) return input;
  return { ...input, readings: input.readings.map((reading) => (reading.at ? reading : { ...reading, at: takenAt })) };
}

/** The state a bundle holds; a plain reason where it holds none. The clock of the state is the bundle's, never ours. */
export function normalizeBundle(input: BundleInput): NormalizedBundle {
  const { normalized, counts } = normalizeObjects(input);
  const isNothing = normalized.length === 0 && input.readings.length === 0;
  if (isNothing && !input.complete) return { ok: false, reason: reasonOf(input) };
  const takenAt = time(input.takenAt) ?? newestTime(input) ?? '1970-01-01T00:00:00Z';
  const state = assembleState({
    takenAt,
    cluster: input.cluster,
    ...(input.domainSuffix === undefined ? {} : { domainSuffix: input.domainSuffix }),
    ...(input.network === undefined ? {} : { network: input.network }),
    normalized,
    readings: lastPages(input.readings.map((reading) => normalizeReading(reading))),
    sources: KINDS.flatMap((spec) => statusesOfKind(spec, input, counts, takenAt)),
  });
  return { ok: true, state, ignored: [...input.ignored] };
}

/** Each object once: archives often hold a pod in the list of its namespace and again on its own. */
function normalizeObjects(input: BundleInput): { normalized: Normalized[]; counts: Map<string, number> } {
  const found = new Map<string, Normalized>();
  const counts = new Map<string, number>();
  for (const kind of input.emptyKinds) counts.set(kind, 0);
  for (const raw of input.objects) {
    const kind = isRecord(raw) ? readKind(raw) : null;
    if (kind === null) continue;
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count);
    const item = normalizeObject(raw);
    if (item === null) continue;
    const key = `${kind} ${nameIn(item)}`;
    const known = found.get(key);
    if (known === undefined) counts.set(kind, count + 1);
    if (known === undefined || (!isFromServer(known) && isFromServer(item))) found.set(key, item);
  }
  return { normalized: [...found.values()], counts };
}

const nameIn = (item: Normalized): string => nameOf('entity' in item ? item.entity : item);

/** A manifest has no uid; where both are there, what the server says counts. */
const isFromServer = (item: Normalized): boolean => 'entity' in item && item.entity.uid !== '';

function reasonOf(input: BundleInput): string {
  const [first] = input.ignored;
  const where = input.paths.length === 1 ? input.paths[0]! : `${input.paths.length} files`;
  const why = first === undefined ? 'there is nothing in it' : `${first.path}: ${first.why}`;
  return `No Kubernetes objects found in ${where}: ${why}`;
}
