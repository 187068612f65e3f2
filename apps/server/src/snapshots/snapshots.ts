/** What can be done with snapshots, and by whom. Routes only translate. */
import { admit } from './access.ts';
import { prepareAnnotation } from './annotating.ts';
import { type Annotation, BARE } from './annotation.ts';
import { type Collector, createCollector } from './collector.ts';
import { createDenials, type Denials } from './denials.ts';
import { NOTHING, type Outcome, refused } from './outcome.ts';
import { createLocks, type Locks } from './passphrase.ts';
import { AUTOMATIC, type Principal } from './principal.ts';
import { type Content, overQuota, type Publication, prepare } from './publication.ts';
import { createPublishRates, type PublishRates } from './publish-rates.ts';
import { type AuditEntry, FRESH, type RecordState, type SnapshotRecord } from './record.ts';
import type { SnapshotSettings } from './settings.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { hashToken, isId, isToken, isTokenOf } from './tokens.ts';

export interface Published {
  record: SnapshotRecord;
  /** told once and kept nowhere */
  token: string;
  revokeToken: string;
}

export interface SnapshotDesk {
  publish(content: Content, publication: Publication, who: Principal): Promise<Outcome<Published>>;
  /** By its token, or as `id:ID`; `purpose` is what the audit says, null for looking at what it is about only. */
  open(token: string, who: Principal, purpose: Purpose, passphrase?: string): Promise<Outcome<OpenedSnapshot>>;
  list(who: Principal, all: boolean): Promise<SnapshotRecord[]>;
  /** By its public id, for its owner or an administrator. */
  own(id: string, who: Principal): Promise<Outcome<SnapshotRecord>>;
  turn(id: string, who: Principal, state: RecordState): Promise<Outcome<SnapshotRecord>>;
  /** Whoever holds the secret that came with the link may end it. */
  revokeWith(id: string, revokeToken: string): Promise<Outcome<SnapshotRecord>>;
  /** Ends all that show something of a namespace: one's own, and an administrator everybody's. Resolves to how many. */
  revokeShowing(namespace: string, who: Principal): Promise<number>;
  /** Adds to a record that its writer owns (by id) or may open (by what opens it, a comment). */
  annotate(
    key: { id: string } | { token: string; passphrase: string },
    who: Principal,
    what: Annotation['what'],
    text: string,
  ): Promise<Outcome<SnapshotRecord>>;
  audit(who: Principal, limit: number): Promise<AuditEntry[]>;
  note(what: AuditEntry['what'], id: string, who: string | null): Promise<void>;
  readonly collector: Collector;
  close(): Promise<void>;
  readonly store: SnapshotStore;
}

type Purpose = 'viewed' | 'downloaded' | null;
export interface OpenedSnapshot {
  record: SnapshotRecord;
  body: Buffer;
}

/** What of the bytes somebody may see to whom the proxy gives these namespaces; null where that cannot be told apart. */
export type Narrow = (opened: OpenedSnapshot, namespaces: readonly string[]) => Promise<OpenedSnapshot | null>;

interface Desk {
  denials: Denials;
  store: SnapshotStore;
  locks: Locks;
  narrow: Narrow;
  settings: SnapshotSettings;
  rates: PublishRates;
  now: () => number;
}

/** A desk over a store. */
export function createSnapshotDesk(
  store: SnapshotStore,
  settings: SnapshotSettings,
  onError: (error: Error) => void,
  narrow: Narrow,
  now: () => number = () => Date.now(),
): SnapshotDesk {
  const rates = createPublishRates(now);
  const locks = createLocks(now);
  const denials = createDenials((id, who) => note(desk, 'denied', id, who), onError);
  const desk: Desk = { store, settings, now, denials, narrow, rates, locks };
  return {
    store,
    publish: (content, publication, who) => publish(desk, content, publication, who),
    open: (token, who, purpose, passphrase = '') => open(desk, token, who, purpose, passphrase),
    list: (who, all) => list(desk, who, all),
    own: (id, who) => own(desk, id, who),
    turn: (id, who, state) => turn(desk, id, who, state),
    revokeWith: (id, revokeToken) => revokeWith(desk, id, revokeToken),
    revokeShowing: (namespace, who) => revokeShowing(desk, namespace, who),
    annotate: (key, who, what, text) => annotate(desk, key, who, what, text),
    async audit(who, limit) {
      await denials.settle();
      return who.isAdmin ? store.audit(limit) : [];
    },
    async close() {
      await denials.settle();
      await store.close();
    },
    note: (what, id, who) => note(desk, what, id, who),
    collector: createCollector(store, (what, id) => note(desk, what, id, 'hopscope'), onError, now),
  };
}

/** One's own and those that nobody in particular took; for an administrator everybody's. */
async function list({ store }: Desk, who: Principal, all: boolean): Promise<SnapshotRecord[]> {
  if (who.name === null) return [];
  if (all && who.isAdmin) return store.list(null);
  // Of these titles tell what fails, wherever it is.
  if (who.namespaces !== null) return store.list(who.name);
  return [...(await store.list(who.name)), ...(await store.list(AUTOMATIC.name))];
}

function note({ store, now }: Desk, what: AuditEntry['what'], id: string, who: string | null): Promise<void> {
  return store.note({ at: new Date(now()).toISOString(), what, id, who: who ?? 'link' });
}

async function publish(
  desk: Desk,
  content: Content,
  publication: Publication,
  who: Principal,
): Promise<Outcome<Published>> {
  const { store, settings, rates, now } = desk;
  const prepared = prepare(content, publication, who, settings, now());
  if (!prepared.ok) return prepared;
  const { token, revokeToken } = prepared.value;
  if (!rates.take(prepared.value.header))
    return refused('too-often', 'Too many snapshots in a short time: wait some seconds.');
  const { passphrase } = publication;
  const header =
    passphrase === ''
      ? prepared.value.header
      : { ...prepared.value.header, lock: await desk.locks.lockWith(passphrase) };
  const put = await store.put(header, content.body, settings.limits);
  if (put !== 'stored') return overQuota(put, settings);
  await note(desk, 'created', header.id, header.owner);
  return { ok: true, value: { record: { ...header, ...FRESH, ...BARE }, token, revokeToken } };
}

async function open(
  desk: Desk,
  token: string,
  who: Principal,
  purpose: Purpose,
  passphrase: string,
): Promise<Outcome<OpenedSnapshot>> {
  const { store, settings, now } = desk;
  const record = await find(desk, token, who);
  if (record === null) return NOTHING;
  const admission = admit(record, who, settings, now());
  if (admission.kind === 'nothing') {
    if (admission.isDenied) desk.denials.add(record.id, who.name);
    return NOTHING;
  }
  if (admission.kind === 'gone') return refused('gone', admission.reason);
  const unlocked = await desk.locks.check(record, who, passphrase);
  if (!unlocked.ok) {
    if (unlocked.code !== 'passphrase-needed') desk.denials.add(record.id, who.name);
    return unlocked;
  }
  const body = await store.body(record.id);
  const opened = body === null ? null : await asSeenBy(desk, { record, body }, who);
  if (opened === null) return NOTHING;
  if (purpose !== null) await note(desk, purpose, record.id, who.name);
  if (purpose === 'viewed') await store.change(record.id, { viewedAt: new Date(now()).toISOString() });
  return { ok: true, value: opened };
}

async function asSeenBy({ narrow }: Desk, opened: OpenedSnapshot, who: Principal): Promise<OpenedSnapshot | null> {
  if (opened.record.rights !== 'intersect' || who.namespaces === null) return opened;
  return narrow(opened, who.namespaces);
}

const NO_HASH = '0'.repeat(64);

/** By token; or as `id:ID`, which names what is one's own, or what nobody in particular took. */
async function find({ store }: Desk, key: string, who: Principal): Promise<SnapshotRecord | null> {
  if (!key.startsWith('id:')) {
    const record = isToken(key) ? await store.byToken(hashToken(key)) : null;
    // Compared with something in any case, for that takes a time too.
    return isTokenOf(key, record?.tokenHash ?? NO_HASH) ? record : null;
  }
  const record = isId(key.slice(3)) ? await store.byId(key.slice(3)) : null;
  if (record === null || who.name === null) return null;
  return record.owner === who.name || who.isAdmin || record.occasion !== 'person' ? record : null;
}

async function own(desk: Desk, id: string, who: Principal): Promise<Outcome<SnapshotRecord>> {
  const record = isId(id) ? await desk.store.byId(id) : null;
  if (record === null) return NOTHING;
  if (who.name !== null && (record.owner === who.name || who.isAdmin)) return { ok: true, value: record };
  desk.denials.add(id, who.name);
  return NOTHING;
}

const DEEDS: Readonly<Record<RecordState, AuditEntry['what']>> = {
  active: 'resumed',
  paused: 'paused',
  revoked: 'revoked',
};

async function turn(desk: Desk, id: string, who: Principal, state: RecordState): Promise<Outcome<SnapshotRecord>> {
  const found = await own(desk, id, who);
  if (!found.ok) return found;
  const changed = await desk.store.change(id, { state });
  if (changed === null || changed.state !== state) return NOTHING;
  if (state === 'revoked') await desk.store.dropBody(id);
  await note(desk, DEEDS[state], id, who.name);
  return { ok: true, value: changed };
}

async function revokeWith(desk: Desk, id: string, revokeToken: string): Promise<Outcome<SnapshotRecord>> {
  const record = isId(id) ? await desk.store.byId(id) : null;
  if (record === null || !isToken(revokeToken) || !isTokenOf(revokeToken, record.revokeHash)) return NOTHING;
  const revoked = await desk.store.change(id, { state: 'revoked' });
  if (revoked === null) return NOTHING;
  await desk.store.dropBody(id);
  await note(desk, 'revoked', id, null);
  return { ok: true, value: revoked };
}

async function revokeShowing(desk: Desk, namespace: string, who: Principal): Promise<number> {
  if (who.name === null) return 0;
  let revoked = 0;
  for (const { id } of await desk.store.showing(namespace, who.isAdmin ? null : who.name))
    if ((await turn(desk, id, who, 'revoked')).ok) revoked += 1;
  return revoked;
}

async function annotate(
  desk: Desk,
  key: { id: string } | { token: string; passphrase: string },
  who: Principal,
  what: Annotation['what'],
  text: string,
): Promise<Outcome<SnapshotRecord>> {
  const found = 'id' in key ? await own(desk, key.id, who) : await open(desk, key.token, who, null, key.passphrase);
  if (!found.ok) return found;
  const record = 'record' in found.value ? found.value.record : found.value;
  const prepared = prepareAnnotation(record, who, what, text, desk.now());
  if (!prepared.ok) return prepared;
  const next = await desk.store.annotate(record.id, prepared.value.entry);
  if (next === null) return NOTHING;
  await desk.store.note(prepared.value.audit);
  return { ok: true, value: next };
}
