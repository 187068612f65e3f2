/**
 * The server of the second port: links of snapshots, for people who must reach nothing else. It does not have the mesh, so it
 * cannot tell of it, whatever it is asked.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { analyze } from '@hopscope/core';
import { type AppOptions, createApp } from './app.ts';
import { problemOf, sendProblem } from './http/problem.ts';
import { createPictures } from './render/pictures.ts';
import type { App, Served } from './routes/served.ts';
import { registerSnapshotDiff } from './routes/snapshot-diff.ts';
import { registerSnapshotPage } from './routes/snapshot-page.ts';
import { registerOpen } from './routes/snapshots-owned.ts';
import { NOTHING } from './snapshots/outcome.ts';
import type { SnapshotAccess } from './snapshots/snapshot-access.ts';
import { createBodies } from './store/bodies.ts';
import { createMeshStore } from './store/mesh-store.ts';

export interface PublicAppOptions extends Pick<AppOptions, 'webRoot' | 'loopback' | 'onError'> {
  snapshots: SnapshotAccess;
  version: string;
}

/** Opens and compares by link, and saves; nobody is an administrator here, and whom no proxy names has the link alone. */
export async function buildPublicApp({ snapshots, version, webRoot, ...options }: PublicAppOptions): Promise<App> {
  const app = createApp(options, null);
  const served: Served = {
    store: createMeshStore({ analyze }),
    bodies: createBodies(),
    mode: 'bundle',
    label: '',
    version,
    ignored: [],
    demo: null,
    prometheus: null,
    live: null,
    snapshots: { ...snapshots, isPublic: true },
    embed: null,
  };
  const pictures = createPictures();
  app.addHook('onClose', () => pictures.close());
  registerSnapshotPage(app, served, webRoot, pictures);
  await app.register(
    async (api: App) => {
      api.addHook('preHandler', async (request, reply) => {
        const { before, after } = (request.body ?? {}) as { before?: unknown; after?: unknown };
        if (before === 'now' || after === 'now') await sendProblem(reply, problemOf('not-found', NOTHING.reason));
      });
      registerOpen(api, served);
      registerSnapshotDiff(api, served);
    },
    { prefix: '/api/v1' },
  );
  await registerScripts(app, webRoot);
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, problemOf('not-found', 'Only links of snapshots are open here: /s/TOKEN.')),
  );
  return app;
}

/** What the page of a snapshot is made of. There is no data in it. */
async function registerScripts(app: App, webRoot: string | null): Promise<void> {
  const root = webRoot === null ? null : join(webRoot, 'assets');
  if (root === null || !existsSync(root)) return;
  await app.register(fastifyStatic, {
    root,
    prefix: '/assets/',
    index: false,
    cacheControl: true,
    maxAge: '365d',
    immutable: true,
  });
}
