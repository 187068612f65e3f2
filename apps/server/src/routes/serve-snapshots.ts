/** For tests of routes: a server that keeps snapshots in a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPictures } from '../render/pictures.ts';
import { readSnapshotSettings } from '../snapshots/settings.ts';
import { createSnapshotAccess, type SnapshotAccess } from '../snapshots/snapshot-access.ts';
import { demoState, serveStates } from './serve-scenario.ts';
import type { App } from './served.ts';

const root = mkdtempSync(join(tmpdir(), 'hopscope-routes-'));
const opened: { app: App; access: SnapshotAccess }[] = [];

/** To be called after each test. */
export async function closeAll(): Promise<void> {
  for (const { app, access } of opened.splice(0)) {
    await app.close();
    await access.close();
  }
}

/** To be called after all of them. */
export function removeAll(): void {
  rmSync(root, { recursive: true });
}

type Env = Record<string, string>;

/** A proxy names people, and root is an administrator. */
export const LOGIN: Env = { HOPSCOPE_PRINCIPAL_HEADER: 'X-Forwarded-User', HOPSCOPE_ADMINS: 'root' };

/** A server with snapshots, and what a client does with it. */
export async function serveSnapshots(env: Env = {}, pictures = createPictures()) {
  const folder = mkdtempSync(join(root, 'store-'));
  const settings = readSnapshotSettings({ HOPSCOPE_SNAPSHOTS: folder, ...env });
  if (!settings.ok) throw new Error(settings.reason);
  const access = createSnapshotAccess(settings.value, () => {});
  const { app, store } = await serveStates(demoState('waypoint'), { snapshots: access, pictures });
  opened.push({ app, access });
  const call = (
    method: 'GET' | 'POST' | 'DELETE' | 'HEAD',
    url: string,
    payload?: object,
    who?: string,
    more: Env = {},
  ) =>
    app.inject({
      method,
      url,
      ...(payload ? { payload } : {}),
      headers: { ...(who ? { 'x-forwarded-user': who } : {}), ...more },
    });
  const create = async (body: object = {}, who?: string, more: Env = {}) => {
    const answer = await call('POST', '/api/v1/snapshots', body, who, more);
    if (answer.statusCode !== 201) throw new Error(answer.body);
    const { path, snapshot, revokeToken } = answer.json();
    return {
      path: String(path),
      token: String(path).slice(3),
      id: String(snapshot.id),
      revokeToken: String(revokeToken),
      snapshot,
    };
  };
  const open = (token: string, who?: string, passphrase?: string, more: Env = {}) => {
    const body = { token, ...(passphrase === undefined ? {} : { passphrase }) };
    return call('POST', '/api/v1/snapshots/open', body, who, more);
  };
  return { app, access, store, folder, call, create, open };
}
