/** Links in PostgreSQL: for several servers, which then agree at every moment, also about what was revoked. */
import pg from 'pg';
import { migrate } from '../snapshots/postgres-migrations.ts';
import { hashToken, isToken } from '../snapshots/tokens.ts';
import { type EmbedLink, type EmbedLinks, type LinkWish, MOST_OF_ONE, makeLink } from './embed-links.ts';

/** Connects and brings the tables up to date; throws where the database cannot be used. The clock gives milliseconds. */
export async function openPostgresLinks(
  url: string,
  now: () => number,
  onError: (error: Error) => void,
): Promise<EmbedLinks> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
  });
  // A connection that breaks while nobody uses it would end the process otherwise.
  pool.on('error', onError);
  try {
    const client = await pool.connect();
    const trouble = await migrate(client).finally(() => client.release());
    if (trouble !== '') throw new Error(trouble);
    return createPostgresLinks(pool, now);
  } catch (error) {
    await pool.end().catch(() => undefined);
    throw error;
  }
}

interface Row {
  link: EmbedLink;
}

const NEWEST = "order by link->>'createdAt' desc, id limit 10000";

function createPostgresLinks(pool: pg.Pool, now: () => number): EmbedLinks {
  const moment = () => new Date(now());
  return {
    create: (wish, seconds) => create(pool, wish, seconds, now()),
    async find(token) {
      if (!isToken(token)) return null;
      const { rows } = await pool.query<Row>(
        'select link from hopscope_embed_links where token_hash = $1 and expires_at > $2',
        [hashToken(token), moment()],
      );
      return rows[0]?.link ?? null;
    },
    async list(owner) {
      const { rows } = await pool.query<Row>(
        `select link from hopscope_embed_links where ($1::text is null or owner = $1) and expires_at > $2 ${NEWEST}`,
        [owner, moment()],
      );
      return rows.map(({ link }) => link);
    },
    async revoke(id, owner) {
      const { rowCount } = await pool.query(
        'delete from hopscope_embed_links where id = $1 and ($2::text is null or owner = $2) and expires_at > $3',
        [id, owner, moment()],
      );
      return rowCount === 1;
    },
    close: () => pool.end(),
  };
}

/** Two servers that make links for one owner at once count one after the other. */
async function create(pool: pg.Pool, wish: LinkWish, seconds: number, time: number): ReturnType<EmbedLinks['create']> {
  const client = await pool.connect();
  let trouble: Error | undefined;
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 7412))', [wish.owner]);
    await client.query('delete from hopscope_embed_links where expires_at <= $1', [new Date(time)]);
    const { rows } = await client.query<{ count: string }>(
      'select count(*) as count from hopscope_embed_links where owner = $1',
      [wish.owner],
    );
    const made = Number(rows[0]!.count) >= MOST_OF_ONE ? null : makeLink(wish, seconds, time);
    if (made !== null)
      await client.query(
        'insert into hopscope_embed_links (id, token_hash, owner, expires_at, link) values ($1, $2, $3, $4, $5)',
        [made.link.id, made.link.tokenHash, wish.owner, made.link.expiresAt, made.link],
      );
    await client.query('commit');
    return made;
  } catch (error) {
    trouble = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed in a transaction is not used again.
    client.release(trouble);
  }
}
