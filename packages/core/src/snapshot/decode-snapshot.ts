/** From a stranger's text to a snapshot: bounded, checked against the closed schema, and never trusted before that. */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { canonicalJson } from './canonical-json.ts';
import { graphTrouble, hasColumnForm } from './graph-integrity.ts';
import { type Signature, SNAPSHOT_VERSION, SnapshotDocument, SnapshotFile } from './snapshot-document.ts';
import { UPGRADES, upgradeDocument } from './upgrade-document.ts';

/** Characters of the text, and how deep its objects may be nested. */
export const SNAPSHOT_LIMITS = { characters: 20_000_000, depth: 24 };

export interface DecodedSnapshot {
  document: SnapshotDocument;
  /** what the digest and the signature are of */
  canonical: string;
  /** as the file says; whoever has SHA-256 compares it */
  digest: string;
  signature: Signature | null;
}

export type Decoded =
  | { ok: true; snapshot: DecodedSnapshot }
  /** `newer`: a later version wrote it, so the raw bytes are all that can be offered */
  | { ok: false; code: 'too-large' | 'no-json' | 'no-snapshot' | 'newer' | 'damaged'; reason: string };

const refuse = (code: Extract<Decoded, { ok: false }>['code'], reason: string): Decoded => ({
  ok: false,
  code,
  reason,
});

/** True for a text that claims to be a snapshot, whatever it is worth. */
export function looksLikeSnapshot(text: string): boolean {
  // Whoever sorts keys puts the mark near the end.
  return /"hopscopeSnapshot"\s*:/.test(`${text.slice(0, 512)} ${text.slice(-128)}`);
}

/** The text of a file: the canonical bytes of the document as they are, with what vouches for them before. */
export function encodeSnapshotFile(canonical: string, digest: string, signature: Signature | null): string {
  const head = JSON.stringify({ hopscopeSnapshot: SNAPSHOT_VERSION, digest, signature });
  return `${head.slice(0, -1)},"document":${canonical}}`;
}

/** Reads the text of a snapshot file. */
export function decodeSnapshot(text: string, limits = SNAPSHOT_LIMITS): Decoded {
  if (text.length > limits.characters)
    return refuse('too-large', `The snapshot is larger than ${Math.floor(limits.characters / 1e6)} MB.`);
  if (depthOf(text, limits.depth) > limits.depth)
    return refuse('damaged', 'The snapshot is nested deeper than any snapshot is.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('no-json', 'The snapshot is no valid JSON: it is damaged or cut off.');
  }
  return readFile(value);
}

function readFile(value: unknown): Decoded {
  const version = (value as { hopscopeSnapshot?: unknown } | null)?.hopscopeSnapshot;
  if (typeof version !== 'number')
    return refuse('no-snapshot', 'This is no snapshot: the field "hopscopeSnapshot" is missing.');
  if (version > SNAPSHOT_VERSION)
    return refuse(
      'newer',
      `The snapshot is of version ${version}, and this Hopscope reads up to ${SNAPSHOT_VERSION}: open it with a newer one.`,
    );
  if (hasDangerousKey(value)) return refuse('damaged', 'The snapshot holds a key that no snapshot has.');
  if (!Value.Check(SnapshotFile, value)) return refuse('damaged', wrongField(SnapshotFile, value));
  const document = upgradeDocument(value.document, UPGRADES, SNAPSHOT_VERSION);
  if (!Value.Check(AllButGraph, withoutGraph(document)))
    return refuse('damaged', wrongField(AllButGraph, withoutGraph(document)));
  if (!isSnapshotDocument(document)) return refuse('damaged', 'The snapshot is damaged: its graph has another form.');
  const trouble = graphTrouble(document.graph) || positionTrouble(document);
  if (trouble !== '') return refuse('damaged', `The snapshot is damaged: ${trouble}.`);
  const canonical = canonicalJson(value.document);
  return { ok: true, snapshot: { document, canonical, digest: value.digest, signature: value.signature } };
}

const { graph: _graph, ...restOfDocument } = SnapshotDocument.properties;
const AllButGraph = Type.Object(restOfDocument, { additionalProperties: false });

function withoutGraph(document: unknown): unknown {
  if (typeof document !== 'object' || document === null) return document;
  return Object.fromEntries(Object.entries(document).filter(([key]) => key !== 'graph'));
}

/** Of a document whose other fields were checked. */
function isSnapshotDocument(document: unknown): document is SnapshotDocument {
  return hasColumnForm((document as { graph?: unknown }).graph);
}

function wrongField(schema: typeof SnapshotFile | typeof AllButGraph, value: unknown): string {
  const [first] = Value.Errors(schema, value);
  const where = first?.instancePath ? ` at ${first.instancePath.slice(0, 120)}` : '';
  return `The snapshot is damaged${where}: ${first?.message ?? 'it does not fit its schema'}.`;
}

function positionTrouble({ graph, causes, settling, symptoms }: SnapshotDocument): string {
  const count = graph.links.from.length;
  const isFine = [...causes, ...settling, ...symptoms].every(({ links }) => links.every((at) => at >= 0 && at < count));
  return isFine ? '' : 'a cause names links that its graph does not have';
}

/** How deep a JSON text nests, without parsing it; stops where it is past the limit. */
function depthOf(text: string, limit: number): number {
  let [depth, deepest] = [0, 0];
  for (let i = 0; i < text.length && deepest <= limit; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfText(text, i + 1);
    depth += DEEPER.get(code) ?? 0;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function endOfText(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

const [QUOTE, BACKSLASH] = [34, 92];
/** `{` and `[`, `}` and `]`. */
const DEEPER: ReadonlyMap<number, number> = new Map([
  [123, 1],
  [91, 1],
  [125, -1],
  [93, -1],
]);

const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype']);

function hasDangerousKey(value: unknown): boolean {
  if (Array.isArray(value)) return typeof value[0] !== 'number' && value.some(hasDangerousKey);
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).some((key) => DANGEROUS.has(key)) || Object.values(value).some(hasDangerousKey);
}
