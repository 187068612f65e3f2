/** A server with snapshots of somebody, behind a proxy that names people, and hostile requests against it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoState, serveStates } from '../../src/routes/serve-scenario.ts';
import { readSnapshotSettings } from '../../src/snapshots/settings.ts';
import { createSnapshotAccess } from '../../src/snapshots/snapshot-access.ts';
import { type HostileResult, sendHostile } from './hostile-requests.ts';

/** Sends so many; the snapshots that were there must be there afterwards, and open for their owner alone. */
export async function besiege(count: number, seed = 1): Promise<HostileResult> {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-siege-'));
  const settings = readSnapshotSettings({
    HOPSCOPE_SNAPSHOTS: folder,
    HOPSCOPE_PRINCIPAL_HEADER: 'x-forwarded-user',
    // The one who is sent as a proxy of tests is not the one who besieges.
    HOPSCOPE_TRUSTED_PROXIES: '10.9.9.9',
  });
  if (!settings.ok) throw new Error(settings.reason);
  const snapshots = createSnapshotAccess(settings.value, () => {});
  const { app } = await serveStates(demoState('waypoint'), { snapshots });
  const asAda = { 'x-forwarded-user': 'ada' };
  const create = { method: 'POST' as const, url: '/api/v1/snapshots', headers: asAda, remoteAddress: '10.9.9.9' };
  const made = [];
  for (let i = 0; i < 3; i++)
    made.push((await app.inject({ ...create, payload: { audience: 'me', title: `secret title ${i}` } })).json());
  const token = String(made[0].path).slice('/s/'.length);
  const secrets = {
    texts: ['secret title', folder, ...made.map(({ revokeToken }) => String(revokeToken))],
    ids: made.map(({ snapshot }) => String(snapshot.id)),
    token,
  };
  try {
    const result = await sendHostile(app, count, secrets, seed);
    for (const { path, snapshot } of made) {
      const open = {
        method: 'POST' as const,
        url: '/api/v1/snapshots/open',
        payload: { token: String(path).slice(3) },
      };
      const own = await app.inject({ ...open, headers: asAda, remoteAddress: '10.9.9.9' });
      const others = await app.inject({ ...open, headers: { 'x-forwarded-user': 'eve' }, remoteAddress: '10.9.9.9' });
      if (own.statusCode !== 200 || others.statusCode !== 404) result.broken.push(`${snapshot.id} is not as it was`);
    }
    return result;
  } finally {
    await app.close();
    await snapshots.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
