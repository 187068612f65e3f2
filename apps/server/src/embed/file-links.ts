/** Links in a file beside the snapshots, or in memory alone. For one server process. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { writeWhole } from '../snapshots/durable-files.ts';
import { hashToken, isToken } from '../snapshots/tokens.ts';
import { EmbedLink, type EmbedLinks, MOST_OF_ONE, makeLink } from './embed-links.ts';

const File = Compile(Type.Object({ links: Type.Array(EmbedLink) }));
const NAME = 'embed-links.json';

/** Keeps links in a file of a folder, or in memory alone where the folder is null. The clock gives milliseconds. */
export async function openFileLinks(folder: string | null, now: () => number): Promise<EmbedLinks> {
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
    async create(wish, seconds) {
      const kept = living();
      if (kept.filter((link) => link.owner === wish.owner).length >= MOST_OF_ONE) return null;
      const made = makeLink(wish, seconds, now());
      await keep([made.link, ...kept]);
      return made;
    },
    async find(token) {
      if (!isToken(token)) return null;
      const hash = hashToken(token);
      return living().find(({ tokenHash }) => tokenHash === hash) ?? null;
    },
    list: async (owner) => living().filter((link) => owner === null || link.owner === owner),
    async revoke(id, owner) {
      const found = living().find((link) => link.id === id && (owner === null || link.owner === owner));
      if (found === undefined) return false;
      await keep(living().filter((link) => link !== found));
      return true;
    },
    close: async () => {},
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
