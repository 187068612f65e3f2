/** Snapshots in a folder: one file each, and a small one beside it for what changes. For one server process. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuditFile } from './audit-file.ts';
import { removeFile, UNFINISHED, writeWhole } from './durable-files.ts';
import { claimFolder } from './folder-claim.ts';
import { FRESH, isExpired, type SnapshotHeader, type SnapshotRecord, type Standing } from './record.ts';
import { filePartsOf, readBody, readHeader } from './snapshot-file.ts';
import { MOST_LISTED, type OwnerLimits, type RecordChange, type SnapshotStore } from './snapshot-store.ts';

const [SNAPSHOT, STANDING, SECRET] = ['.snapshot', '.standing', '.secret'];

export type Opened = { ok: true; store: SnapshotStore } | { ok: false; reason: string };

/** Opens a folder, made if need be, and clears away what a killed process left half-written. */
export async function openFileStore(folder: string): Promise<Opened> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    const claim = await claimFolder(folder);
    if (!claim.ok) return claim;
    const records = await readRecords(folder);
    return { ok: true, store: createFileStore(folder, records, claim.release) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      reason: `Snapshots cannot be kept in ${folder}: ${why}. Name another folder with HOPSCOPE_SNAPSHOTS.`,
    };
  }
}

async function readRecords(folder: string): Promise<Map<string, SnapshotRecord>> {
  const records = new Map<string, SnapshotRecord>();
  for (const name of await readdir(folder)) {
    if (name.endsWith(UNFINISHED)) await removeFile(folder, name);
    if (!name.endsWith(SNAPSHOT)) continue;
    const read = await readHeader(join(folder, name));
    if (read === null) await removeFile(folder, name);
    else records.set(read.header.id, { ...read.header, ...(await readStanding(folder, read.header.id)) });
  }
  return records;
}

async function readStanding(folder: string, id: string): Promise<Standing> {
  try {
    const read = JSON.parse(await readFile(join(folder, `${id}${STANDING}`), 'utf8')) as Standing;
    return { state: read.state, views: read.views, lastViewAt: read.lastViewAt };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return FRESH;
    // What cannot be read may have been a revocation.
    return { ...FRESH, state: 'revoked' };
  }
}

function createFileStore(
  folder: string,
  records: Map<string, SnapshotRecord>,
  release: () => Promise<void>,
): SnapshotStore {
  const byToken = new Map([...records.values()].map((record) => [record.tokenHash, record.id]));
  const audit = createAuditFile(join(folder, 'audit.jsonl'));
  const inTurn = createTurns();
  const withStanding = async (record: SnapshotRecord, standing: Standing): Promise<SnapshotRecord> => {
    await writeWhole(folder, `${record.id}${STANDING}`, [Buffer.from(JSON.stringify(standing))]);
    const next = { ...record, ...standing };
    records.set(record.id, next);
    return next;
  };
  return {
    put: (header, body, limits) =>
      inTurn(async () => {
        if (isOver([...records.values()], header, limits)) return 'over-quota';
        await writeWhole(folder, `${header.id}${SNAPSHOT}`, filePartsOf(header, body));
        records.set(header.id, { ...header, ...FRESH });
        byToken.set(header.tokenHash, header.id);
        return 'stored';
      }),
    byToken: async (tokenHash) => records.get(byToken.get(tokenHash) ?? '') ?? null,
    byId: async (id) => records.get(id) ?? null,
    body: async (id) => (records.has(id) ? readBody(join(folder, `${id}${SNAPSHOT}`)) : null),
    list: async (owner) =>
      [...records.values()]
        .filter((record) => owner === null || record.owner === owner)
        .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
        .slice(0, MOST_LISTED),
    change: (id, change) =>
      inTurn(async () => {
        const record = records.get(id);
        return record === undefined ? null : withStanding(record, standingAfter(record, change));
      }),
    dropBody: (id) =>
      inTurn(async () => {
        const record = records.get(id);
        if (record === undefined || !(await readHeader(join(folder, `${id}${SNAPSHOT}`)))?.hasBody) return;
        const { state: _state, views: _views, lastViewAt: _last, ...header } = record;
        await writeWhole(folder, `${id}${SNAPSHOT}`, filePartsOf(header, Buffer.alloc(0)));
      }),
    remove: (id) =>
      inTurn(async () => {
        byToken.delete(records.get(id)?.tokenHash ?? '');
        records.delete(id);
        await removeFile(folder, `${id}${SNAPSHOT}`);
        await removeFile(folder, `${id}${STANDING}`);
      }),
    secret: (name) => inTurn(() => readSecret(folder, `${name}${SECRET}`)),
    note: audit.note,
    audit: audit.newest,
    close: release,
  };
}

/** One writer at a time; a failure is its own caller's. */
function createTurns(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act, act);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/** True where one more would be more than its owner may keep. What is revoked or over does not count. */
export function isOver(records: readonly SnapshotRecord[], header: SnapshotHeader, limits: OwnerLimits): boolean {
  const own = records.filter(
    (record) =>
      record.owner === header.owner && record.state !== 'revoked' && !isExpired(record, Date.parse(header.createdAt)),
  );
  const bytes = own.reduce((sum, record) => sum + record.bytes, 0);
  return own.length >= limits.count || bytes + header.bytes > limits.bytes;
}

/** What a change makes of a standing. */
export function standingAfter({ state, views, lastViewAt }: Standing, change: RecordChange): Standing {
  return {
    state: state === 'revoked' ? state : (change.state ?? state),
    views: views + (change.viewedAt === undefined ? 0 : 1),
    lastViewAt: change.viewedAt ?? lastViewAt,
  };
}

async function readSecret(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const made = randomBytes(32);
    await writeWhole(folder, name, [made]);
    return made;
  }
}
