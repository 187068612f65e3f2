/** Tolerant reading of untrusted JSON: a field that is absent or of the wrong type becomes its default, never an error. */

export type Raw = Readonly<Record<string, unknown>>;

const NOTHING: Raw = Object.freeze({});
const NO_ITEMS: readonly unknown[] = Object.freeze([]);

/** True for a JSON object (not an array, not null). */
export function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one where it is none. */
export function record(value: unknown): Raw {
  return isRecord(value) ? value : NOTHING;
}

/** The value as a list; an empty one where it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NO_ITEMS;
}

/** The objects of a list; other entries are left out. */
export function records(value: unknown): readonly Raw[] {
  const items = list(value);
  for (const item of items) if (!isRecord(item)) return items.filter(isRecord);
  return items as readonly Raw[];
}

const INTERN_LIMIT = 100_000;
const interned = new Map<string, string>();

/** One shared copy of a text that occurs often (node names, images, label values): 50,000 pods must fit in memory. */
export function intern(text: string): string {
  const known = interned.get(text);
  if (known !== undefined) return known;
  if (interned.size >= INTERN_LIMIT) interned.clear();
  interned.set(text, text);
  return text;
}

/** The value as text: numbers and booleans are spelled out, anything else is the fallback. */
export function str(value: unknown, fallback = ''): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : fallback;
}

/** Like `str` for texts that many objects have in common; they share one copy. */
export function word(value: unknown, fallback = ''): string {
  return intern(str(value, fallback));
}

/** Like `str`, where an empty text counts as absent too. */
export function strOr(value: unknown, fallback: string): string {
  return intern(str(value) || fallback);
}

/** The text, cut after `limit` characters. */
export function shortened(value: unknown, limit: number): string {
  const text = str(value);
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** The value as an integer; numeric text counts (Istio writes `observedGeneration: "1"`). */
export function int(value: unknown, fallback = 0): number {
  return intOrNull(value) ?? fallback;
}

/** The value as an integer, or null where there is none. */
export function intOrNull(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return null;
  const whole = Math.trunc(number);
  return Number.isSafeInteger(whole) ? whole : null;
}

/** `true` or `"true"` in any case. */
export function bool(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

/** A text that Go's ParseBool takes for true: how Istio reads a yes in a label or an annotation. */
export function isTrue(text: string): boolean {
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text);
}

/** The value as a boolean where it is one (or the text of one), else null. */
export function boolOrNull(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const text = str(value).toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : null;
}

/** The texts of a list; a single text counts as a list of one. */
export function strings(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  const out: string[] = [];
  for (const item of list(value)) {
    const text = str(item);
    if (text !== '') out.push(text);
  }
  return out;
}

/** A port or a similar value that may be a number or a name. */
export function intOrStr(value: unknown): number | string {
  const number = intOrNull(value);
  return number ?? str(value);
}

/** A point in time as it was written (RFC 3339), null where the text is none. */
export function time(value: unknown): string | null {
  if (typeof value !== 'string' || value.length < 20 || value.length > 40) return null;
  return value[4] === '-' && value[10] === 'T' ? value : null;
}

/** The values of an object as text, by key; entries that are no text, number or boolean are left out. */
export function texts(value: unknown): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [key, item] of Object.entries(record(value))) {
    if (item !== null && typeof item !== 'object') out[intern(key)] = word(item);
  }
  return out;
}

/** The values of an object as integers, by key. */
export function numbers(value: unknown): Record<string, number> {
  const out: Record<string, number> = {};
  for (const [key, item] of Object.entries(record(value))) {
    const number = intOrNull(item);
    if (number !== null) out[intern(key)] = number;
  }
  return out;
}

/** The first of several spellings of a key that is there. */
export function oneOf(raw: Raw, ...keys: readonly string[]): unknown {
  for (const key of keys) if (raw[key] !== undefined && raw[key] !== null) return raw[key];
  return undefined;
}
