/** What oEmbed (oembed.com, 1.0) tells of an address of ours: a frame of fixed size, or a picture. */
import type { Parsed } from '@hopscope/core';
import { PANELS, type PanelName } from './embed-token.ts';

/** An address of a panel that somebody asks about. */
export interface Embeddable {
  /** scheme, host and port as they stand in the address */
  origin: string;
  panel: PanelName;
  search: URLSearchParams;
  kind: 'frame' | 'svg' | 'png';
  /** what the address has behind `#link=`; '' = nothing */
  link: string;
}

export interface Room {
  /** pixels; undefined = as it likes */
  maxwidth?: number | undefined;
  maxheight?: number | undefined;
}

const [WIDTH, HEIGHT] = [800, 480];
const MOST_LETTERS = 2_000;

/** Reads an address; every one that is not of this host's panels or pictures of them is a reason. */
export function readEmbeddable(text: string, host: string): Parsed<Embeddable> {
  if (text.length > MOST_LETTERS || !URL.canParse(text)) return { ok: false, reason: 'url is no address.' };
  const url = new URL(text);
  const isOurs = /^https?:$/.test(url.protocol) && isHost(url, host) && url.username === '' && url.password === '';
  if (!isOurs) return { ok: false, reason: 'url is no address of this server.' };
  const [, framed, drawn, form] =
    /^\/(?:embed\/v1\/([a-z]+)|render\/v1\/([a-z]+)\.(svg|png))\/?$/.exec(url.pathname) ?? [];
  const panel = PANELS.find((name) => name === (framed ?? drawn));
  if (panel === undefined)
    return {
      ok: false,
      reason: `url is neither /embed/v1/PANEL nor a picture of one. There are: ${PANELS.join(', ')}.`,
    };
  const link = framed === undefined ? '' : (new URLSearchParams(url.hash.slice(1)).get('link') ?? '');
  const kind = framed === undefined ? (form as 'svg' | 'png') : 'frame';
  return { ok: true, value: { origin: url.origin, panel, search: url.searchParams, kind, link } };
}

/** Browsers leave out the port that a scheme has anyway; others may write it. */
function isHost(url: URL, host: string): boolean {
  const own = `${url.protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === url.host;
}

/** The answer about it, in the room that the asker has. */
export function describeEmbeddable({ origin, panel, search, kind, link }: Embeddable, room: Room): object {
  const [width, height] = [Math.min(WIDTH, room.maxwidth ?? WIDTH), Math.min(HEIGHT, room.maxheight ?? HEIGHT)];
  const title = titleOf(panel, search);
  const about = { version: '1.0', title, provider_name: 'Hopscope', provider_url: `${origin}/`, width, height };
  const query = new URLSearchParams(search);
  if (kind !== 'frame') {
    query.set('width', String(width));
    query.set('height', String(height));
    return { ...about, type: 'photo', url: `${origin}/render/v1/${panel}.${kind}?${query}` };
  }
  // It cannot tell its height to a page without our element: it scrolls within.
  query.set('fit', 'frame');
  const source = `${origin}/embed/v1/${panel}?${query}${link === '' ? '' : `#link=${link}`}`;
  const attributes = { src: source, title, width, height, style: 'border:0', allow: 'fullscreen', ...sandboxFor(link) };
  const text = Object.entries(attributes).map(([name, value]) => `${name}="${escapeHtml(String(value))}"`);
  return { ...about, type: 'rich', html: `<iframe ${text.join(' ')}></iframe>` };
}

/** With a link a panel needs nothing of its origin; without one it is read as the page it is. */
const sandboxFor = (link: string): object =>
  link === '' ? {} : { sandbox: 'allow-scripts allow-popups allow-popups-to-escape-sandbox' };

function titleOf(panel: PanelName, search: URLSearchParams): string {
  const about = (search.get('ask') ?? search.get('focus') ?? search.get('ns') ?? '').slice(0, 200);
  return about === '' ? `Hopscope: ${panel}` : `Hopscope: ${panel}, ${about}`;
}

/** Safe between quotes and between tags. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
