/** Who may read a panel's data: the bearer of a token, or whoever stands before this server itself. */
import type { FastifyRequest } from 'fastify';
import { principalOf } from '../snapshots/principal.ts';
import type { EmbedAccess } from './embed-access.ts';
import type { EmbedClaims, PanelName, Verified } from './embed-token.ts';
import { isAllowed } from './settings.ts';

export interface Scope {
  /** null = the whole mesh */
  namespaces: readonly string[] | null;
  mayChooseTime: boolean;
  /** null = no token was needed */
  claims: EmbedClaims | null;
}

export type Admitted =
  | { ok: true; scope: Scope }
  | { ok: false; code: 'embed-token' | 'embed-refused'; reason: string };

/** Decides about one request for the data of a panel. */
export async function admitToPanel(request: FastifyRequest, panel: PanelName, access: EmbedAccess): Promise<Admitted> {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer === undefined) return admitWithoutToken(request, access);
  const tokens = await access.tokens();
  const read = tokens.verify(bearer);
  if (!read.ok) return { ok: false, code: 'embed-token', reason: REASONS[read.why] };
  const { claims } = read;
  if (claims.panel !== panel)
    return {
      ok: false,
      code: 'embed-refused',
      reason: `This token is for the panel ${claims.panel}, not for ${panel}.`,
    };
  if (!isTokensOrigin(request, claims, access))
    return { ok: false, code: 'embed-refused', reason: 'This token was made for a page of another origin.' };
  const { namespaces } = claims.locked;
  return { ok: true, scope: { namespaces, mayChooseTime: claims.editable.includes('time'), claims } };
}

type Why = Extract<Verified, { ok: false }>['why'];

const REASONS: Readonly<Record<Why, string>> = {
  'not-a-token': 'What came as a token is none: the host page fetches one from POST /api/v1/embed/tokens.',
  'unknown-key': 'The key of this token is no longer in use: fetch a new one.',
  'wrong-signature': 'This token was not made by this server, or was changed on the way.',
  'another-server': 'This token was made for another server.',
  expired: 'This token has expired: fetch a new one.',
};

function admitWithoutToken(request: FastifyRequest, access: EmbedAccess): Admitted {
  const { origin } = request.headers;
  if (origin !== undefined && !isOwn(origin, request)) return { ok: false, code: 'embed-token', reason: NO_TOKEN };
  if (principalOf(request, access.people).name === null) return { ok: false, code: 'embed-token', reason: NOBODY };
  return { ok: true, scope: { namespaces: null, mayChooseTime: true, claims: null } };
}

const NO_TOKEN =
  'A panel in a sandbox or on a foreign page needs a token: give <hopscope-panel> a fetchToken, or paste a link made under Share > Embed.';
const NOBODY = 'The proxy in front named nobody: sign in there, or use a token.';

/** True where the page that asks comes from this very server. */
export function isOwn(origin: string, request: Pick<FastifyRequest, 'headers'>): boolean {
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}

/** A sandboxed panel is of no origin, and looks itself that its host is the token's; all others must be the token's own. */
function isTokensOrigin(request: FastifyRequest, { origin: wanted }: EmbedClaims, access: EmbedAccess): boolean {
  const { origin } = request.headers;
  if (origin === undefined || origin === 'null' || isOwn(origin, request)) return true;
  return wanted === '' ? isAllowed(origin, access.settings) : origin === wanted;
}

/** The origin that may read an answer besides this server's own; null = none. */
export function readableBy(request: Pick<FastifyRequest, 'headers'>, access: EmbedAccess): string | null {
  const { origin } = request.headers;
  if (origin === undefined || isOwn(origin, request)) return null;
  return origin === 'null' || isAllowed(origin, access.settings) ? origin : null;
}
