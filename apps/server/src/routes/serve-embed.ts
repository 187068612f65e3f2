/** For tests of routes: a server with panels, and what clients do with it. */
import { createEmbedAccess } from '../embed/embed-access.ts';
import { readEmbedSettings } from '../embed/settings.ts';
import type { Pictures } from '../render/pictures.ts';
import { readSnapshotSettings } from '../snapshots/settings.ts';
import { createSnapshotAccess } from '../snapshots/snapshot-access.ts';
import { type Bodies, createBodies } from '../store/bodies.ts';
import { demoState, serveStates } from './serve-scenario.ts';

export const PORTAL = 'https://portal.example';

/** Panels of the demo while its waypoint fails; `clock` moves what tokens think the time is, `made` tells which answers were computed. */
export async function serveEmbed(
  env: Record<string, string> = {},
  options: { webRoot?: string; pictures?: Pictures } = {},
) {
  const settings = readSnapshotSettings({ HOPSCOPE_SNAPSHOTS: 'off', ...env });
  const embedSettings = readEmbedSettings({ HOPSCOPE_EMBED_ORIGINS: PORTAL, ...env });
  if (!settings.ok || !embedSettings.ok) throw new Error('The environment of the test is wrong.');
  const clock = { at: Date.now() };
  const access = createSnapshotAccess(settings.value, () => {});
  const embed = createEmbedAccess(
    embedSettings.value,
    access,
    () => {},
    () => clock.at,
  );
  const bodies = createBodies();
  const made: string[] = [];
  const counted: Bodies = {
    at: (revision, key, make) =>
      bodies.at(revision, key, () => {
        made.push(key);
        return make();
      }),
  };
  const { app, store } = await serveStates(demoState('waypoint'), {
    snapshots: access,
    embed,
    bodies: counted,
    ...options,
  });
  const mint = async (wish: object) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/embed/tokens',
      payload: { origin: PORTAL, ...wish },
    });
    return String(answer.json().token);
  };
  const panel = (url: string, token: string | null, origin?: string) =>
    app.inject({
      url: `/api/v1/embed/panels/${url}`,
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(origin ? { origin } : {}) },
    });
  return { app, store, made, clock, mint, panel };
}
