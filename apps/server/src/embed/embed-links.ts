/** Links for hosts that can only paste an address: each has an end, is listed, and can be revoked. Of a token only its hash is kept. */
import { type Static, Type } from 'typebox';
import { createId, createToken, hashToken } from '../snapshots/tokens.ts';
import { Grant } from './embed-token.ts';

export const EmbedLink = Type.Object({
  id: Type.String(),
  tokenHash: Type.String(),
  owner: Type.String(),
  title: Type.String(),
  grant: Grant,
  createdAt: Type.String({ description: 'RFC 3339' }),
  expiresAt: Type.String({ description: 'RFC 3339' }),
});
export type EmbedLink = Static<typeof EmbedLink>;

/** Links of one owner that may be alive at once. */
export const MOST_OF_ONE = 100;

export type LinkWish = Pick<EmbedLink, 'owner' | 'title' | 'grant'>;

export interface EmbedLinks {
  /** Null where the owner has as many as one may have. The token is told this once. */
  create(wish: LinkWish, seconds: number): Promise<{ token: string; link: EmbedLink } | null>;
  /** The link of a token that is neither expired nor revoked. */
  find(token: string): Promise<EmbedLink | null>;
  /** Of one owner, or of all; the newest first, without those that are over. */
  list(owner: string | null): Promise<EmbedLink[]>;
  /** False where there is none, or where it is another owner's. */
  revoke(id: string, owner: string | null): Promise<boolean>;
  close(): Promise<void>;
}

/** A new link and the token that opens it. `time` in milliseconds. */
export function makeLink(wish: LinkWish, seconds: number, time: number): { token: string; link: EmbedLink } {
  const token = createToken();
  const [createdAt, expiresAt] = [time, time + seconds * 1000].map((at) => new Date(at).toISOString());
  const { owner, title, grant } = wish;
  const link = { id: createId(), tokenHash: hashToken(token), owner, title, grant };
  return { token, link: { ...link, createdAt: createdAt!, expiresAt: expiresAt! } };
}
