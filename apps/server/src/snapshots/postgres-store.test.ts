import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { headerOf } from './header.fixture.ts';
import { migrate } from './postgres-migrations.ts';
import { openPostgresStore } from './postgres-store.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { describeStore } from './store-contract.ts';

/** An empty database for tests; `npm run test:postgres` starts one. */
const ADDRESS = process.env['HOPSCOPE_TEST_DATABASE_URL'] ?? '';
const ROOM = { count: 100, bytes: 1e9 };
let databases = 0;
const admin = ADDRESS === '' ? null : new pg.Pool({ connectionString: ADDRESS, max: 1 });
afterAll(() => admin?.end());

async function newDatabase(): Promise<string> {
  const name = `hopscope_test_${process.pid}_${databases++}`;
  await admin!.query(`create database ${name}`);
  const url = new URL(ADDRESS);
  url.pathname = `/${name}`;
  return url.href;
}

const addresses = new Map<SnapshotStore, string>();

async function openAt(url: string): Promise<SnapshotStore> {
  const opened = await openPostgresStore(url, () => {});
  if (!opened.ok) throw new Error(opened.reason);
  addresses.set(opened.store, url);
  return opened.store;
}

describe.skipIf(ADDRESS === '')('against a real PostgreSQL', () => {
  describeStore('PostgreSQL', {
    open: async () => openAt(await newDatabase()),
    reopen: async (store) => {
      await store.close();
      return openAt(addresses.get(store)!);
    },
  });

  it('two servers that start at once migrate once, and agree from then on', async () => {
    const url = await newDatabase();
    const [one, other] = await Promise.all([openAt(url), openAt(url)]);
    const header = headerOf();
    await one!.put(header, Buffer.from('bytes'), ROOM);
    expect((await other!.body(header.id))?.toString()).toBe('bytes');
    await other!.change(header.id, { state: 'revoked' });
    expect((await one!.byToken(header.tokenHash))?.state).toBe('revoked');
    const [first, second] = await Promise.all([one!.secret('signing'), other!.secret('signing')]);
    expect(first!.equals(second!)).toBe(true);
    const puts = [one!, other!, one!, other!, one!, other!].map((store) =>
      store.put(headerOf({ owner: 'eve' }), Buffer.from('b'), { count: 3, bytes: 1e6 }),
    );
    expect((await Promise.all(puts)).filter((result) => result === 'stored')).toHaveLength(3);
    await Promise.all([one!.close(), other!.close()]);
  });

  it('takes over what the version before kept', async () => {
    const url = await newDatabase();
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    const client = await pool.connect();
    expect(await migrate(client, 1)).toBe('');
    const body = Buffer.from('bytes of before');
    const [one, same, ended] = [headerOf({}, body), headerOf({}, body), headerOf({}, body)];
    for (const header of [one, same, ended])
      await client.query(
        'insert into hopscope_snapshots (id, token_hash, owner, created_at, header, bytes, views, body) values ($1, $2, $3, $4, $5, $6, 3, $7)',
        [
          header.id,
          header.tokenHash,
          header.owner,
          header.createdAt,
          header,
          header.bytes,
          header === ended ? null : body,
        ],
      );
    client.release();
    await pool.end();
    const store = await openAt(url);
    expect(await store.byId(one.id)).toMatchObject({ title: one.title, views: 3, pin: null, comments: 0 });
    await store.dropBody(one.id);
    expect((await store.body(same.id))?.equals(body)).toBe(true);
    expect(await store.body(ended.id)).toBeNull();
    await store.close();
  });

  it('refuses a database of a newer version', async () => {
    const url = await newDatabase();
    await (await openAt(url)).close();
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    await pool.query('insert into hopscope_migrations (version) values (99)');
    await pool.end();
    expect(await openPostgresStore(url, () => {})).toMatchObject({
      ok: false,
      reason: expect.stringContaining('version 99'),
    });
  });
});

it('tells of a database that does not answer, without its password', async () => {
  const opened = await openPostgresStore('postgres://ada:hunter2@127.0.0.1:9/x', () => {});
  expect(opened).toMatchObject({ ok: false, reason: expect.stringContaining('ECONNREFUSED') });
  expect(JSON.stringify(opened)).not.toContain('hunter2');
});
