/** Who may frame panels, from the environment. */
import type { Parsed } from '@hopscope/core';

export interface EmbedSettings {
  /** exact origins, `https://portal.example:8443`; empty = nobody but this server itself */
  origins: readonly string[];
  /** every page of the world may frame panels; has a switch of its own */
  anyOrigin: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const MOST_ORIGINS = 50;

/** Reads HOPSCOPE_EMBED_ORIGINS and HOPSCOPE_EMBED_ANY_ORIGIN; a wrong one is told with its name. */
export function readEmbedSettings(env: Environment): Parsed<EmbedSettings> {
  const any = env['HOPSCOPE_EMBED_ANY_ORIGIN'] ?? '';
  if (!['', 'on', 'off'].includes(any))
    return { ok: false, reason: `HOPSCOPE_EMBED_ANY_ORIGIN is "on" or "off", not "${any}".` };
  const origins = (env['HOPSCOPE_EMBED_ORIGINS'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (origins.includes('*')) return { ok: false, reason: NO_STAR };
  const wrong = origins.find((origin) => !isOrigin(origin));
  if (wrong !== undefined)
    return {
      ok: false,
      reason: `HOPSCOPE_EMBED_ORIGINS has "${wrong}", which is no origin: write scheme, host and port alone, like https://portal.example.`,
    };
  if (origins.length > MOST_ORIGINS)
    return { ok: false, reason: `HOPSCOPE_EMBED_ORIGINS has ${origins.length} origins; ${MOST_ORIGINS} are the most.` };
  return { ok: true, value: { origins: [...new Set(origins)], anyOrigin: any === 'on' } };
}

const NO_STAR =
  'HOPSCOPE_EMBED_ORIGINS does not take "*": list the origins, or let every page frame panels with HOPSCOPE_EMBED_ANY_ORIGIN=on.';

/** True for scheme, host and port of a web page as browsers write them, and nothing besides. */
export function isOrigin(text: string): boolean {
  if (text.length > 300 || !/^https?:\/\/[A-Za-z0-9.:[\]-]+$/.test(text)) return false;
  return URL.canParse(text) && new URL(text).origin === text;
}

/** True where a page of this origin may frame panels. */
export function isAllowed(origin: string, { origins, anyOrigin }: EmbedSettings): boolean {
  return isOrigin(origin) && (anyOrigin || origins.includes(origin));
}
