/** Writes that must see what others write at the same moment: one after the other, whichever server they come from. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type Annotation, annotated } from './annotation.ts';
import { COLUMNS, IS_OVER, type Row, recordOf } from './postgres-rows.ts';
import type { SnapshotHeader, SnapshotRecord } from './record.ts';
import type { OwnerLimits, PutLimits, PutResult } from './snapshot-store.ts';

/** Any number that nobody else uses. Snapshots are made and ended seldom; one lock for all is never waited for long. */
const LOCK = 741_100_002;

/** Runs in a transaction of its own while no other of these writes runs anywhere. */
async function alone<T>(pool: pg.Pool, write: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let trouble: Error | undefined;
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const result = await write(client);
    await client.query('commit');
    return result;
  } catch (error) {
    trouble = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed in a transaction is not used again.
    client.release(trouble);
  }
}

/** Counts and keeps in one step. */
export function put(pool: pg.Pool, header: SnapshotHeader, body: Buffer, limits: PutLimits): Promise<PutResult> {
  return alone(pool, async (client) => {
    if (await isOwnerFull(client, header, limits)) return 'over-quota';
    if (limits.namespace && (await isNamespaceFull(client, header, limits.namespace))) return 'over-namespace';
    const hash = createHash('sha256').update(body).digest('hex');
    await client.query(
      'insert into hopscope_bodies (owner, hash, body) values ($1, $2, $3) on conflict (owner, hash) do nothing',
      [header.owner, hash, body],
    );
    await client.query(
      'insert into hopscope_snapshots (id, token_hash, owner, created_at, header, bytes, body_hash) values ($1, $2, $3, $4, $5, $6, $7)',
      [header.id, header.tokenHash, header.owner, header.createdAt, header, header.bytes, hash],
    );
    return 'stored';
  });
}

const COUNTED = `state <> 'revoked' and not ${IS_OVER}`;

async function isOwnerFull(client: pg.PoolClient, header: SnapshotHeader, limits: OwnerLimits): Promise<boolean> {
  const { rows } = await client.query<{ count: string; bytes: string }>(
    `select count(*) as count, coalesce(sum(bytes), 0) as bytes from hopscope_snapshots where ${COUNTED} and owner = $2`,
    [header.createdAt, header.owner],
  );
  return Number(rows[0]!.count) >= limits.count || Number(rows[0]!.bytes) + header.bytes > limits.bytes;
}

async function isNamespaceFull(client: pg.PoolClient, header: SnapshotHeader, limits: OwnerLimits): Promise<boolean> {
  if (header.namespaces.length > 0 && header.bytes > limits.bytes) return true;
  const { rows } = await client.query(
    `select 1 from hopscope_snapshots, jsonb_array_elements_text(header->'namespaces') as namespace
     where ${COUNTED} and namespace = any($2) group by namespace
     having count(*) >= $3 or sum(bytes) + $4 > $5 limit 1`,
    [header.createdAt, header.namespaces, limits.count, header.bytes, limits.bytes],
  );
  return rows.length > 0 || (header.namespaces.length > 0 && limits.count < 1);
}

/** The bytes go with the last of the owner's snapshots that has them. */
export function dropBody(pool: pg.Pool, id: string): Promise<void> {
  return alone(pool, async (client) => {
    const { rows } = await client.query<{ owner: string; body_hash: string | null }>(
      'select owner, body_hash from hopscope_snapshots where id = $1',
      [id],
    );
    const [row] = rows;
    if (!row || row.body_hash === null) return;
    await client.query('update hopscope_snapshots set body_hash = null where id = $1', [id]);
    await client.query(
      `delete from hopscope_bodies where owner = $1 and hash = $2
         and not exists (select 1 from hopscope_snapshots where owner = $1 and body_hash = $2)`,
      [row.owner, row.body_hash],
    );
  });
}

/** The record, what was written on it, and its bytes. */
export async function remove(pool: pg.Pool, id: string): Promise<void> {
  await dropBody(pool, id);
  await pool.query('delete from hopscope_snapshots where id = $1', [id]);
}

/** The entry, and what follows from all of them. */
export function annotate(pool: pg.Pool, id: string, entry: Annotation): Promise<SnapshotRecord | null> {
  return alone(pool, async (client) => {
    const { rows } = await client.query<Row>(`select ${COLUMNS} from hopscope_snapshots where id = $1 for update`, [
      id,
    ]);
    if (!rows[0]) return null;
    const next = annotated(recordOf(rows[0]), entry);
    const { title, pin, comments, annotations } = next;
    await client.query('insert into hopscope_annotations (id, entry) values ($1, $2)', [id, entry]);
    await client.query('update hopscope_snapshots set annotated = $2 where id = $1', [
      id,
      { title, pin, comments, annotations },
    ]);
    return next;
  });
}
