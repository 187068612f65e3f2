/** What serving panels needs: who may frame them, the keys of tokens, the links, and who embeds us. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createRates, type Rates } from '../snapshots/rates.ts';
import type { SnapshotSettings } from '../snapshots/settings.ts';
import type { SnapshotAccess } from '../snapshots/snapshot-access.ts';
import { type EmbedLinks, openEmbedLinks } from './embed-links.ts';
import { createEmbedTokens, type EmbedTokens } from './embed-token.ts';
import { createHosts, type Hosts } from './hosts.ts';
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
}

/**
 * The secret of tokens lies where snapshots do, so that all servers of one store agree; without a store it is made anew with
 * every start, and panels fetch new tokens.
 */
export function createEmbedAccess(
  settings: EmbedSettings,
  snapshots: SnapshotAccess,
  now: () => number = () => Date.now(),
): EmbedAccess {
  const { store } = snapshots.settings;
  const folder = store?.kind === 'files' ? join(store.folder, 'embed') : null;
  let tokens: Promise<EmbedTokens> | null = null;
  let links: Promise<EmbedLinks> | null = null;
  const secret = async (): Promise<Buffer> => {
    const opened = await snapshots.open();
    return opened.ok ? opened.value.desk.store.secret('embed') : randomBytes(32);
  };
  return {
    settings,
    people: snapshots.settings,
    hosts: createHosts(now),
    tries: createRates(60, 1_000, now),
    keepsLinks: folder !== null,
    tokens() {
      tokens ??= secret().then((bytes) => createEmbedTokens(bytes, now));
      return tokens;
    },
    links() {
      links ??= openEmbedLinks(folder, now);
      // A folder that could not be read may be mended: the next request tries again.
      links.catch(() => {
        links = null;
      });
      return links;
    },
  };
}
