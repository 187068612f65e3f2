/** The second port, where there are links of snapshots and nothing else. */
import { isLoopbackHost } from '../http/security.ts';
import { buildPublicApp } from '../public-app.ts';
import type { Served } from '../routes/served.ts';
import { bracketed, displayHost, listen } from './listen.ts';
import type { Terminal } from './terminal.ts';

export type OpenedPublic = { ok: true; close: () => Promise<void> } | { ok: false; reason: string };

/** Opens it where HOPSCOPE_SNAPSHOT_LISTEN names one. */
export async function openPublic(served: Served, webRoot: string | null, terminal: Terminal): Promise<OpenedPublic> {
  const { snapshots } = served;
  const where = snapshots?.settings.listen ?? null;
  if (snapshots === null || where === null) return { ok: true, close: async () => {} };
  const app = await buildPublicApp({
    snapshots,
    version: served.version,
    webRoot,
    loopback: isLoopbackHost(bracketed(where.host)),
    onError: (error, route) => terminal.err(`hopscope: ${route} failed: ${error.stack ?? error.message}\n`),
  });
  const listening = await listen(app, where);
  if (!listening.ok) return { ok: false, reason: `HOPSCOPE_SNAPSHOT_LISTEN: ${listening.reason}` };
  terminal.out(
    `Links of snapshots are open at http://${displayHost(where.host)}:${listening.port}/s/ and nothing else is\n`,
  );
  return { ok: true, close: () => app.close() };
}
