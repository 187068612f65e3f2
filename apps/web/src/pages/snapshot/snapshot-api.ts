import type { Profile, Redaction, SnapshotDiff, Viewer } from '@hopscope/core';
import { readJson } from '../../live/api.ts';

export type Expiry = '1h' | '1d' | '7d' | '30d';
export type Audience = 'me' | 'signed-in' | 'anyone';

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
}

export type OpenedSnapshot = { readonly snapshot: KeptSnapshot; readonly file?: string; readonly sealed?: string };

export interface Choice {
  readonly profile: Profile;
  readonly paths: readonly string[];
  readonly pair: string;
  readonly viewer: Partial<Viewer>;
}

export interface Terms {
  readonly title: string;
  readonly audience: Audience;
  readonly expires: Expiry;
}

function post<T>(path: string, body: object): Promise<T> {
  return readJson<T>(path, null, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export const previewSnapshot = ({ pair, ...choice }: Choice): Promise<Preview> =>
  post('/snapshots', { dryRun: true, ...choice, ...(pair === '' ? {} : { pair }) });

export const publishDraft = (draft: string, terms: Terms): Promise<Created> => post('/snapshots', { draft, ...terms });

export const publishSealed = (sealed: string, terms: Terms): Promise<Created> =>
  post('/snapshots', { sealed, ...terms });

export const openByToken = (token: string): Promise<OpenedSnapshot> => post('/snapshots/open', { token });

export const diffByToken = (before: string, after: string): Promise<SnapshotDiff> =>
  post('/snapshots/diff', { before, after });

export const listSnapshots = (all: boolean): Promise<SnapshotList> => readJson(`/snapshots?all=${all}`, null);

export const pauseSnapshot = (id: string, paused: boolean): Promise<unknown> =>
  post(`/snapshots/${id}/${paused ? 'pause' : 'resume'}`, {});

export const revokeSnapshots = (ids: readonly string[]): Promise<{ revoked: number }> =>
  post('/snapshots/revoke', { ids });
