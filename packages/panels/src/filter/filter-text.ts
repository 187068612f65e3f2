/**
 * The filter language of the mesh page: words, and `key:value,value`; a minus in front turns one around.
 * Terms narrow one another; the values of one term are alternatives; `*` stands for anything.
 */

/** What a filter can ask for, in the order in which it is offered, with what that means. */
export const FILTER_KEYS = {
  ns: 'namespace of the caller or the callee',
  state: 'how the call stands',
  cause: 'check that explains it',
  blame: 'whose problem it is',
  waypoint: 'waypoint that it passes',
  from: 'caller',
  to: 'callee',
  node: 'node that an end runs on or whose ztunnel it passes',
} as const;
export type FilterKey = keyof typeof FILTER_KEYS;

export const FILTER_STATES = {
  problem: 'whatever fails, would fail or is contradicted',
  blocked: 'does not arrive',
  degraded: 'arrives, not as intended',
  varies: 'differs by backend',
  conflict: 'contradicted by traffic',
  unknown: 'cannot be judged, or is not confirmed',
  delivered: 'works',
} as const;

export const FILTER_BLAMES = {
  kubernetes: 'Kubernetes',
  application: 'Application',
  istio: 'Istio component',
  configuration: 'Configuration',
} as const;

/** Part of a filter's text, from its first character to behind its last. */
interface Span {
  readonly at: number;
  readonly end: number;
}

export interface FilterTerm extends Span {
  /** `text` = words that stand anywhere in a name, a sentence or a cause */
  readonly key: FilterKey | 'text';
  /** one of them must hold; never empty */
  readonly values: readonly string[];
  /** none of them may hold */
  readonly isNegated: boolean;
}

/** A part that is not understood, and why. It filters nothing. */
export interface FilterTrouble extends Span {
  readonly message: string;
}

export interface Filter {
  readonly terms: readonly FilterTerm[];
  readonly troubles: readonly FilterTrouble[];
}

/** A longer text is no filter of a person; what stands behind this is not read. */
const MOST_CHARACTERS = 2000;

const PIECE = /(?:"(?:\\.|[^"\\])*"?|[^\s"])+/g;
const WITH_KEY = /^([A-Za-z][\w-]*):(.*)$/s;

/** Reads a filter. Never fails: what is not understood is told with its place. */
export function parseFilter(text: string): Filter {
  const read = text.slice(0, MOST_CHARACTERS);
  const terms: FilterTerm[] = [];
  const troubles: FilterTrouble[] = [];
  for (const { 0: piece, index: at } of read.matchAll(PIECE)) {
    const span = { at, end: at + piece.length };
    const term = readPiece(piece);
    if (typeof term === 'string') troubles.push({ ...span, message: term });
    else terms.push({ ...span, ...term });
  }
  if (text.length > MOST_CHARACTERS) {
    const message = `A filter has ${MOST_CHARACTERS} characters at most; what stands behind them is left out.`;
    troubles.push({ at: MOST_CHARACTERS, end: text.length, message });
  }
  return { terms, troubles };
}

/** One term, or what is wrong with it. */
function readPiece(piece: string): Omit<FilterTerm, 'at' | 'end'> | string {
  const isNegated = piece.startsWith('-') && piece.length > 1;
  const body = isNegated ? piece.slice(1) : piece;
  const [, name = '', rest = ''] = WITH_KEY.exec(body) ?? [];
  // `cart:80` is a callee with its port, as the page writes it.
  const isText = name === '' || (!isKey(name.toLowerCase()) && /^\d+$/.test(rest));
  const key = isText ? 'text' : name.toLowerCase();
  if (key !== 'text' && !isKey(key)) return `There is no key ${name}; there are ${listOf(FILTER_KEYS)}.`;
  const values = splitValues(isText ? body : rest);
  if (values === null) return 'The quote that begins here has no end.';
  if (values.length === 0) return isText ? 'There is nothing to look for.' : `${key}: has no value.`;
  return readValues(key, values, isNegated);
}

const CLOSED: Partial<Record<FilterKey | 'text', object>> = { state: FILTER_STATES, blame: FILTER_BLAMES };

/** Keys with a fixed list of values take no other. */
function readValues(key: FilterKey | 'text', values: readonly string[], isNegated: boolean) {
  const known = CLOSED[key];
  if (!known) return { key, values, isNegated };
  const lower = values.map((value) => value.toLowerCase());
  const strange = lower.find((value) => !Object.hasOwn(known, value));
  if (strange !== undefined) return `There is no ${key} ${strange}; there are ${listOf(known)}.`;
  return { key, values: lower, isNegated };
}

export function isKey(name: string): name is FilterKey {
  return Object.hasOwn(FILTER_KEYS, name);
}

function listOf(table: object): string {
  return Object.keys(table).join(', ');
}

/** Parts between commas, quotes taken off; null where a quote has no end. */
function splitValues(text: string): string[] | null {
  const values = [''];
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    const last = values.length - 1;
    if (isQuoted && character === '\\' && i + 1 < text.length) values[last] += text[++i]!;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === ',' && !isQuoted) values.push('');
    else values[last] += character;
  }
  return isQuoted ? null : values.filter((value) => value !== '');
}

/** A term as the language spells it; reading it gives the same term. */
export function writeTerm({ key, values, isNegated }: Pick<FilterTerm, 'key' | 'values' | 'isNegated'>): string {
  const written = values.map((value) => quoted(value, key === 'text')).join(',');
  return `${isNegated ? '-' : ''}${key === 'text' ? '' : `${key}:`}${written}`;
}

function quoted(value: string, isText: boolean): string {
  const isPlain = !/[\s",\\]/.test(value) && !(isText && /^-|^[A-Za-z][\w-]*:/.test(value));
  return isPlain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** The text without one of its parts. */
export function withoutPart(text: string, { at, end }: Span): string {
  return `${text.slice(0, at)} ${text.slice(end)}`.trim().replace(/ {2,}/g, ' ');
}

/** The values that a key must have: of its first term that is not negated. */
export function valuesOf({ terms }: Filter, key: FilterKey): readonly string[] {
  return terms.find((term) => term.key === key && !term.isNegated)?.values ?? [];
}

/** The text with other values for a key; without any, the key is not asked for. */
export function withValues(text: string, key: FilterKey, values: readonly string[]): string {
  const held = parseFilter(text).terms.find((term) => term.key === key && !term.isNegated);
  const rest = held ? withoutPart(text, held) : text.trim();
  return values.length === 0 ? rest : `${rest} ${writeTerm({ key, values, isNegated: false })}`.trim();
}

const PROBLEMS = writeTerm({ key: 'state', values: ['problem'], isNegated: false });

/** Whether a term keeps problems and nothing more. */
export function isProblemTerm(term: FilterTerm): boolean {
  return writeTerm(term) === PROBLEMS;
}

/** The text with "problems only" asked for, or without. */
export function withProblems(text: string, isOn: boolean): string {
  const held = parseFilter(text).terms.find(isProblemTerm);
  if (isOn) return held ? text : `${text} ${PROBLEMS}`.trim();
  return held ? withProblems(withoutPart(text, held), false) : text;
}

/** The part that a text ends with, as far as it goes; '' behind a space. */
export function lastPiece(text: string): string {
  const last = [...text.slice(0, MOST_CHARACTERS).matchAll(PIECE)].at(-1);
  return last && last.index + last[0].length === text.length ? last[0] : '';
}
