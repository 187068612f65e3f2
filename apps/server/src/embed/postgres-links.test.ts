import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { describeLinks, WISH } from './links-contract.ts';
import { openPostgresLinks } from './postgres-links.ts';

/** An empty database for tests; `npm run test:postgres` starts one. */
const ADDRESS = process.env['HOPSCOPE_TEST_DATABASE_URL'] ?? '';
let databases = 0;
const admin = ADDRESS === '' ? null : new pg.Pool({ connectionString: ADDRESS, max: 1 });
afterAll(() => admin?.end());

async function newDatabase(): Promise<string> {
  const name = `hopscope_links_${process.pid}_${databases++}`;
  await admin!.query(`create database ${name}`);
  const url = new URL(ADDRESS);
  url.pathname = `/${name}`;
  return url.href;
}

describe.skipIf(ADDRESS === '')('against a real PostgreSQL', () => {
  const addresses = new WeakMap<object, string>();
  const openAt = async (url: string, clock: { at: number }) => {
    const links = await openPostgresLinks(
      url,
      () => clock.at,
      () => {},
    );
    addresses.set(links, url);
    return links;
  };
  describeLinks('PostgreSQL', {
    open: async (clock) => openAt(await newDatabase(), clock),
    reopen: async (links, clock) => {
      await links.close();
      return openAt(addresses.get(links)!, clock);
    },
  });

  it('two servers agree at once about what was made and revoked, and no token lies in the database', async () => {
    const url = await newDatabase();
    const clock = { at: Date.now() };
    const [one, other] = await Promise.all([openAt(url, clock), openAt(url, clock)]);
    const { token, link } = (await one!.create(WISH, 60))!;
    expect(await other!.find(token)).toEqual(link);
    const reader = new pg.Pool({ connectionString: url, max: 1 });
    const { rows } = await reader.query('select * from hopscope_embed_links');
    await reader.end();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await other!.revoke(link.id, null)).toBe(true);
    expect(await one!.find(token)).toBeNull();
    const made = await Promise.all(
      Array.from({ length: 110 }, (_, at) => (at % 2 ? one! : other!).create({ ...WISH, owner: 'eve' }, 60)),
    );
    expect(made.filter((created) => created !== null)).toHaveLength(100);
    await Promise.all([one!.close(), other!.close()]);
  });
});

it('throws where no database answers, without its password', async () => {
  const opened = openPostgresLinks('postgres://ada:hunter2@127.0.0.1:9/x', Date.now, () => {});
  const error: unknown = await opened.catch((caught: unknown) => caught);
  expect(String((error as { code?: string }).code)).toBe('ECONNREFUSED');
  expect(String((error as Error).stack)).not.toContain('hunter2');
});
