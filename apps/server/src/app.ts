/** The server over HTTP: what is registered, in which order. */

import sse from '@fastify/sse';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import fastify from 'fastify';
import { formatValidation, registerErrors } from './http/errors.ts';
import { registerSecurity } from './http/security.ts';
import { registerWeb } from './http/web.ts';
import { createPictures, type Pictures } from './render/pictures.ts';
import { registerAccess } from './routes/access.ts';
import { registerChanges } from './routes/changes.ts';
import { registerComponents } from './routes/components.ts';
import { registerDemo } from './routes/demo.ts';
import { registerEmbedLinks } from './routes/embed-links.ts';
import { registerOembed } from './routes/embed-oembed.ts';
import { registerEmbedPage } from './routes/embed-page.ts';
import { registerEmbedPanels } from './routes/embed-panels.ts';
import { registerEmbedTokens } from './routes/embed-tokens.ts';
import { registerFindings } from './routes/findings.ts';
import { registerGraph } from './routes/graph.ts';
import { registerHealth } from './routes/health.ts';
import { registerMesh } from './routes/mesh.ts';
import { registerDescription, registerOpenapi } from './routes/openapi.ts';
import { registerPath } from './routes/path.ts';
import { registerPolicies } from './routes/policies.ts';
import { registerReach } from './routes/reach.ts';
import { registerRender } from './routes/render.ts';
import type { App, Served } from './routes/served.ts';
import { registerServices } from './routes/services.ts';
import { registerSnapshotDiff } from './routes/snapshot-diff.ts';
import { registerSnapshotMetrics } from './routes/snapshot-metrics.ts';
import { registerSnapshotNotes } from './routes/snapshot-notes.ts';
import { registerSnapshotPage } from './routes/snapshot-page.ts';
import { registerSnapshots } from './routes/snapshots.ts';
import { registerSnapshotsOwned } from './routes/snapshots-owned.ts';
import { registerSources } from './routes/sources.ts';
import { registerStream } from './routes/stream.ts';
import { registerTraffic } from './routes/traffic.ts';
import { registerWhatIf } from './routes/what-if.ts';
import { registerWorkloads } from './routes/workloads.ts';
import { createStreamHub } from './store/stream-hub.ts';

export interface AppOptions {
  served: Served;
  /** folder of the built pages; null = only the API */
  webRoot: string | null;
  /** true where only this machine is served: other host names are refused then */
  loopback: boolean;
  /** told of errors that are our own */
  onError?: (error: Error, where: string) => void;
  /** between frames of the stream; default 1 s */
  frameMs?: number;
  /** what draws; default with what is installed */
  pictures?: Pictures;
}

const HEARTBEAT_MS = 15_000;
const API = '/api/v1';

/** A server without a route: what holds for every one of them. */
export function createApp(
  options: Pick<AppOptions, 'loopback' | 'onError'>,
  embed: Parameters<typeof registerSecurity>[1]['embed'],
): App {
  const app = fastify({
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    // Readers of the stream would keep a closing server waiting.
    forceCloseConnections: true,
    http: { maxHeaderSize: 16 * 1024 },
    schemaErrorFormatter: (errors, part) => formatValidation(errors, part),
  }).withTypeProvider<TypeBoxTypeProvider>();
  // JSON alone: a form of a foreign page must not be taken for a wish.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  // Values are of our own types already: the fast serialiser, and schemas for the description alone.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  registerErrors(app, (error, request) =>
    // The route and not the address: addresses of snapshots open them.
    options.onError?.(error, `${request.method} ${request.routeOptions.url ?? 'an unknown address'}`),
  );
  registerSecurity(app, { loopback: options.loopback, embed });
  return app;
}

/** The server, ready to listen. */
export async function buildApp(options: AppOptions): Promise<App> {
  const { served } = options;
  const app = createApp(options, served.embed?.settings ?? null);
  await app.register(sse, { heartbeatInterval: HEARTBEAT_MS });
  await registerDescription(app, served.version);
  await app.register(async (api: App) => registerApi(api, options), { prefix: API });
  registerHealth(app, served);
  const pictures = options.pictures ?? createPictures();
  app.addHook('onClose', () => pictures.close());
  registerSnapshotPage(app, served, options.webRoot, pictures);
  registerEmbedPage(app, served, options.webRoot);
  registerRender(app, served, pictures);
  await registerWeb(app, options.webRoot);
  return app;
}

function registerApi(api: App, { served, frameMs }: AppOptions): void {
  // Whoever only asks whether we are there, again and again, does not look at the mesh.
  api.addHook('onRequest', async ({ url }) => {
    if (!/z$/.test(url.split('?', 1)[0]!)) served.live?.attention.glance();
  });
  registerMesh(api, served);
  registerGraph(api, served);
  registerPath(api, served);
  registerReach(api, served);
  registerAccess(api, served);
  registerPolicies(api, served);
  registerWhatIf(api, served);
  registerFindings(api, served);
  registerComponents(api, served);
  registerChanges(api, served);
  registerServices(api, served);
  registerWorkloads(api, served);
  registerSources(api, served);
  registerTraffic(api, served);
  registerStream(api, createStreamHub(served.store, frameMs), served);
  registerDemo(api, served);
  registerSnapshotRoutes(api, served);
  registerEmbedPanels(api, served);
  registerEmbedTokens(api, served);
  registerEmbedLinks(api, served);
  registerOembed(api, served);
  registerHealth(api, served);
  registerOpenapi(api);
}

function registerSnapshotRoutes(api: App, served: Served): void {
  registerSnapshots(api, served);
  registerSnapshotsOwned(api, served);
  registerSnapshotNotes(api, served);
  registerSnapshotMetrics(api, served);
  registerSnapshotDiff(api, served);
}
