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
  // Bytes once an owner; and what people write on a snapshot, entry by entry, with what follows from them beside the record.
  `create table hopscope_bodies (owner text not null, hash text not null, body bytea not null, primary key (owner, hash));
   alter table hopscope_snapshots add column body_hash text, add column annotated jsonb;
   update hopscope_snapshots set body_hash = encode(sha256(body), 'hex') where body is not null;
   insert into hopscope_bodies (owner, hash, body)
     select distinct on (owner, body_hash) owner, body_hash, body from hopscope_snapshots where body is not null;
   alter table hopscope_snapshots drop column body;
   create index hopscope_snapshots_body on hopscope_snapshots (owner, body_hash) where body_hash is not null;
   create table hopscope_annotations (
     seq bigserial primary key,
     id text not null references hopscope_snapshots (id) on delete cascade,
     entry jsonb not null
   );
   create index hopscope_annotations_id on hopscope_annotations (id, seq);`,
  // Links that open panels in other pages.
  `create table hopscope_embed_links (
     id text primary key,
     token_hash text not null unique,
     owner text not null,
     expires_at timestamptz not null,
     link jsonb not null
   );
   create index hopscope_embed_links_owner on hopscope_embed_links (owner);`,
];

/** Any number that nobody else uses: servers that start at once migrate one after the other. */
const LOCK = 741_100_001;

/** Brings a database up to date, or up to a version before; one of a newer version is refused with a sentence. */
export async function migrate(client: PoolClient, target = MIGRATIONS.length): Promise<string> {
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
      if (at < done || at >= target) continue;
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
