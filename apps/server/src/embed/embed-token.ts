/** Tokens that open one panel for minutes: JSON Web Tokens (RFC 7519) signed with Ed25519 (RFC 8037). */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';

export const PanelName = Type.Enum(['map', 'path', 'edge', 'workload', 'namespace', 'problems', 'changes']);
export type PanelName = Static<typeof PanelName>;
export const PANELS: readonly PanelName[] = PanelName.enum as PanelName[];

/** What a token lets its bearer see. It can only be less than what whoever had it made may see. */
export const Grant = Type.Object({
  panel: PanelName,
  locked: Type.Object({
    namespaces: Type.Union([Type.Array(Type.String({ maxLength: 253 }), { minItems: 1, maxItems: 200 }), Type.Null()], {
      description: 'only these are told of, whatever is asked; null = the whole mesh',
    }),
  }),
  editable: Type.Array(Type.Enum(['time', 'theme']), { description: 'what the host may choose besides' }),
  origin: Type.String({ maxLength: 300, description: 'of the page that frames; empty = any that may frame' }),
});
export type Grant = Static<typeof Grant>;

const Claims = Type.Object({
  ...Grant.properties,
  aud: Type.String(),
  sub: Type.String(),
  jti: Type.String(),
  iat: Type.Integer(),
  exp: Type.Integer(),
});
export type EmbedClaims = Static<typeof Claims>;

/** Longest life of a token, in seconds. */
export const MOST_SECONDS = 600;
const MOST_LETTERS = 16_000;
const SKEW_SECONDS = 5;
const DAY_SECONDS = 86_400;
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const claimsOf = Compile(Claims);

export type Verified =
  | { ok: true; claims: EmbedClaims }
  | { ok: false; why: 'not-a-token' | 'unknown-key' | 'wrong-signature' | 'another-server' | 'expired' };

export interface EmbedTokens {
  /** `seconds` beyond the most are cut. */
  mint(grant: Grant, subject: string, seconds: number): { token: string; claims: EmbedClaims };
  verify(token: string): Verified;
}

/**
 * Tokens of an installation, which is known by 32 secret bytes: all its servers agree. Each day has a key of its own, derived
 * from them; the key of the day before still counts, so that no token dies at midnight. The clock gives milliseconds.
 */
export function createEmbedTokens(secret: Buffer, now: () => number): EmbedTokens {
  const audience = `hopscope:${createHash('sha256').update(derive(secret, 'audience')).digest('hex').slice(0, 16)}`;
  const keys = new Map<string, KeyObject>();
  const keyOf = (day: number): KeyObject => {
    const known = keys.get(String(day));
    if (known) return known;
    const der = Buffer.concat([PKCS8, derive(secret, `key ${day}`)]);
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    keys.clear();
    keys.set(String(day), key);
    return key;
  };
  const seconds = () => Math.floor(now() / 1000);
  const today = () => Math.floor(seconds() / DAY_SECONDS);
  return {
    mint(grant, subject, life) {
      const [iat, day] = [seconds(), today()];
      const exp = iat + Math.max(1, Math.min(MOST_SECONDS, Math.floor(life)));
      const { panel, locked, editable, origin } = grant;
      const jti = randomBytes(12).toString('base64url');
      const claims = { panel, locked, editable, origin, aud: audience, sub: subject, jti, iat, exp };
      const body = `${encode({ alg: 'EdDSA', typ: 'JWT', kid: `d${day}` })}.${encode(claims)}`;
      return { token: `${body}.${sign(null, Buffer.from(body), keyOf(day)).toString('base64url')}`, claims };
    },
    verify(token) {
      const read = readParts(token, [today(), today() - 1]);
      if (!read.ok) return read;
      if (!verify(null, Buffer.from(read.signed), createPublicKey(keyOf(read.day)), read.signature))
        return { ok: false, why: 'wrong-signature' };
      const claims = decode(read.body);
      if (!claimsOf.Check(claims)) return { ok: false, why: 'not-a-token' };
      if (claims.aud !== audience) return { ok: false, why: 'another-server' };
      const time = seconds();
      if (claims.exp <= time || claims.iat > time + SKEW_SECONDS) return { ok: false, why: 'expired' };
      return { ok: true, claims };
    },
  };
}

type Parts =
  | { ok: true; day: number; signed: string; body: string; signature: Buffer }
  | { ok: false; why: 'not-a-token' | 'unknown-key' };

/** Head, body and signature, as far as a look tells; the algorithm is never the token's choice. */
function readParts(token: string, days: readonly number[]): Parts {
  const parts = token.length > MOST_LETTERS ? [] : token.split('.');
  const [head, body, signature] = parts;
  if (parts.length !== 3 || !head || !body || !signature) return { ok: false, why: 'not-a-token' };
  const header = decode(head) as { alg?: unknown; kid?: unknown } | null;
  if (header?.alg !== 'EdDSA' || typeof header.kid !== 'string') return { ok: false, why: 'not-a-token' };
  const day = days.find((one) => header.kid === `d${one}`);
  if (day === undefined) return { ok: false, why: 'unknown-key' };
  return { ok: true, day, signed: `${head}.${body}`, body, signature: Buffer.from(signature, 'base64url') };
}

function derive(secret: Buffer, what: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `hopscope embed ${what}`, 32));
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    // Whatever a stranger sent: no token.
    return null;
  }
}
