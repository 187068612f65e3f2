/** What the server is asked about panels in other pages. */
import type { PanelName } from '../../embed/embed-query.ts';
import { readJson } from '../../live/api.ts';

export interface EmbedLink {
  readonly id: string;
  readonly owner: string;
  readonly title: string;
  readonly grant: { readonly panel: string; readonly locked: { readonly namespaces: readonly string[] | null } };
  readonly createdAt: string;
  readonly expiresAt: string;
}

export interface EmbedHost {
  readonly origin: string;
  readonly loads: number;
  readonly lastAt: string;
}

export interface Allowed {
  readonly allowed: boolean;
  readonly detail: string;
  readonly configuration: string;
}

export interface LinkWish {
  readonly panel: PanelName;
  readonly namespaces: readonly string[] | null;
  readonly title: string;
  readonly expires: '1d' | '7d' | '30d';
}

export interface MadeLink {
  /** with the token behind `#link=`; told this once */
  readonly path: string;
  readonly link: EmbedLink;
  /** false where it is forgotten when the server ends */
  readonly kept: boolean;
}

export const askAllowed = (origin: string): Promise<Allowed> =>
  readJson(`/embed/allowed?${new URLSearchParams({ origin })}`, null);

export const listLinks = (): Promise<{ links: readonly EmbedLink[] }> => readJson('/embed/links', null);

export const listHosts = (): Promise<{ hosts: readonly EmbedHost[] }> => readJson('/embed/hosts', null);

export const revokeLink = (id: string): Promise<unknown> =>
  readJson(`/embed/links/${encodeURIComponent(id)}`, null, { method: 'DELETE' });

export const makeLink = (wish: LinkWish): Promise<MadeLink> =>
  readJson('/embed/links', null, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
