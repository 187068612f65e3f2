/** What the address of a picture asks for: the words of panels, and its size. Unknown parameters are ignored, as there. */
import { type Parsed, readTime } from '@hopscope/core';
import { type Static, Type } from 'typebox';
import type { PanelName } from '../embed/embed-token.ts';
import type { PanelWish } from '../embed/panel-data.ts';
import type { Theme } from './draw.ts';

const number = (minimum: number, maximum: number, description: string) =>
  Type.Optional(Type.Number({ minimum, maximum, description }));
const words = (maxLength: number, description: string) => Type.Optional(Type.String({ maxLength, description }));

/** What both pictures and badges are asked for. */
export const aboutProperties = {
  ns: words(4_000, 'comma-separated; only these namespaces'),
  ask: words(1_300, '`web/frontend -> payments/api:8080`'),
  from: words(600, 'the caller, or where a range of time begins: milliseconds, ISO 8601, `now-1h`'),
  to: words(600, 'the target, or where the range ends'),
  at: words(40, 'a moment that is kept, or a revision; default now'),
  theme: Type.Optional(Type.Enum(['light', 'dark'], { description: 'default light' })),
};

export const PictureQuery = Type.Object({
  ...aboutProperties,
  focus: words(600, '`NAMESPACE/NAME`, or id of a node or link'),
  depth: Type.Optional(Type.Integer({ minimum: 1, maximum: 6 })),
  width: number(240, 2_400, 'in pixels before scale'),
  height: number(120, 1_600, 'in pixels before scale'),
  scale: number(0.5, 3, 'of a PNG'),
});
export type PictureQuery = Static<typeof PictureQuery>;

export interface PictureWish extends PanelWish {
  /** RFC 3339; null = open */
  since: string | null;
  until: string | null;
  /** a moment or a revision; undefined = now */
  at: string | undefined;
  theme: Theme;
  width: number;
  height: number;
  scale: number;
}

/** What a picture is when its size is not said: a preview for maps, as much as there is to say for the others. */
const SIZES: Readonly<Record<PanelName, readonly [width: number, height: number]>> = {
  map: [1_200, 630],
  namespace: [1_200, 630],
  workload: [960, 504],
  path: [960, 504],
  edge: [960, 504],
  problems: [720, 420],
  changes: [720, 420],
};

/** Of a PNG: 4,000 by 2,000 pixels take 32 MB while they are made. */
const MOST_PIXELS = 8_000_000;

/** Reads what the schema has let pass; what cannot be meant is a reason. */
export function readPictureQuery(query: PictureQuery, panel: PanelName, now: number): Parsed<PictureWish> {
  const [usualWidth, usualHeight] = SIZES[panel];
  const { focus = '', depth = 1, theme = 'light', scale = 1 } = query;
  const [width, height] = [Math.round(query.width ?? usualWidth), Math.round(query.height ?? usualHeight)];
  if (width * height * scale * scale > MOST_PIXELS)
    return { ok: false, reason: `width × height × scale² may be ${MOST_PIXELS} at most.` };
  const about = readAbout(query, now);
  return about.ok ? { ok: true, value: { ...about.value, focus, depth, theme, width, height, scale } } : about;
}

type About = Pick<PictureWish, 'namespaces' | 'ask' | 'since' | 'until' | 'at'>;

/** The part that badges share. `from` and `to` are times or the ends of a path, as in the addresses of panels. */
export function readAbout(
  { ns = '', ask = '', from = '', to = '', at }: Pick<PictureQuery, 'ns' | 'ask' | 'from' | 'to' | 'at'>,
  now: number,
): Parsed<About> {
  const namespaces = [...new Set(ns.split(',').filter((name) => name !== ''))];
  const wrong = namespaces.find((name) => !/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name));
  if (wrong !== undefined) return { ok: false, reason: 'ns is names of namespaces with commas between them.' };
  if (namespaces.length > 100) return { ok: false, reason: 'ns takes 100 namespaces at most.' };
  if (isEnd(from) && isEnd(to))
    return {
      ok: true,
      value: { namespaces, ask: `${from} -> ${to}`, since: null, until: null, at: momentOf(at, now) },
    };
  const [since, until] = [readTime(from, now), readTime(to, now)];
  if ((from !== '' && since === null) || (to !== '' && until === null))
    return {
      ok: false,
      reason: 'from and to are both times (milliseconds, ISO 8601, now-1h) or both ends of a path (NAMESPACE/NAME).',
    };
  return { ok: true, value: { namespaces, ask, since, until, at: momentOf(at, now) } };
}

const isEnd = (text: string): boolean =>
  text === 'outside' || text === 'apiserver' || (text.includes('/') && !text.startsWith('now'));

function momentOf(at: string | undefined, now: number): string | undefined {
  if (at === undefined || at === '' || at === 'now') return undefined;
  return readTime(at, now) ?? at;
}
