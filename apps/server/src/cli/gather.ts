/** `hopscope gather`: a cluster at this moment, as one file. */
import { KINDS, type RawReading } from '@hopscope/core';
import { createAskPod } from '../collect/ask-pod.ts';
import { gatherCluster } from '../kubernetes/gather.ts';
import { openPrometheus } from '../prometheus/open.ts';
import { gatherPrometheus } from '../prometheus/poll.ts';
import { fileReason } from '../sources/bundle-files.ts';
import { askComponents } from './ask-components.ts';
import type { Command } from './command-line.ts';
import { createProgress } from './gather-progress.ts';
import { tellResult } from './gather-result.ts';
import { stateOf } from './read-mesh.ts';
import { redactObject } from './redact.ts';
import { EXIT, printable, type Terminal } from './terminal.ts';
import { type GatheredBundle, packBundle, writeWhole } from './write-bundle.ts';

/** Gathers and writes; resolves to 0 where a bundle was written, however much was forbidden. */
export async function runGather(command: Extract<Command, { name: 'gather' }>, terminal: Terminal): Promise<number> {
  const { kubeconfig, context } = command.mesh;
  const fail = (reason: string): number => {
    terminal.err(`hopscope: ${printable(reason)}\n`);
    return EXIT.failed;
  };
  const prometheus = await openPrometheus(command.prometheus);
  if (!prometheus.ok) return fail(prometheus.message);
  const progress = createProgress(terminal);
  let takenAt = new Date().toISOString();
  let readings: RawReading[] = [];
  const gathered = await gatherCluster(
    { path: kubeconfig, context },
    {
      kinds: KINDS,
      onProgress: ({ kind, index, total, objects }) =>
        progress.show({ what: kind, index, total, found: `${objects} objects` }),
      async afterwards(client, found) {
        if (command.tiers === 0) return;
        const mesh = stateOf(found);
        if (mesh !== null) readings = await askComponents(createAskPod(client), mesh, command.tiers, progress);
        if (prometheus.value !== null) {
          progress.show({ what: 'prometheus', index: 0, total: 1, found: 'asked' });
          readings.push(...(await gatherPrometheus(prometheus.value)));
        }
        // No answer is younger than the bundle.
        takenAt = new Date().toISOString();
      },
    },
  );
  progress.end();
  await prometheus.value?.close();
  if (!gathered.ok) return fail(gathered.message);
  const { objects, unread } = gathered.value;
  const bundle: GatheredBundle = {
    hopscopeBundle: 1,
    takenAt,
    cluster: gathered.value.context,
    objects: objects.map(redactObject),
    readings,
    unread,
  };
  const bytes = await packBundle(bundle, command.output);
  if (command.output === '-') {
    terminal.out(Buffer.from(bytes).toString('utf8'));
  } else {
    try {
      await writeWhole(command.output, bytes);
    } catch (error) {
      return fail(writeReason(command.output, error));
    }
  }
  tellResult(terminal, { output: command.output, tiers: command.tiers, bytes: bytes.length, bundle });
  return EXIT.ok;
}

function writeReason(path: string, error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT')
    return `${path} cannot be written: its folder does not exist.`;
  return fileReason(path, error).replace('cannot be read', 'cannot be written');
}
