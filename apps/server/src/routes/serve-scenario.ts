/** For tests of routes: a server over a scenario of core, without a socket. */
import { analyze, type MeshState, normalizeBundle, readBundleDocument } from '@hopscope/core';
import { type Bundle, type ChapterId, demoBundle } from '@hopscope/core/scenarios';
import { type AppOptions, buildApp } from '../app.ts';
import { createBodies } from '../store/bodies.ts';
import { createMeshStore, type MeshStore } from '../store/mesh-store.ts';
import type { App, Served } from './served.ts';

export const TAKEN_AT = '2026-11-20T10:00:00Z';

/** The state of a bundle; throws where it is none. */
export function stateOfBundle(bundle: Bundle): MeshState {
  const read = normalizeBundle(readBundleDocument(bundle));
  if (!read.ok) throw new Error(read.reason);
  return read.state;
}

const states = new Map<string, MeshState>();

/** The demo's mesh in a chapter, 10 seconds into it; the same object each time. */
export function demoState(chapter: ChapterId): MeshState {
  const state = states.get(chapter) ?? stateOfBundle(demoBundle(chapter, TAKEN_AT, 10));
  states.set(chapter, state);
  return state;
}

/** A server over states; the first one is given at once. */
export async function serveStates(
  first: MeshState | null,
  options: Partial<Served> & Partial<Pick<AppOptions, 'webRoot' | 'loopback' | 'frameMs' | 'pictures'>> = {},
): Promise<{ app: App; store: MeshStore }> {
  const { webRoot = null, loopback = false, frameMs = 1_000, pictures, ...served } = options;
  const store = createMeshStore({ analyze, firstRevision: 100 });
  if (first !== null) store.accept(first);
  const app = await buildApp({
    served: {
      store,
      bodies: createBodies(),
      mode: 'bundle',
      label: 'a test',
      version: '0.0.0',
      ignored: [],
      demo: null,
      prometheus: null,
      live: null,
      snapshots: null,
      embed: null,
      ...served,
    },
    webRoot,
    loopback,
    frameMs,
    ...(pictures === undefined ? {} : { pictures }),
  });
  return { app, store };
}
