/** The state a one-off command is about: a bundle's, or a live cluster's read once. */
import {
  KINDS,
  type MeshState,
  normalizeBundle,
  type PathQuery,
  type RawReading,
  READING_SOURCES,
  readBundleDocument,
} from '@hopscope/core';
import { createAskPod } from '../collect/ask-pod.ts';
import { type Gathered, gatherCluster } from '../kubernetes/gather.ts';
import { readBundleState, type StateRead } from '../sources/bundle.ts';
import { askComponents, askOnPath } from './ask-components.ts';
import { createProgress, type Progress } from './gather-progress.ts';
import type { AskedMesh } from './option-values.ts';
import type { Terminal } from './terminal.ts';

const NOT_ASKED = 'not asked for by this command';
const OBJECTS_ALONE = `${NOT_ASKED}, which was to read Kubernetes objects alone (--tiers 0)`;

/**
 * Reads it; a failure is one plain sentence. Of a live cluster the components are asked too, up to the tier that is wanted:
 * for a `query` those on its path, else all of them.
 */
export async function readMesh(
  mesh: AskedMesh,
  terminal: Terminal,
  query: PathQuery | null = null,
): Promise<StateRead> {
  if (mesh.bundle !== null) return readBundleState(mesh.bundle, terminal.readStdin);
  const { tiers } = mesh;
  // Whoever reads the answer by a program has no use for a bar.
  const progress = terminal.isErrTTY ? createProgress(terminal) : SILENT;
  let answers: RawReading[] = [];
  const gathered = await gatherCluster(
    { path: mesh.kubeconfig, context: mesh.context },
    {
      kinds: KINDS,
      onProgress: ({ kind, index, total, objects }) =>
        progress.show({ what: kind, index, total, found: `${objects} objects` }),
      async afterwards(client, found) {
        const state = tiers === 0 ? null : stateOf(found);
        if (state === null) return;
        const ask = createAskPod(client);
        answers = query
          ? await askOnPath(ask, state, query, tiers, progress)
          : await askComponents(ask, state, tiers, progress);
      },
    },
  );
  progress.end();
  if (!gathered.ok) return { ok: false, reason: gathered.message };
  const { objects, unread, context } = gathered.value;
  const document = {
    hopscopeBundle: 1,
    takenAt: new Date().toISOString(),
    cluster: context,
    objects,
    unread,
    readings: [...answers, ...unasked(answers, tiers)],
  };
  return normalizeBundle(readBundleDocument(document, `the cluster ${context}`));
}

const SILENT: Progress = { show: () => {}, end: () => {} };

/** What objects alone show; null where they are none. */
export function stateOf({ objects, unread }: Gathered): MeshState | null {
  const mesh = normalizeBundle(readBundleDocument({ hopscopeBundle: 1, objects, unread, readings: [] }));
  return mesh.ok ? mesh.state : null;
}

/** Sources that nobody was asked for, and why. */
function unasked(answers: readonly RawReading[], tiers: number): RawReading[] {
  const asked = new Set(answers.map(({ source }) => source));
  const message = tiers === 0 ? OBJECTS_ALONE : NOT_ASKED;
  return READING_SOURCES.filter((source) => !asked.has(source)).map((source) => ({
    source,
    error: { code: 'not-read', message },
  }));
}
