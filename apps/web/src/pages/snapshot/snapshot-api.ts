import type { Profile, Redaction, SnapshotDiff, Viewer } from '@hopscope/core';
import { readJson } from '../../live/api.ts';

export type Expiry = '1h' | '1d' | '7d' | '30d';
export type Audience = 'me' | 'namespaces' | 'signed-in' | 'anyone';

/** What the server tells of a snapshot that it keeps. */
export interface KeptSnapshot {
  readonly id: string;
  readonly owner: string;
  readonly title: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly asOf: string;
  readonly audience: Audience;
  readonly profile: Profile | 'sealed';
  readonly headline: string;
  readonly bytes: number;
  readonly state: 'active' | 'paused' | 'revoked';
  readonly expired: boolean;
  readonly views: number;
  readonly lastViewAt: string | null;
  readonly occasion: 'person' | 'problem' | 'recovery';
  /** it asks for a passphrase */
  readonly locked: boolean;
  readonly rights?: Rights;
  readonly pin: { readonly by: string; readonly at: string; readonly reason: string } | null;
  readonly comments: number;
}

export type Rights = 'as-captured' | 'intersect';

/** What somebody wrote on a snapshot. */
export interface Annotation {
  readonly at: string;
  readonly who: string;
  readonly what: 'comment' | 'title' | 'pinned' | 'unpinned';
  readonly text: string;
}

export interface Preview {
  readonly draft: string;
  readonly digest: string;
  readonly bytes: number;
  readonly expanded: number;
  readonly redaction: Redaction;
  readonly document: string;
}

export interface Created {
  readonly snapshot: KeptSnapshot;
  readonly path: string;
  readonly revokeToken: string;
}

export interface SnapshotList {
  readonly snapshots: readonly KeptSnapshot[];
  readonly principal: string | null;
  readonly admin: boolean;
  readonly anyoneAllowed: boolean;
  readonly login: boolean;
  /** a proxy tells the namespaces of people */
  readonly rights: boolean;
  /** of whoever asks; null = all */
  readonly namespaces: readonly string[] | null;
  /** a snapshot can be sent to a chat */
  readonly webhook: boolean;
}

export interface OpenedSnapshot {
  readonly snapshot: KeptSnapshot;
  readonly annotations: readonly Annotation[];
  readonly file?: string;
  readonly sealed?: string;
}

export interface Choice {
  readonly profile: Profile;
  readonly paths: readonly string[];
  readonly pair: string;
  readonly viewer: Partial<Viewer>;
  /** to be taken along alone; empty = all */
  readonly namespaces: readonly string[];
}

export interface Terms {
  readonly title: string;
  readonly audience: Audience;
  readonly expires: Expiry;
  /** '' = none is asked for */
  readonly passphrase: string;
  /** '' = as is usual on this server */
  readonly rights: Rights | '';
}

function post<T>(path: string, body: object): Promise<T> {
  return readJson<T>(path, null, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export const previewSnapshot = ({ pair, namespaces, ...choice }: Choice): Promise<Preview> =>
  post('/snapshots', {
    dryRun: true,
    ...choice,
    ...(pair === '' ? {} : { pair }),
    ...(namespaces.length === 0 ? {} : { namespaces }),
  });

/** What was not chosen is not said. */
const chosen = ({ passphrase, rights, ...terms }: Terms): object => ({
  ...terms,
  ...withPassphrase(passphrase),
  ...(rights === '' ? {} : { rights }),
});

const withPassphrase = (passphrase: string): object => (passphrase === '' ? {} : { passphrase });

export const publishDraft = (draft: string, terms: Terms): Promise<Created> =>
  post('/snapshots', { draft, ...chosen(terms) });

export const publishSealed = (sealed: string, terms: Terms): Promise<Created> =>
  post('/snapshots', { sealed, ...chosen(terms) });

export const openByToken = (token: string, passphrase: string): Promise<OpenedSnapshot> =>
  post('/snapshots/open', { token, ...withPassphrase(passphrase) });

export const diffByToken = (before: string, after: string, passphrase: string): Promise<SnapshotDiff> =>
  post('/snapshots/diff', { before, after, ...withPassphrase(passphrase) });

export const commentOn = (
  token: string,
  passphrase: string,
  text: string,
): Promise<{ annotations: readonly Annotation[] }> =>
  post('/snapshots/comment', { token, text, ...withPassphrase(passphrase) });

export const sendToChat = (token: string, passphrase: string): Promise<unknown> =>
  post('/snapshots/send', { token, ...withPassphrase(passphrase) });

export const renameSnapshot = (id: string, title: string): Promise<unknown> =>
  post(`/snapshots/${id}/title`, { title });

export const pinSnapshot = (id: string, reason: string): Promise<unknown> => post(`/snapshots/${id}/pin`, { reason });

export const unpinSnapshot = (id: string): Promise<unknown> => post(`/snapshots/${id}/unpin`, {});

export const revokeShowing = (namespace: string): Promise<{ revoked: number }> =>
  post('/snapshots/revoke', { namespace });

export const listSnapshots = (all: boolean): Promise<SnapshotList> => readJson(`/snapshots?all=${all}`, null);

export const pauseSnapshot = (id: string, paused: boolean): Promise<unknown> =>
  post(`/snapshots/${id}/${paused ? 'pause' : 'resume'}`, {});

export const revokeSnapshots = (ids: readonly string[]): Promise<{ revoked: number }> =>
  post('/snapshots/revoke', { ids });
