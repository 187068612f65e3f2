/** For tests: a fake API server with everything Hopscope reads, and a kubeconfig for it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KINDS, kindSpec } from '@hopscope/core';
import type { Bundle } from '@hopscope/core/scenarios';
import { type FakeApiServer, startFakeApiServer } from '../kubernetes/fake-api-server.ts';

export interface FakeCluster {
  server: FakeApiServer;
  /** path of a kubeconfig whose current context is `fake` */
  kubeconfig: string;
  close(): Promise<void>;
}

/** Starts it with the objects of a bundle; kinds that the bundle lacks are served and empty. */
export async function startFakeCluster(bundle: Pick<Bundle, 'objects'>): Promise<FakeCluster> {
  const server = await startFakeApiServer(
    KINDS.map(({ group, versions, resource }) => `${group}/${versions[0]}/${resource}`),
  );
  for (const object of bundle.objects) {
    const { name, namespace } = object.metadata;
    const path = listPathOf(object.kind);
    // A list of the fake holds each name once, whatever its namespace.
    if (path !== null) {
      const held = server.put(path, `${namespace ?? ''}/${name}`);
      Object.assign(held, object, { metadata: { ...object.metadata, resourceVersion: held.metadata.resourceVersion } });
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-cluster-'));
  const kubeconfig = join(folder, 'config');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      'current-context': 'fake',
      clusters: [{ name: 'c', cluster: { server: server.url } }],
      users: [{ name: 'u', user: {} }],
      contexts: [{ name: 'fake', context: { cluster: 'c', user: 'u' } }],
    }),
  );
  const close = async (): Promise<void> => {
    await server.close();
    rmSync(folder, { recursive: true });
  };
  return { server, kubeconfig, close };
}

/** The path of a kind's list over the whole cluster; null for a kind that is not read. */
export function listPathOf(kind: string): string | null {
  const spec = kindSpec(kind);
  if (spec === undefined) return null;
  const root = spec.group === '' ? '/api' : `/apis/${spec.group}`;
  return `${root}/${spec.versions[0]}/${spec.resource}`;
}
