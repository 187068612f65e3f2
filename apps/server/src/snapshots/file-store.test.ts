import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openFileStore } from './file-store.ts';
import { headerOf } from './header.fixture.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { describeStore } from './store-contract.ts';

const root = mkdtempSync(join(tmpdir(), 'hopscope-snapshots-'));
afterAll(() => rmSync(root, { recursive: true }));

const ROOM = { count: 100, bytes: 1e9 };
const folders = new Map<SnapshotStore, string>();
const newFolder = (): string => mkdtempSync(join(root, 'store-'));

async function openIn(folder: string): Promise<SnapshotStore> {
  const opened = await openFileStore(folder);
  if (!opened.ok) throw new Error(opened.reason);
  folders.set(opened.store, folder);
  return opened.store;
}

describeStore('files', {
  open: () => openIn(newFolder()),
  reopen: async (store) => {
    await store.close();
    return openIn(folders.get(store)!);
  },
});

describe('openFileStore', () => {
  it('lets nobody else of the machine read', async () => {
    const folder = join(newFolder(), 'deeper');
    const store = await openIn(folder);
    await store.put(headerOf(), Buffer.from('x'), ROOM);
    await store.secret('signing');
    await store.note({ at: '', what: 'created', id: '', who: '' });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o077)).toEqual(
      readdirSync(folder).map(() => 0),
    );
    await store.close();
  });

  it('clears away what is half-written and serves nothing of it', async () => {
    const folder = newFolder();
    const store = await openIn(folder);
    const [whole, cut, turned] = [
      headerOf({ title: 'whole' }),
      headerOf({ title: 'cut' }),
      headerOf({ title: 'turned' }),
    ];
    for (const header of [whole, cut, turned]) await store.put(header, Buffer.alloc(5_000, 7), ROOM);
    await store.close();
    truncateSync(join(folder, `${cut.id}.snapshot`), 300);
    writeFileSync(join(folder, 'x.snapshot.abc.tmp'), '{"hopscopeStored":1');
    const bytes = readFileSync(join(folder, `${turned.id}.body`));
    bytes[bytes.length - 1] = 8;
    unlinkSync(join(folder, `${turned.id}.body`));
    writeFileSync(join(folder, `${turned.id}.body`), bytes);
    const again = await openIn(folder);
    expect((await again.list(null)).map(({ title }) => title).sort()).toEqual(['turned', 'whole']);
    expect(await again.body(turned.id)).toBeNull();
    expect((await again.body(whole.id))?.length).toBe(5_000);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp') || name.startsWith(cut.id))).toEqual([]);
    await again.close();
  });

  it('the same bytes of one owner are one file of the disk; a damaged one is not built upon', async () => {
    const folder = newFolder();
    const store = await openIn(folder);
    const body = Buffer.alloc(5_000, 7);
    const [one, two, foreign, later] = [headerOf(), headerOf(), headerOf({ owner: 'eve' }), headerOf()];
    for (const header of [one, two, foreign]) await store.put(header, body, ROOM);
    const fileOf = (id: string) => statSync(join(folder, `${id}.body`));
    expect([fileOf(one.id).ino === fileOf(two.id).ino, fileOf(one.id).nlink]).toEqual([true, 2]);
    expect(fileOf(foreign.id).nlink).toBe(1);
    writeFileSync(join(folder, `${one.id}.body`), Buffer.alloc(5_000, 8));
    await store.put(later, body, ROOM);
    expect((await store.body(later.id))?.equals(body)).toBe(true);
    await store.close();
  });

  it('opens files of the version before, in which head and bytes were one', async () => {
    const folder = newFolder();
    const body = Buffer.from('bytes of before');
    const [open, ended] = [headerOf({}, body), headerOf({}, body)];
    const bodyHash = createHash('sha256').update(body).digest('hex');
    for (const header of [open, ended]) {
      const line = JSON.stringify({ hopscopeStored: 1, header, bodyBytes: body.length, bodyHash });
      writeFileSync(join(folder, `${header.id}.snapshot`), Buffer.concat([Buffer.from(`${line}\n`), body]));
    }
    const store = await openIn(folder);
    expect((await store.body(open.id))?.equals(body)).toBe(true);
    await store.dropBody(ended.id);
    expect(readFileSync(join(folder, `${ended.id}.snapshot`), 'utf8')).not.toContain('bytes of before');
    await store.close();
    const again = await openIn(folder);
    expect((await again.list(null)).map(({ id }) => id).sort()).toEqual([open.id, ended.id].sort());
    expect(await again.body(ended.id)).toBeNull();
    await again.close();
  });

  it('a line of an annotation that was cut by a kill spoils neither those before nor those after', async () => {
    const folder = newFolder();
    const store = await openIn(folder);
    const header = headerOf();
    await store.put(header, Buffer.from('x'), ROOM);
    const entry = { at: '2026-11-21T00:00:00Z', who: 'ada', what: 'comment' as const, text: 'one' };
    await store.annotate(header.id, entry);
    appendFileSync(join(folder, `${header.id}.notes`), '{"at":"2026-11-21T00:0');
    await store.annotate(header.id, { ...entry, text: 'two' });
    await store.close();
    const again = await openIn(folder);
    expect((await again.annotations(header.id)).map(({ text }) => text)).toEqual(['one', 'two']);
    expect((await again.byId(header.id))?.comments).toBe(2);
    await again.close();
  });

  it('takes a standing that cannot be read for a revocation', async () => {
    const folder = newFolder();
    const store = await openIn(folder);
    const header = headerOf();
    await store.put(header, Buffer.from('x'), ROOM);
    await store.close();
    writeFileSync(join(folder, `${header.id}.standing`), '{');
    const again = await openIn(folder);
    expect((await again.byId(header.id))?.state).toBe('revoked');
    await again.close();
  });

  it('is for one process, and takes over from one that is gone', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'server.pid'), String(process.ppid));
    const second = await openFileStore(folder);
    expect(second).toMatchObject({ ok: false, reason: expect.stringContaining('DATABASE_URL') });
    writeFileSync(join(folder, 'server.pid'), '999999999');
    expect((await openFileStore(folder)).ok).toBe(true);
  });

  it('says what to do where the folder cannot be made', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    expect(await openFileStore(join(file, 'folder'))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('HOPSCOPE_SNAPSHOTS'),
    });
  });
});
