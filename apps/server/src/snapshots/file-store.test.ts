import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openFileStore } from './file-store.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { describeStore, headerOf } from './store-contract.ts';

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
    truncateSync(join(folder, `${cut.id}.snapshot`), 3_000);
    writeFileSync(join(folder, 'x.snapshot.abc.tmp'), '{"hopscopeStored":1');
    const bytes = readFileSync(join(folder, `${turned.id}.snapshot`));
    bytes[bytes.length - 1] = 8;
    writeFileSync(join(folder, `${turned.id}.snapshot`), bytes);
    const again = await openIn(folder);
    expect((await again.list(null)).map(({ title }) => title).sort()).toEqual(['turned', 'whole']);
    expect(await again.body(turned.id)).toBeNull();
    expect((await again.body(whole.id))?.length).toBe(5_000);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
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
