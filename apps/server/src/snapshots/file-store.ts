/** Snapshots in a folder: a file that names each, its bytes beside it, and small ones for what changes. For one server process. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { annotated, BARE } from './annotation.ts';
import { appendAnnotation, NOTES, readAnnotations } from './annotation-file.ts';
import { createAuditFile } from './audit-file.ts';
import { removeFile, UNFINISHED, writeWhole } from './durable-files.ts';
import { claimFolder } from './folder-claim.ts';
import { FRESH, isExpired, type SnapshotHeader, type SnapshotRecord, type Standing } from './record.ts';
import { BODY, HEAD, hashOf, headOf, keepBody, readBody, readHead } from './snapshot-file.ts';
import { MOST_LISTED, quotaTrouble, type RecordChange, type SnapshotStore, usageOf } from './snapshot-store.ts';

const [STANDING, SECRET] = ['.standing', '.secret'];

export type Opened = { ok: true; store: SnapshotStore } | { ok: false; reason: string };

interface Kept {
  record: SnapshotRecord;
  /** as it was put: its title is the first one */
  header: SnapshotHeader;
  bodyHash: string;
}

/** Opens a folder, made if need be, and clears away what a killed process left half-written. */
export async function openFileStore(folder: string): Promise<Opened> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    const claim = await claimFolder(folder);
    if (!claim.ok) return claim;
    const kept = await readKept(folder);
    return { ok: true, store: createFileStore(folder, kept, claim.release) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      reason: `Snapshots cannot be kept in ${folder}: ${why}. Name another folder with HOPSCOPE_SNAPSHOTS.`,
    };
  }
}

async function readKept(folder: string): Promise<Map<string, Kept>> {
  const kept = new Map<string, Kept>();
  const names = await readdir(folder);
  for (const name of names) {
    if (name.endsWith(UNFINISHED)) await removeFile(folder, name);
    if (!name.endsWith(HEAD)) continue;
    const head = await readHead(join(folder, name));
    if (head === null) await removeFile(folder, name);
    else kept.set(head.header.id, await withWhatChanged(folder, head));
  }
  // What is named by no head: its writer was killed before it was kept, or while it was removed.
  for (const name of names) {
    const suffix = [BODY, STANDING, NOTES].find((one) => name.endsWith(one));
    if (suffix && !kept.has(name.slice(0, -suffix.length))) await removeFile(folder, name);
  }
  return kept;
}

async function withWhatChanged(
  folder: string,
  { header, bodyHash }: { header: SnapshotHeader; bodyHash: string },
): Promise<Kept> {
  const start: SnapshotRecord = { ...header, ...(await readStanding(folder, header.id)), ...BARE };
  const record = (await readAnnotations(folder, header.id)).reduce(annotated, start);
  return { record, header, bodyHash };
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

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: the methods of a store, each of a few lines
function createFileStore(folder: string, kept: Map<string, Kept>, release: () => Promise<void>): SnapshotStore {
  const byToken = new Map([...kept.values()].map(({ header }) => [header.tokenHash, header.id]));
  const audit = createAuditFile(join(folder, 'audit.jsonl'));
  const inTurn = createTurns();
  const records = (): SnapshotRecord[] => [...kept.values()].map(({ record }) => record);
  const keep = (id: string, record: SnapshotRecord): SnapshotRecord => {
    kept.set(id, { ...kept.get(id)!, record });
    return record;
  };
  const dropBody = async (id: string): Promise<void> => {
    const held = kept.get(id);
    if (held === undefined) return;
    const head = await readHead(join(folder, `${id}${HEAD}`));
    if (head?.hopscopeStored === 1 && head.bodyBytes > 0)
      await writeWhole(folder, `${id}${HEAD}`, [headOf(held.header, Buffer.alloc(0))]);
    else await removeFile(folder, `${id}${BODY}`);
  };
  return {
    put: (header, body, limits) =>
      inTurn(async () => {
        const trouble = quotaTrouble(records(), header, limits);
        if (trouble !== null) return trouble;
        const bodyHash = hashOf(body);
        const twins = [...kept.values()].filter(
          (one) => one.bodyHash === bodyHash && one.header.owner === header.owner,
        );
        await keepBody(
          folder,
          header.id,
          body,
          twins.map((one) => one.header.id),
        );
        await writeWhole(folder, `${header.id}${HEAD}`, [headOf(header, body)]);
        kept.set(header.id, { record: { ...header, ...FRESH, ...BARE }, header, bodyHash });
        byToken.set(header.tokenHash, header.id);
        return 'stored';
      }),
    byToken: async (tokenHash) => kept.get(byToken.get(tokenHash) ?? '')?.record ?? null,
    byId: async (id) => kept.get(id)?.record ?? null,
    body: async (id) => (kept.has(id) ? readBody(folder, id) : null),
    list: async (owner) =>
      records()
        .filter((record) => owner === null || record.owner === owner)
        .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
        .slice(0, MOST_LISTED),
    over: async (now) => records().filter((record) => record.state === 'revoked' || isExpired(record, now)),
    showing: async (namespace, owner) =>
      records().filter(
        (record) =>
          record.state !== 'revoked' &&
          (owner === null || record.owner === owner) &&
          record.namespaces.includes(namespace),
      ),
    usage: async (now) => usageOf(records(), now),
    change: (id, change) =>
      inTurn(async () => {
        const record = kept.get(id)?.record;
        if (record === undefined) return null;
        const standing = standingAfter(record, change);
        await writeWhole(folder, `${id}${STANDING}`, [Buffer.from(JSON.stringify(standing))]);
        return keep(id, { ...record, ...standing });
      }),
    annotate: (id, entry) =>
      inTurn(async () => {
        const record = kept.get(id)?.record;
        if (record === undefined) return null;
        await appendAnnotation(folder, id, entry);
        return keep(id, annotated(record, entry));
      }),
    annotations: async (id) => (kept.has(id) ? readAnnotations(folder, id) : []),
    dropBody: (id) => inTurn(() => dropBody(id)),
    remove: (id) =>
      inTurn(async () => {
        byToken.delete(kept.get(id)?.header.tokenHash ?? '');
        kept.delete(id);
        for (const suffix of [HEAD, BODY, STANDING, NOTES]) await removeFile(folder, `${id}${suffix}`);
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

/** What a change makes of a standing. */
function standingAfter({ state, views, lastViewAt }: Standing, change: RecordChange): Standing {
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
