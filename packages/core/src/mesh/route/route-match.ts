/** Whether a request is one that a rule is about: the matches of Gateway API routes and of VirtualServices alike. */

import { allOf, notOf, type Truth } from '../truth.ts';
import { matchesWhole } from './route-regex.ts';

/** What is known of a request; a text that is '' was not given. */
export interface RouteRequest {
  method: string;
  /** with its query */
  path: string;
  /** names in lower case; a header that is not there was not sent */
  headers: Readonly<Record<string, string>>;
  /** the host it asks for, without a port */
  host: string;
}

/** `segments` is a prefix of whole path segments; `withheld` is a value that was not kept, so that nobody knows. */
export interface TextPattern {
  kind: 'exact' | 'prefix' | 'segments' | 'regex' | 'present' | 'withheld';
  value: string;
  ignoreCase: boolean;
}

export interface NamedPattern {
  name: string;
  pattern: TextPattern;
  /** the request must not have it */
  absent: boolean;
}

/** One match; what is null or empty admits everything. */
export interface RequestMatch {
  path: TextPattern | null;
  method: TextPattern | null;
  host: TextPattern | null;
  headers: readonly NamedPattern[];
  query: readonly NamedPattern[];
}

export const pattern = (kind: TextPattern['kind'], value: string, ignoreCase = false): TextPattern => ({
  kind,
  value,
  ignoreCase,
});

/** Whether the match holds for the request; null = nothing is known of the request. */
export function matchRequest(match: RequestMatch, request: RouteRequest | null): Truth {
  const [path, query] = splitPath(request?.path ?? '');
  const known = (text: string | undefined): string | null => text || null;
  return allOf([
    matchText(match.path, known(path)),
    matchText(match.method, known(request?.method)),
    matchText(match.host, known(request?.host)),
    ...match.headers.map((header) => matchNamed(header, request && (request.headers[header.name] ?? undefined))),
    ...match.query.map((param) =>
      matchNamed(param, request === null || path === '' ? null : queryValue(query, param.name)),
    ),
  ]);
}

function matchText(wanted: TextPattern | null, text: string | null): Truth {
  if (wanted === null || isAnyPath(wanted)) return true;
  return text === null ? 'undecided' : textHolds(wanted, text);
}

const isAnyPath = ({ kind, value }: TextPattern): boolean =>
  (kind === 'segments' || kind === 'prefix') && (value === '' || value === '/');

/** `null` = not known, `undefined` = the request has none. */
function matchNamed({ pattern: wanted, absent }: NamedPattern, value: string | null | undefined): Truth {
  if (value === null) return 'undecided';
  const truth = value === undefined ? false : textHolds(wanted, value);
  return absent ? notOf(truth) : truth;
}

function textHolds({ kind, value, ignoreCase }: TextPattern, text: string): Truth {
  const [wanted, given] = ignoreCase && kind !== 'regex' ? [value.toLowerCase(), text.toLowerCase()] : [value, text];
  switch (kind) {
    case 'exact':
      return given === wanted;
    case 'prefix':
      return given.startsWith(wanted);
    case 'segments':
      return (
        isAnyPath({ kind, value, ignoreCase }) || given === trimmed(wanted) || given.startsWith(`${trimmed(wanted)}/`)
      );
    case 'regex':
      return matchesWhole(value, text) ?? 'undecided';
    case 'present':
      return true;
    default:
      return 'undecided';
  }
}

/** A prefix of segments is the same with and without a slash at its end. */
export const trimmed = (path: string): string => path.replace(/\/+$/, '');

/** The path and its query, without a fragment. */
export function splitPath(full: string): [path: string, query: string] {
  const whole = full.split('#')[0]!;
  const at = whole.indexOf('?');
  return at < 0 ? [whole, ''] : [whole.slice(0, at), whole.slice(at + 1)];
}

/** The first value of a query parameter. */
function queryValue(query: string, name: string): string | undefined {
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=');
    if (decoded(at < 0 ? pair : pair.slice(0, at)) === name && pair !== '')
      return at < 0 ? '' : decoded(pair.slice(at + 1));
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not a sound encoding: the text stands for itself, as with Envoy.
    return text;
  }
}

/** The match in words, for labels: `path /v2`, `method POST`; '' for one that holds for every request. */
export function describeMatch(match: RequestMatch): string {
  const named = (word: string, { name, pattern: wanted, absent }: NamedPattern): string =>
    absent
      ? `no ${word} ${name}`
      : `${word} ${name}${wanted.kind === 'present' || wanted.kind === 'withheld' ? '' : `=${wanted.value}`}`;
  const path = match.path && !isAnyPath(match.path) ? `path ${wordOf(match.path)}` : '';
  return [
    match.host ? `host ${wordOf(match.host)}` : '',
    match.method ? `method ${match.method.value}` : '',
    path,
    ...match.headers.map((header) => named('header', header)),
    ...match.query.map((param) => named('query', param)),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function wordOf({ kind, value }: TextPattern): string {
  if (kind === 'segments') return `${trimmed(value)}/…`;
  if (kind === 'prefix') return `${value}…`;
  return kind === 'regex' ? `like ${value}` : value;
}
