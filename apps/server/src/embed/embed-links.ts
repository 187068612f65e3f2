/** Links for hosts that can only paste an address: each has an end, is listed, and can be revoked. Of a token only its hash is kept. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { writeWhole } from '../snapshots/durable-files.ts';
import { createId, createToken, hashToken, isToken } from '../snapshots/tokens.ts';
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

const File = Compile(Type.Object({ links: Type.Array(EmbedLink) }));
const NAME = 'embed-links.json';
const MOST_OF_ONE = 100;

export interface EmbedLinks {
  /** Null where the owner has as many as one may have. The token is told this once. */
  create(
    wish: Pick<EmbedLink, 'owner' | 'title' | 'grant'>,
    seconds: number,
  ): Promise<{ token: string; link: EmbedLink } | null>;
  /** The link of a token that is neither expired nor revoked. */
  find(token: string): EmbedLink | null;
  /** Of one owner, or of all; the newest first, without those that are over. */
  list(owner: string | null): EmbedLink[];
  /** False where there is none, or where it is another owner's. */
  revoke(id: string, owner: string | null): Promise<boolean>;
}

/** Keeps links in a file of a folder, or in memory alone where the folder is null. The clock gives milliseconds. */
export async function openEmbedLinks(folder: string | null, now: () => number): Promise<EmbedLinks> {
  let links = folder === null ? [] : await readLinks(folder);
  let turn: Promise<unknown> = Promise.resolve();
  const keep = (next: EmbedLink[]): Promise<void> => {
    links = next;
    if (folder === null) return Promise.resolve();
    const written = turn.then(() => writeWhole(folder, NAME, [Buffer.from(JSON.stringify({ links: next }))]));
    turn = written.catch(() => {
      // Whoever waits for this write is told; the next one stands on its own.
    });
    return written;
  };
  const living = () => links.filter(({ expiresAt }) => Date.parse(expiresAt) > now());
  return {
    async create({ owner, title, grant }, seconds) {
      const kept = living();
      if (kept.filter((link) => link.owner === owner).length >= MOST_OF_ONE) return null;
      const token = createToken();
      const [createdAt, expiresAt] = [now(), now() + seconds * 1000].map((at) => new Date(at).toISOString());
      const link = {
        id: createId(),
        tokenHash: hashToken(token),
        owner,
        title,
        grant,
        createdAt: createdAt!,
        expiresAt: expiresAt!,
      };
      await keep([link, ...kept]);
      return { token, link };
    },
    find(token) {
      if (!isToken(token)) return null;
      const hash = hashToken(token);
      return living().find(({ tokenHash }) => tokenHash === hash) ?? null;
    },
    list: (owner) => living().filter((link) => owner === null || link.owner === owner),
    async revoke(id, owner) {
      const found = living().find((link) => link.id === id && (owner === null || link.owner === owner));
      if (found === undefined) return false;
      await keep(living().filter((link) => link !== found));
      return true;
    },
  };
}

async function readLinks(folder: string): Promise<EmbedLink[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const read: unknown = JSON.parse(await readFile(join(folder, NAME), 'utf8'));
    // What is no list of links opens nothing: all of them are taken as revoked.
    return File.Check(read) ? read.links : [];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return [];
    throw error;
  }
}
