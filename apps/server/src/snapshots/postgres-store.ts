/** Snapshots in PostgreSQL: for several servers, which then agree at every moment. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Annotation } from './annotation.ts';
import type { Opened } from './file-store.ts';
import { migrate } from './postgres-migrations.ts';
import { COLUMNS, IS_OVER, type Row, recordOf } from './postgres-rows.ts';
import { annotate, dropBody, put, remove } from './postgres-writes.ts';
import type { AuditEntry, SnapshotRecord } from './record.ts';
import { MOST_LISTED, type SnapshotStore, type Usage } from './snapshot-store.ts';

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
  const many = async (rest: string, values: unknown[]): Promise<SnapshotRecord[]> => {
    const { rows } = await pool.query<Row>(`select ${COLUMNS} from hopscope_snapshots ${rest}`, values);
    return rows.map(recordOf);
  };
  return {
    put: (header, body, limits) => put(pool, header, body, limits),
    byToken: async (tokenHash) => (await many('where token_hash = $1', [tokenHash]))[0] ?? null,
    byId: async (id) => (await many('where id = $1', [id]))[0] ?? null,
    async body(id) {
      const { rows } = await pool.query<{ body: Buffer }>(
        `select b.body from hopscope_snapshots s join hopscope_bodies b on b.owner = s.owner and b.hash = s.body_hash
         where s.id = $1`,
        [id],
      );
      return rows[0]?.body ?? null;
    },
    list: (owner) =>
      many(`where $1::text is null or owner = $1 order by created_at desc limit ${MOST_LISTED}`, [owner]),
    over: (now) => many(`where state = 'revoked' or ${IS_OVER}`, [new Date(now)]),
    showing: (namespace, owner) =>
      many(`where state <> 'revoked' and ($2::text is null or owner = $2) and header->'namespaces' ? $1`, [
        namespace,
        owner,
      ]),
    usage: (now) => usage(pool, now),
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
    annotate: (id, entry) => annotate(pool, id, entry),
    async annotations(id) {
      const { rows } = await pool.query<{ entry: Annotation }>(
        'select entry from hopscope_annotations where id = $1 order by seq',
        [id],
      );
      return rows.map(({ entry }) => entry);
    },
    dropBody: (id) => dropBody(pool, id),
    remove: (id) => remove(pool, id),
    async secret(name) {
      const insert = 'insert into hopscope_secrets (name, value) values ($1, $2) on conflict (name) do nothing';
      await pool.query(insert, [name, randomBytes(32)]);
      const { rows } = await pool.query<{ value: Buffer }>('select value from hopscope_secrets where name = $1', [
        name,
      ]);
      return rows[0]!.value;
    },
    note: (entry) => note(pool, entry),
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

async function note(pool: pg.Pool, entry: AuditEntry): Promise<void> {
  const { rows } = await pool.query<{ seq: string }>('insert into hopscope_audit (entry) values ($1) returning seq', [
    entry,
  ]);
  const seq = Number(rows[0]!.seq);
  if (seq % 1_000 === 0) await pool.query('delete from hopscope_audit where seq <= $1', [seq - AUDIT_KEPT]);
}

async function usage(pool: pg.Pool, now: number): Promise<Usage> {
  const { rows } = await pool.query<Record<keyof Usage, string>>(
    `select count(*) filter (where state = 'active' and not ${IS_OVER}) as active,
       count(*) filter (where state = 'paused' and not ${IS_OVER}) as paused,
       count(*) filter (where state <> 'revoked' and ${IS_OVER}) as expired,
       count(*) filter (where state = 'revoked') as revoked,
       count(*) filter (where state <> 'revoked' and annotated->'pin' <> 'null') as pinned,
       coalesce(sum(bytes) filter (where state <> 'revoked' and not ${IS_OVER}), 0) as bytes
     from hopscope_snapshots`,
    [new Date(now)],
  );
  const { active, paused, expired, revoked, pinned, bytes } = rows[0]!;
  return {
    active: Number(active),
    paused: Number(paused),
    expired: Number(expired),
    revoked: Number(revoked),
    pinned: Number(pinned),
    bytes: Number(bytes),
  };
}
