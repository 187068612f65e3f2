/** `hopscope gather`: a cluster at this moment, as one file. */
import { setTimeout } from 'node:timers/promises';
import { KINDS, normalizeBundle, type RawReading, readBundleDocument } from '@hopscope/core';
import { createAskPod } from '../collect/ask-pod.ts';
import { type Target, targetsOf } from '../collect/targets.ts';
import type { ApiClient } from '../kubernetes/client.ts';
import { type Gathered, gatherCluster } from '../kubernetes/gather.ts';
import { openPrometheus } from '../prometheus/open.ts';
import { gatherPrometheus } from '../prometheus/poll.ts';
import { fileReason } from '../sources/bundle-files.ts';
import type { Command } from './command-line.ts';
import { createProgress, type Progress } from './gather-progress.ts';
import { gatherReadings } from './gather-readings.ts';
import { tellResult } from './gather-result.ts';
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
        readings = await askComponents(client, found, command.tiers, progress);
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

/** Pages of metrics count since a start; two with this between them tell what goes on now. In ms. */
const BETWEEN_PAGES_MS = 15_000;

/** Asks the components that the objects show for everything up to a tier, and for their metrics a second time. */
async function askComponents(
  client: ApiClient,
  found: Gathered,
  tiers: number,
  progress: Progress,
): Promise<RawReading[]> {
  const document = { hopscopeBundle: 1, objects: found.objects, unread: found.unread, readings: [] };
  const mesh = normalizeBundle(readBundleDocument(document));
  const targets = mesh.ok ? targetsOf(mesh.state).filter(({ signal }) => signal.tier <= tiers) : [];
  const ask = createAskPod(client);
  const gather = (asked: readonly Target[]): Promise<RawReading[]> =>
    gatherReadings({
      ask,
      targets: asked,
      onProgress: ({ source, index, total, failed }) =>
        progress.show({ what: source, index, total, found: failed === 0 ? 'all answered' : `${failed} unread` }),
    });
  const begun = Date.now();
  const first = await gather(targets);
  const again = targets.filter(({ signal }, i) => signal.source.endsWith('-metrics') && !first[i]?.error);
  if (again.length === 0) return first;
  const pause = Math.max(0, begun + BETWEEN_PAGES_MS - Date.now());
  progress.show({ what: 'metrics again', index: 0, total: again.length, found: `in ${Math.ceil(pause / 1000)} s` });
  await setTimeout(pause);
  return [...first, ...(await gather(again)).filter(({ error }) => !error)];
}

function writeReason(path: string, error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT')
    return `${path} cannot be written: its folder does not exist.`;
  return fileReason(path, error).replace('cannot be read', 'cannot be written');
}
