/** The tables, in the order in which they came to be. A migration that has shipped is never edited. */
import type { PoolClient } from 'pg';

const MIGRATIONS: readonly string[] = [
  `create table hopscope_snapshots (
     id text primary key,
     token_hash text not null unique,
     owner text not null,
     created_at timestamptz not null,
     header jsonb not null,
     bytes bigint not null,
     state text not null default 'active',
     views integer not null default 0,
     last_view_at text,
     body bytea
   );
   create index hopscope_snapshots_owner on hopscope_snapshots (owner, created_at desc);
   create table hopscope_secrets (name text primary key, value bytea not null);
   create table hopscope_audit (seq bigserial primary key, entry jsonb not null);`,
];

/** Any number that nobody else uses: servers that start at once migrate one after the other. */
const LOCK = 741_100_001;

/** Brings a database up to date; one of a newer version is refused. */
export async function migrate(client: PoolClient): Promise<string> {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    await client.query(
      'create table if not exists hopscope_migrations (version integer primary key, at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ version: number }>(
      'select coalesce(max(version), 0) as version from hopscope_migrations',
    );
    const done = rows[0]!.version;
    if (done > MIGRATIONS.length)
      return `The database is of version ${done}, and this Hopscope knows ${MIGRATIONS.length}: run the newer one.`;
    for (const [at, sql] of MIGRATIONS.entries()) {
      if (at < done) continue;
      await client.query('begin');
      await client.query(sql);
      await client.query('insert into hopscope_migrations (version) values ($1)', [at + 1]);
      await client.query('commit');
    }
    return '';
  } finally {
    await client.query('rollback').catch(() => undefined);
    await client.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}
