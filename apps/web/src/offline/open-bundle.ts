import {
  analyze,
  driftOfService,
  driftOfWorkload,
  enrolmentOf,
  explain,
  type Ignored,
  looksLikeSnapshot,
  type MeshState,
  normalizeBundle,
  type Parsed,
  parseFrom,
  parseTo,
  type Reach,
  readBundle,
  reportTiers,
  whatItReaches,
  whoCanReach,
} from '@hopscope/core';
import { endsOfState, podsOfState } from '../pages/path/ends.ts';
import { readSnapshot } from '../pages/snapshot/read-snapshot.ts';
import { createSnapshotSource } from '../pages/snapshot/snapshot-source.ts';
import { type ReachAsk, type ReportSource, SourceError } from '../report-source.ts';
import { readsOfState } from './file-reads.ts';
import { unpackFiles } from './unpack.ts';

export interface OpenedBundle {
  readonly source: ReportSource;
  readonly name: string;
  readonly takenAt: string;
  /** what was not understood, and why */
  readonly ignored: readonly Ignored[];
}

export type Opened =
  | { readonly ok: true; readonly bundle: OpenedBundle }
  | { readonly ok: false; readonly reason: string };

/** Judges files in the browser: nothing of them leaves the machine. This module carries the engine and is loaded on demand. */
export async function openBundle(files: readonly File[]): Promise<Opened> {
  const name = files.length === 1 ? files[0]!.name : `${files.length} files`;
  try {
    const unpacked = await unpackFiles(files);
    const [only] = unpacked;
    if (only && unpacked.length === 1 && looksLikeSnapshot(only.text)) return await openSnapshot(only.text, name);
    const normalized = normalizeBundle(readBundle(unpacked));
    if (!normalized.ok) return { ok: false, reason: normalized.reason };
    const { state, ignored } = normalized;
    const report = analyze(state);
    const id = `file ${name} ${Date.now()}`;
    const source: ReportSource = {
      kind: 'offline',
      id,
      readMesh: () => Promise.resolve({ report, revision: 1, mode: 'file', label: name }),
      explain: (query) => Promise.resolve(explain(state, query)),
      reach: async (ask) => reachIn(state, ask),
      readSources: async () => ({
        statuses: report.sources,
        tiers: reportTiers(report.sources, Date.parse(report.asOf)),
        ignored,
      }),
      readEnds: () => Promise.resolve(endsOfState(state)),
      readPods: (namespace, workload) => Promise.resolve(podsOfState(state, namespace, workload)),
      readBeliefs: async (object) =>
        object.kind === 'Service'
          ? { enrolment: null, drift: driftOfService(state, object), asOf: state.takenAt }
          : { enrolment: enrolmentOf(state, object), drift: driftOfWorkload(state, object), asOf: state.takenAt },
      past: null,
      reads: readsOfState(state),
      subscribe: () => () => undefined,
    };
    return { ok: true, bundle: { source, name, takenAt: state.takenAt, ignored } };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, reason: `${name} cannot be read: ${why}` };
  }
}

/** A snapshot that somebody saved: it is shown as it was judged, and not judged again. */
async function openSnapshot(text: string, name: string): Promise<Opened> {
  const read = await readSnapshot(text);
  // Whoever dropped a file has it already: there is nothing to offer to save.
  if (!read.ok) return { ok: false, reason: read.reason };
  const { document, bytes } = read.snapshot;
  const ignored =
    bytes === 'unaltered' ? [] : [{ path: name, why: 'Whether it was altered cannot be told on this page.' }];
  return { ok: true, bundle: { source: createSnapshotSource(document, name), name, takenAt: document.asOf, ignored } };
}

function reachIn(state: MeshState, { direction, text }: ReachAsk): Reach {
  const reach =
    direction === 'to' ? whoCanReach(state, endOf(parseTo(text))) : whatItReaches(state, endOf(parseFrom(text)));
  if (reach.refusal !== '') throw new SourceError('unknown-end', reach.refusal);
  return reach;
}

function endOf<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new SourceError('bad-endpoint', parsed.reason);
  return parsed.value;
}
