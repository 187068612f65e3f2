/** One case of a corpus: a question about a state of the mesh, and the answer that somebody else's test gives. */
import { dirname } from 'node:path';

export type Json = Readonly<Record<string, unknown>>;

export interface Case {
  readonly id: string;
  readonly corpus: string;
  /** the folder of its file: what `objectsRef` and `input` name lies beside it */
  readonly folder: string;
  readonly raw: Json;
  readonly config: Json;
  /** empty for a case with `questions` */
  readonly question: Json;
  readonly expected: Json;
}

/** The value as an object; an empty one where it is none. */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The value as a list of objects; an empty one where it is none. */
export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

/** The value as text; '' where it is none. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** The value as a list of texts. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

/** A case of a parsed file; null where the document is none (an input beside the cases, an index). */
export function readCase(document: unknown, path: string): Case | null {
  const raw = object(document);
  if (typeof raw['id'] !== 'string' || typeof raw['corpus'] !== 'string') return null;
  if (raw['question'] === undefined && raw['questions'] === undefined) return null;
  return {
    id: raw['id'],
    corpus: raw['corpus'],
    folder: dirname(path),
    raw,
    config: object(raw['config']),
    question: object(raw['question']),
    expected: object(raw['expected']),
  };
}

/** Something a case needs is not there, or not in a form that is known: skipped, with the reason. */
export class NotAnswered extends Error {}
