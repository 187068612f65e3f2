/** What serving panels needs: who may frame them, the keys of tokens, the links, and who embeds us. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Unavailable } from '../http/errors.ts';
import { createRates, type Rates } from '../snapshots/rates.ts';
import type { SnapshotSettings } from '../snapshots/settings.ts';
import type { SnapshotAccess } from '../snapshots/snapshot-access.ts';
import type { EmbedLinks } from './embed-links.ts';
import { createEmbedTokens, type EmbedTokens } from './embed-token.ts';
import { openFileLinks } from './file-links.ts';
import { createHosts, type Hosts } from './hosts.ts';
import { openPostgresLinks } from './postgres-links.ts';
import type { EmbedSettings } from './settings.ts';

export interface EmbedAccess {
  readonly settings: EmbedSettings;
  /** how a proxy tells who asks */
  readonly people: Pick<SnapshotSettings, 'principalHeader' | 'trustedProxies' | 'admins'>;
  readonly hosts: Hosts;
  /** how often links may be tried, and tokens be made */
  readonly tries: Rates;
  tokens(): Promise<EmbedTokens>;
  links(): Promise<EmbedLinks>;
  /** false where links are forgotten when the server ends */
  readonly keepsLinks: boolean;
  close(): Promise<void>;
}

/**
 * The secret of tokens lies where snapshots do, so that all servers of one store agree; without a store it is made anew with
 * every start, and panels fetch new tokens. Links lie in a file beside the snapshots or in the same database. `onError` is told of
 * what goes wrong while nobody waits for it.
 */
export function createEmbedAccess(
  settings: EmbedSettings,
  snapshots: SnapshotAccess,
  onError: (error: Error) => void,
  now: () => number = () => Date.now(),
): EmbedAccess {
  const { store } = snapshots.settings;
  let tokens: Promise<EmbedTokens> | null = null;
  let links: Promise<EmbedLinks> | null = null;
  const secret = async (): Promise<Buffer> => {
    const opened = await snapshots.open();
    if (opened.ok) return opened.value.desk.store.secret('embed');
    // Several servers share a database: tokens of a secret of one's own would open nothing at the others.
    if (store?.kind === 'postgres') throw new Unavailable(opened.reason);
    return randomBytes(32);
  };
  const openLinks = async (): Promise<EmbedLinks> => {
    try {
      if (store?.kind === 'postgres') return await openPostgresLinks(store.url, now, onError);
      return await openFileLinks(store === null ? null : join(store.folder, 'embed'), now);
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
      throw new Unavailable(
        'Links cannot be kept or read now: the server says why. Panels with a token are not affected.',
      );
    }
  };
  return {
    settings,
    people: snapshots.settings,
    hosts: createHosts(now),
    tries: createRates(60, 1_000, now),
    keepsLinks: store !== null,
    tokens() {
      tokens ??= secret().then((bytes) => createEmbedTokens(bytes, now));
      // A store that does not answer may come back: the next request tries again.
      tokens.catch(() => {
        tokens = null;
      });
      return tokens;
    },
    links() {
      links ??= openLinks();
      links.catch(() => {
        links = null;
      });
      return links;
    },
    async close() {
      await (await links?.catch(() => null))?.close();
    },
  };
}
