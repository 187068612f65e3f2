/** The door to snapshots: the store is opened when the first request needs it, so that a server nobody asks writes nothing. */

import { createDrafts, type Drafts } from './drafts.ts';
import { type Opened, openFileStore } from './file-store.ts';
import { createNarrow } from './narrowing.ts';
import { openPostgresStore } from './postgres-store.ts';
import { createRates, type Rates } from './rates.ts';
import type { SnapshotSettings } from './settings.ts';
import { createSigner, type Signer } from './signing.ts';
import { createSnapshotDesk, type SnapshotDesk } from './snapshots.ts';

export interface OpenDesk {
  desk: SnapshotDesk;
  signer: Signer;
  pairSecret: Buffer;
}

export interface SnapshotAccess {
  readonly settings: SnapshotSettings;
  /** strangers ask: whom no proxy names is nobody, and nobody is an administrator */
  readonly isPublic: boolean;
  readonly drafts: Drafts;
  /** how often one principal may have a document made, which is dear */
  readonly makings: Rates;
  /** how often one person may write to the chat */
  readonly sendings: Rates;
  /** Opens the store once; a failure is a sentence, and the next call tries again. */
  open(): Promise<{ ok: true; value: OpenDesk } | { ok: false; reason: string }>;
  /** What is open already; null where nobody asked for anything yet. */
  peek(): Promise<OpenDesk | null>;
  close(): Promise<void>;
}

const COLLECT_EVERY_MS = 10 * 60_000;

/** `onError` is told of what goes wrong while nobody waits for it. */
export function createSnapshotAccess(
  settings: SnapshotSettings,
  onError: (error: Error) => void,
  now: () => number = () => Date.now(),
): SnapshotAccess {
  let opened: Promise<OpenDesk | string> | null = null;
  let timer: NodeJS.Timeout | null = null;
  const collect = (desk: SnapshotDesk): void => {
    desk.collector
      .collect()
      .catch((error: unknown) => onError(error instanceof Error ? error : new Error(String(error))));
  };
  const openDesk = async (): Promise<OpenDesk | string> => {
    const store = await openStore(settings, onError);
    if (!store.ok) return store.reason;
    const [seed, pairSecret] = await Promise.all([store.store.secret('signing'), store.store.secret('pairs')]);
    const signer = createSigner(seed);
    const desk = createSnapshotDesk(store.store, settings, onError, createNarrow(signer), now);
    collect(desk);
    timer = setInterval(() => collect(desk), COLLECT_EVERY_MS).unref();
    return { desk, signer, pairSecret };
  };
  return {
    settings,
    isPublic: false,
    drafts: createDrafts(now),
    makings: createRates(20, 3_000, now),
    sendings: createRates(5, 30_000, now),
    async open() {
      opened ??= openDesk();
      const value = await opened;
      if (typeof value !== 'string') return { ok: true, value };
      opened = null;
      return { ok: false, reason: value };
    },
    async peek() {
      const value = await opened;
      return value === null || typeof value === 'string' ? null : value;
    },
    async close() {
      if (timer !== null) clearInterval(timer);
      const value = await opened;
      if (value !== null && typeof value !== 'string') await value.desk.close();
    },
  };
}

async function openStore({ store }: SnapshotSettings, onError: (error: Error) => void): Promise<Opened> {
  if (store === null) return { ok: false, reason: 'Snapshots are switched off (HOPSCOPE_SNAPSHOTS=off).' };
  return store.kind === 'postgres' ? openPostgresStore(store.url, onError) : openFileStore(store.folder);
}
