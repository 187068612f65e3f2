/** What can be done with snapshots, and by whom. Routes only translate. */
import { admit } from './access.ts';
import { NOTHING, type Outcome, refused } from './outcome.ts';
import { AUTOMATIC, type Principal } from './principal.ts';
import { type Content, type Publication, prepare } from './publication.ts';
import { createRates, type Rates } from './rates.ts';
import { type AuditEntry, FRESH, isExpired, type RecordState, type SnapshotRecord } from './record.ts';
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
  open(token: string, who: Principal, purpose: Purpose): Promise<Outcome<OpenedSnapshot>>;
  list(who: Principal, all: boolean): Promise<SnapshotRecord[]>;
  /** By its public id, for its owner or an administrator. */
  own(id: string, who: Principal): Promise<Outcome<SnapshotRecord>>;
  turn(id: string, who: Principal, state: RecordState): Promise<Outcome<SnapshotRecord>>;
  /** Whoever holds the secret that came with the link may end it. */
  revokeWith(id: string, revokeToken: string): Promise<Outcome<SnapshotRecord>>;
  audit(who: Principal, limit: number): Promise<AuditEntry[]>;
  /** Ends what is over: bytes at once, tombstones a month later. Resolves to how many it touched. */
  collect(): Promise<number>;
  readonly store: SnapshotStore;
}

type Purpose = 'viewed' | 'downloaded' | null;
export interface OpenedSnapshot {
  record: SnapshotRecord;
  body: Buffer;
}

interface Desk {
  store: SnapshotStore;
  settings: SnapshotSettings;
  rates: Rates;
  now: () => number;
  onError: (error: Error) => void;
}

const TOMBSTONE_MS = 30 * 24 * 3_600_000;
const BURST = 20;
const ONE_EVERY_MS = 6_000;

/** A desk over a store. */
export function createSnapshotDesk(
  store: SnapshotStore,
  settings: SnapshotSettings,
  onError: (error: Error) => void,
  now: () => number = () => Date.now(),
): SnapshotDesk {
  const desk: Desk = { store, settings, now, onError, rates: createRates(BURST, ONE_EVERY_MS, now) };
  return {
    store,
    publish: (content, publication, who) => publish(desk, content, publication, who),
    open: (token, who, purpose) => open(desk, token, who, purpose),
    list: (who, all) => list(desk, who, all),
    own: (id, who) => own(desk, id, who),
    turn: (id, who, state) => turn(desk, id, who, state),
    revokeWith: (id, revokeToken) => revokeWith(desk, id, revokeToken),
    audit: async (who, limit) => (who.isAdmin ? store.audit(limit) : []),
    collect: () => collect(desk),
  };
}

/** One's own and those that nobody in particular took; for an administrator everybody's. */
async function list({ store }: Desk, who: Principal, all: boolean): Promise<SnapshotRecord[]> {
  if (who.name === null) return [];
  if (all && who.isAdmin) return store.list(null);
  return [...(await store.list(who.name)), ...(await store.list(AUTOMATIC.name))];
}

function note({ store, now }: Desk, what: AuditEntry['what'], id: string, who: string | null): Promise<void> {
  return store.note({ at: new Date(now()).toISOString(), what, id, who: who ?? 'link' });
}

/** Not waited for: a refusal of what is there would take longer than one of what is not. */
function noteDenied(desk: Desk, id: string, { name }: Principal): void {
  note(desk, 'denied', id, name).catch(desk.onError);
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
  const { header, token, revokeToken } = prepared.value;
  if (!rates.take(header.owner)) return refused('too-often', 'Too many snapshots in a short time: wait some seconds.');
  if ((await store.put(header, content.body, settings.limits)) === 'over-quota')
    return refused('over-quota', quotaReason(settings));
  await note(desk, 'created', header.id, header.owner);
  return { ok: true, value: { record: { ...header, ...FRESH }, token, revokeToken } };
}

const quotaReason = ({ limits }: SnapshotSettings): string =>
  `You keep ${limits.count} snapshots or ${Math.floor(limits.bytes / (1024 * 1024))} MB already: revoke some in the list of snapshots.`;

async function open(desk: Desk, token: string, who: Principal, purpose: Purpose): Promise<Outcome<OpenedSnapshot>> {
  const { store, settings, now } = desk;
  const record = await find(desk, token, who);
  if (record === null) return NOTHING;
  const admission = admit(record, who, settings, now());
  if (admission.kind === 'nothing') {
    if (admission.isDenied) noteDenied(desk, record.id, who);
    return NOTHING;
  }
  if (admission.kind === 'gone') return refused('gone', admission.reason);
  const body = await store.body(record.id);
  if (body === null) return NOTHING;
  if (purpose !== null) await note(desk, purpose, record.id, who.name);
  if (purpose === 'viewed') await store.change(record.id, { viewedAt: new Date(now()).toISOString() });
  return { ok: true, value: { record, body } };
}

/** By token; or as `id:ID`, which names what is one's own, or what nobody in particular took. */
async function find({ store }: Desk, key: string, who: Principal): Promise<SnapshotRecord | null> {
  if (!key.startsWith('id:')) {
    const record = isToken(key) ? await store.byToken(hashToken(key)) : null;
    return record !== null && isTokenOf(key, record.tokenHash) ? record : null;
  }
  const record = isId(key.slice(3)) ? await store.byId(key.slice(3)) : null;
  if (record === null || who.name === null) return null;
  return record.owner === who.name || who.isAdmin || record.occasion !== 'person' ? record : null;
}

async function own(desk: Desk, id: string, who: Principal): Promise<Outcome<SnapshotRecord>> {
  const record = isId(id) ? await desk.store.byId(id) : null;
  if (record === null) return NOTHING;
  if (who.name !== null && (record.owner === who.name || who.isAdmin)) return { ok: true, value: record };
  noteDenied(desk, id, who);
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

async function collect(desk: Desk): Promise<number> {
  const { store, now } = desk;
  const over = (await store.list(null)).filter((record) => isExpired(record, now()) || record.state === 'revoked');
  for (const { id, expiresAt } of over) {
    if (Date.parse(expiresAt) + TOMBSTONE_MS > now()) await store.dropBody(id);
    else {
      await store.remove(id);
      await note(desk, 'collected', id, 'hopscope');
    }
  }
  return over.length;
}
