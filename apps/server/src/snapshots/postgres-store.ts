/** Snapshots in PostgreSQL: for several servers, which then agree at every moment. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Opened } from './file-store.ts';
import { migrate } from './postgres-migrations.ts';
import type { AuditEntry, RecordState, SnapshotHeader, SnapshotRecord } from './record.ts';
import { MOST_LISTED, type OwnerLimits, type SnapshotStore } from './snapshot-store.ts';

interface Row {
  header: SnapshotHeader;
  state: RecordState;
  views: number;
  last_view_at: string | null;
}

const COLUMNS = 'header, state, views, last_view_at';
const AUDIT_KEPT = 50_000;

/** Connects and brings the tables up to date. The reason of a failure never holds the address with its password. */
export async function openPostgresStore(url: string, onError: (error: Error) => void): Promise<Opened> {
  let pool: pg.Pool | null = null;
  try {
    pool = new pg.Pool({ connectionString: url, max: 8, connectionTimeoutMillis: 5_000, statement_timeout: 15_000 });
    // A connection that breaks while nobody uses it would end the process otherwise.
    pool.on('error', onError);
    const client = await pool.connect();
    const trouble = await migrate(client).finally(() => client.release());
    if (trouble === '') return { ok: true, store: createPostgresStore(pool) };
    await pool.end();
    return { ok: false, reason: trouble };
  } catch (error) {
    await pool?.end().catch(() => undefined);
    const code = (error as { code?: string }).code ?? 'no answer';
    return {
      ok: false,
      reason: `The database of DATABASE_URL cannot be used (${code}). Check its address and its user.`,
    };
  }
}

function createPostgresStore(pool: pg.Pool): SnapshotStore {
  const one = async (condition: string, value: string): Promise<SnapshotRecord | null> => {
    const { rows } = await pool.query<Row>(`select ${COLUMNS} from hopscope_snapshots where ${condition}`, [value]);
    return rows[0] ? recordOf(rows[0]) : null;
  };
  return {
    put: (header, body, limits) => put(pool, header, body, limits),
    byToken: (tokenHash) => one('token_hash = $1', tokenHash),
    byId: (id) => one('id = $1', id),
    async body(id) {
      const { rows } = await pool.query<{ body: Buffer | null }>('select body from hopscope_snapshots where id = $1', [
        id,
      ]);
      return rows[0]?.body ?? null;
    },
    async list(owner) {
      const { rows } = await pool.query<Row>(
        `select ${COLUMNS} from hopscope_snapshots where $1::text is null or owner = $1 order by created_at desc limit ${MOST_LISTED}`,
        [owner],
      );
      return rows.map(recordOf);
    },
    async change(id, { state, viewedAt }) {
      const { rows } = await pool.query<Row>(
        `update hopscope_snapshots set
           state = case when state = 'revoked' then state else coalesce($2, state) end,
           views = views + case when $3::text is null then 0 else 1 end,
           last_view_at = coalesce($3, last_view_at)
         where id = $1 returning ${COLUMNS}`,
        [id, state ?? null, viewedAt ?? null],
      );
      return rows[0] ? recordOf(rows[0]) : null;
    },
    async dropBody(id) {
      await pool.query('update hopscope_snapshots set body = null where id = $1', [id]);
    },
    async remove(id) {
      await pool.query('delete from hopscope_snapshots where id = $1', [id]);
    },
    async secret(name) {
      const insert = 'insert into hopscope_secrets (name, value) values ($1, $2) on conflict (name) do nothing';
      await pool.query(insert, [name, randomBytes(32)]);
      const { rows } = await pool.query<{ value: Buffer }>('select value from hopscope_secrets where name = $1', [
        name,
      ]);
      return rows[0]!.value;
    },
    async note(entry) {
      const { rows } = await pool.query<{ seq: string }>(
        'insert into hopscope_audit (entry) values ($1) returning seq',
        [entry],
      );
      const seq = Number(rows[0]!.seq);
      if (seq % 1_000 === 0) await pool.query('delete from hopscope_audit where seq <= $1', [seq - AUDIT_KEPT]);
    },
    async audit(limit) {
      const { rows } = await pool.query<{ entry: AuditEntry }>(
        'select entry from hopscope_audit order by seq desc limit $1',
        [limit],
      );
      return rows.map(({ entry }) => entry);
    },
    close: () => pool.end(),
  };
}

function recordOf({ header, state, views, last_view_at }: Row): SnapshotRecord {
  return { ...header, state, views, lastViewAt: last_view_at };
}

/** Two servers that put for one owner at once count one after the other. */
async function put(
  pool: pg.Pool,
  header: SnapshotHeader,
  body: Buffer,
  limits: OwnerLimits,
): Promise<'stored' | 'over-quota'> {
  const client = await pool.connect();
  let trouble: Error | undefined;
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 7411))', [header.owner]);
    const { rows } = await client.query<{ count: string; bytes: string }>(
      `select count(*) as count, coalesce(sum(bytes), 0) as bytes from hopscope_snapshots
       where owner = $1 and state <> 'revoked' and (header->>'expiresAt')::timestamptz > $2`,
      [header.owner, header.createdAt],
    );
    const isOver = Number(rows[0]!.count) >= limits.count || Number(rows[0]!.bytes) + header.bytes > limits.bytes;
    if (!isOver)
      await client.query(
        'insert into hopscope_snapshots (id, token_hash, owner, created_at, header, bytes, body) values ($1, $2, $3, $4, $5, $6, $7)',
        [header.id, header.tokenHash, header.owner, header.createdAt, header, header.bytes, body],
      );
    await client.query('commit');
    return isOver ? 'over-quota' : 'stored';
  } catch (error) {
    trouble = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed in a transaction is not used again.
    client.release(trouble);
  }
}
