/** The state a one-off command is about: a bundle's, or a live cluster's read once. */
import { KINDS, normalizeBundle, READING_SOURCES, readBundleDocument } from '@hopscope/core';
import { gatherCluster } from '../kubernetes/gather.ts';
import { readBundleState, type StateRead } from '../sources/bundle.ts';
import type { MeshChoice } from './option-values.ts';
import type { Terminal } from './terminal.ts';

const NOT_COLLECTED = 'not asked for by this command, which reads Kubernetes objects alone';

/** Reads it; a failure is one plain sentence. */
export async function readMesh(mesh: MeshChoice, terminal: Terminal): Promise<StateRead> {
  if (mesh.bundle !== null) return readBundleState(mesh.bundle, terminal.readStdin);
  const gathered = await gatherCluster({ path: mesh.kubeconfig, context: mesh.context }, { kinds: KINDS });
  if (!gathered.ok) return { ok: false, reason: gathered.message };
  const { objects, unread, context } = gathered.value;
  const readings = READING_SOURCES.map((source) => ({ source, error: { code: 'not-read', message: NOT_COLLECTED } }));
  const document = {
    hopscopeBundle: 1,
    takenAt: new Date().toISOString(),
    cluster: context,
    objects,
    unread,
    readings,
  };
  return normalizeBundle(readBundleDocument(document, `the cluster ${context}`));
}
