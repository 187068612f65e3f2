/** How a panel comes to its token: through the channel, for a link in its address, or not at all. */
import type { Channel } from './channel.ts';
import type { Access } from './panel-reader.ts';

const RENEW_BEFORE_MS = 30_000;
const TOKEN_MS = 15_000;

export interface TokenDesk {
  readonly access: Access;
  /** a token that the host sent */
  take(token: string | null): void;
}

/** `link` '' = the address has none. Nothing is stored: a token lives in this closure alone. */
export function createTokenDesk(channel: Channel | null, link: string): TokenDesk {
  let held: { token: string; until: number } | null = null;
  let waiting: ((token: string | null) => void)[] = [];
  const take = (token: string | null) => {
    held = token === null ? null : { token, until: endOf(token) };
    for (const resolve of waiting.splice(0)) resolve(token);
  };
  const fromHost = async (host: Channel): Promise<string | null> => {
    const asked = new Promise<string | null>((resolve) => waiting.push(resolve));
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), TOKEN_MS));
    host.send({ type: 'token-wanted' });
    const token = await Promise.race([asked, late]);
    waiting = [];
    return token;
  };
  const access: Access = async (isRefused) => {
    if (held !== null && !isRefused && held.until - RENEW_BEFORE_MS > Date.now())
      return { ok: true, token: held.token };
    if (link !== '') return exchange(link, take);
    const token = channel === null ? null : await fromHost(channel);
    if (token !== null) return refusesOther(token, channel!.origin);
    return self.origin === 'null' ? { ok: false, code: 'no-token', reason: NO_TOKEN } : { ok: true, token: null };
  };
  return { access, take };
}

const NO_TOKEN =
  'This panel stands in a sandbox and was given no token. Give <hopscope-panel> a fetchToken, or paste a link made under Share > Embed.';

async function exchange(link: string, take: (token: string) => void): Promise<Awaited<ReturnType<Access>>> {
  try {
    const answer = await fetch(new URL('/api/v1/embed/exchange', document.baseURI), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ link }),
      cache: 'no-store',
    });
    const body = (await answer.json()) as { token?: string; code?: string; detail?: string };
    if (body.token === undefined)
      return { ok: false, code: body.code ?? 'embed-token', reason: body.detail ?? 'This link opens nothing.' };
    take(body.token);
    return { ok: true, token: body.token };
  } catch {
    // No line.
    return { ok: false, code: 'no-answer', reason: 'The Hopscope server does not answer. It is tried again.' };
  }
}

/** In a sandbox the server cannot see who frames us; we can. */
function refusesOther(token: string, host: string): Awaited<ReturnType<Access>> {
  const { origin = '' } = claimsOf(token);
  return origin === '' || origin === host
    ? { ok: true, token }
    : { ok: false, code: 'embed-refused', reason: `The token was made for ${origin}, and this page is ${host}.` };
}

const endOf = (token: string): number => (claimsOf(token).exp ?? 0) * 1000;

/** What a token says of itself; whether that is true the server checks. */
export function claimsOf(token: string): { exp?: number; origin?: string } {
  try {
    const text = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
    const claims = JSON.parse(text) as { exp?: unknown; origin?: unknown };
    return {
      ...(typeof claims.exp === 'number' ? { exp: claims.exp } : {}),
      ...(typeof claims.origin === 'string' ? { origin: claims.origin } : {}),
    };
  } catch {
    // No token: the server will say so.
    return {};
  }
}
