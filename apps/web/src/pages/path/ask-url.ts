/** The page's whole state in its address: what is asked, which way and which hop are shown. */
import {
  type From,
  formatFrom,
  formatTo,
  type HttpPart,
  type Parsed,
  type PathQuery,
  parseAsk,
  parseFrom,
  parseTo,
  type To,
} from '@hopscope/core';

export interface AskState {
  /** as typed, also where it cannot be read */
  readonly from: string;
  readonly to: string;
  readonly http: HttpPart | null;
  /** 1-based; null = the way that explains the verdict */
  readonly trace: number | null;
  /** seq of the open hop; 0 = none; null = the hop that explains the verdict */
  readonly hop: number | null;
  /** the moment that is asked about, as the server takes it; null = now */
  readonly at: string | null;
  /** another question that this one is compared with, `FROM -> TO`; '' = none */
  readonly beside: string;
}

export const EMPTY_ASK: AskState = { from: '', to: '', http: null, trace: null, hop: null, at: null, beside: '' };

export function readAskUrl(search: string): AskState {
  const parameters = new URLSearchParams(search);
  return {
    from: parameters.get('from') ?? '',
    to: parameters.get('to') ?? '',
    http: readHttp(parameters),
    trace: readCount(parameters.get('trace')),
    hop: readCount(parameters.get('hop')),
    at: parameters.get('at') || null,
    beside: parameters.get('with') ?? '',
  };
}

function readHttp(parameters: URLSearchParams): HttpPart | null {
  const method = parameters.get('method');
  const path = parameters.get('path');
  const headers = readHeaders(parameters.getAll('header'));
  if (method === null && path === null && Object.keys(headers).length === 0) return null;
  return { method: (method ?? 'GET').toUpperCase(), path: path ?? '/', headers };
}

/** Lines of `name: value` or `name=value`; lines that are neither are left out. */
export function readHeaders(lines: readonly string[]): Record<string, string> {
  const pairs = lines.map((line) => /^\s*([^=:\s]+)\s*[=:]\s*(.*?)\s*$/.exec(line)).filter((match) => match !== null);
  return Object.fromEntries(pairs.map((match) => [match[1]!.toLowerCase(), match[2]!]));
}

function readCount(text: string | null): number | null {
  return text !== null && /^\d{1,3}$/.test(text) ? Number(text) : null;
}

/** The address of a state, readable: slashes and colons stay as they are. */
export function writeAskUrl({ from, to, http, trace, hop, at, beside }: AskState): string {
  const pairs: [string, string | null][] = [
    ['from', from || null],
    ['to', to || null],
    ...(http ? httpPairs(http) : []),
    ['trace', trace === null ? null : String(trace)],
    ['hop', hop === null ? null : String(hop)],
    ['at', at],
    ['with', beside || null],
  ];
  const parts = pairs.filter(([, value]) => value !== null).map(([name, value]) => `${name}=${encode(value!)}`);
  return parts.length === 0 ? '/path' : `/path?${parts.join('&')}`;
}

function httpPairs({ method, path, headers }: HttpPart): [string, string][] {
  return [
    ['method', method],
    ['path', path],
    ...Object.entries(headers).map(([name, value]): [string, string] => ['header', `${name}: ${value}`]),
  ];
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%3A', ':');
}

/** The question of a state: null until both ends are given, or why an end cannot be read. */
export function readQuery({ from, to, http }: AskState): Parsed<PathQuery> | null {
  if (from === '' || to === '') return null;
  const caller: Parsed<From> = parseFrom(from);
  if (!caller.ok) return caller;
  const target: Parsed<To> = parseTo(to);
  return target.ok ? { ok: true, value: { from: caller.value, to: target.value, http } } : target;
}

/** The question beside: null where there is none, or why it cannot be read. It asks for the same HTTP request. */
export function readBeside({ beside, http }: AskState): Parsed<PathQuery> | null {
  if (beside === '') return null;
  const parsed = parseAsk(beside);
  return parsed.ok ? { ok: true, value: { ...parsed.value, http } } : parsed;
}

/** A new question; what was open of the old one is closed. */
export function askOf(query: PathQuery): AskState {
  return { ...EMPTY_ASK, from: formatFrom(query.from), to: formatTo(query.to), http: query.http };
}
