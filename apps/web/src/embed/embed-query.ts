/** What the address of a panel asks for: the contract of /embed/v1, which hosts rely on. Unknown parameters are ignored. */

import { readTime, TIME_UNITS } from '@hopscope/core';

export interface EmbedQuery {
  readonly namespaces: readonly string[];
  /** `NAMESPACE/NAME`, or id of a node or link; '' = none */
  readonly focus: string;
  readonly depth: number;
  /** `FROM -> TO:PORT`; '' = none */
  readonly ask: string;
  /** RFC 3339; null = open */
  readonly since: string | null;
  readonly until: string | null;
  /** a moment of the past, RFC 3339 or a revision; null = now */
  readonly at: string | null;
  /** milliseconds between readings; null = once */
  readonly refresh: number | null;
  readonly timeZone: string | null;
  readonly locale: string | null;
  readonly theme: 'light' | 'dark' | 'auto';
  readonly contrast: 'more' | 'normal';
  readonly motion: boolean;
  readonly hide: ReadonlySet<string>;
  readonly interactive: boolean;
  readonly links: 'tab' | 'host' | 'none';
  readonly fit: 'content' | 'frame';
  /** pixels of height */
  readonly min: number;
  readonly max: number;
  /** spellings that will go */
  readonly warnings: readonly string[];
}

export const PANELS = ['map', 'path', 'edge', 'workload', 'namespace', 'problems', 'changes'] as const;
export type PanelName = (typeof PANELS)[number];

const [SHORTEST_REFRESH, USUAL_REFRESH, LONGEST_REFRESH] = [5_000, 10_000, 3_600_000];
const HIDEABLE = new Set(['title', 'legend', 'toolbar', 'minimap']);
/** Reads a query string, Grafana's spellings (`var-namespace`, `kiosk`) too; `now` in milliseconds is what `now-1h` counts from. */
export function readEmbedQuery(search: string, now: number): EmbedQuery {
  const parameters = new URLSearchParams(search.slice(0, 8_000));
  const first = (...names: string[]): string => names.map((name) => parameters.get(name)).find(Boolean) ?? '';
  const span = readSpan(first('from'), first('to'), now);
  return {
    namespaces: readNamespaces(parameters),
    focus: first('focus', 'var-focus', 'var-workload').slice(0, 600),
    depth: clamp(Number(first('depth')) || 1, 1, 6),
    ask: first('ask', 'var-path').slice(0, 1_300) || span.ask,
    since: span.since,
    until: span.until,
    at: readMoment(first('at'), now) ?? span.at,
    refresh: readRefresh(first('refresh')),
    timeZone: readTimeZone(first('tz', 'timezone')),
    locale: readLocale(first('locale')),
    theme: oneOf(first('theme'), ['light', 'dark'] as const) ?? 'auto',
    contrast: first('contrast') === 'more' ? 'more' : 'normal',
    motion: first('motion') !== 'off',
    hide: readHidden(first('hide'), parameters.has('kiosk')),
    interactive: first('interactive') !== '0',
    links: oneOf(first('links'), ['host', 'none'] as const) ?? 'tab',
    fit: first('fit') === 'frame' ? 'frame' : 'content',
    min: clamp(Number(first('min')) || 120, 60, 4_000),
    max: clamp(Number(first('max')) || 2_000, 60, 8_000),
    warnings: parameters.has('namespace') ? ['"namespace" will go in two minor versions: write "ns".'] : [],
  };
}

/** A range of time, or the two ends of a path. A range that ended is about the moment of its end. */
function readSpan(from: string, to: string, now: number): Pick<EmbedQuery, 'ask' | 'since' | 'until' | 'at'> {
  if (isEnd(from) && isEnd(to)) return { ask: `${from} -> ${to}`, since: null, until: null, at: null };
  const until = readTime(to, now);
  return { ask: '', since: readTime(from, now), until, at: to.startsWith('now') ? null : until };
}

function readHidden(text: string, isKiosk: boolean): ReadonlySet<string> {
  const parts = [...text.split(','), ...(isKiosk ? ['title', 'toolbar'] : [])];
  return new Set(parts.filter((part) => HIDEABLE.has(part)));
}

function readNamespaces(parameters: URLSearchParams): string[] {
  const given = ['ns', 'namespaces', 'namespace', 'var-namespace'].flatMap((name) => parameters.getAll(name));
  const names = given
    .flatMap((text) => text.split(','))
    .filter((name) => /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name));
  // What Grafana writes for `All`.
  return given.includes('$__all') ? [] : [...new Set(names)].slice(0, 100);
}

/** An end of a path, not a time: the application's addresses call both `from` and `to`. */
const isEnd = (text: string): boolean =>
  text === 'outside' || text === 'apiserver' || (text.includes('/') && !text.startsWith('now'));

/** A revision has as many digits as a time in milliseconds; the server tells them apart, and keeps only what it knows. */
const readMoment = (text: string, now: number): string | null =>
  text === '' || text === 'now' ? null : /^\d{1,16}$/.test(text) ? text : readTime(text, now);

function readRefresh(text: string): number | null {
  if (text === 'off' || text === '0') return null;
  const [, count, unit = 's'] = /^(\d{1,6})([smhd])?$/.exec(text) ?? [];
  return count === undefined
    ? USUAL_REFRESH
    : clamp(Number(count) * TIME_UNITS[unit]!, SHORTEST_REFRESH, LONGEST_REFRESH);
}

function readTimeZone(text: string): string | null {
  if (text === '' || text === 'browser' || text.length > 60) return null;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    // No such zone: the browser's own is shown.
    return null;
  }
}

function readLocale(text: string): string | null {
  if (text === '' || text.length > 40) return null;
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text)[0] ?? null;
  } catch {
    // Not written as such names are: times are written our way.
    return null;
  }
}

const oneOf = <T extends string>(text: string, values: readonly T[]): T | null =>
  values.find((value) => value === text) ?? null;

const clamp = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.round(value)));
