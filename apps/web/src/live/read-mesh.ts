import {
  type ChainStage,
  type Counts,
  decodeGraph,
  type GraphColumns,
  type Headline,
  type MeshReport,
  type SourceStatus,
} from '@hopscope/core';
import type { MeshReading, PastReading } from '../report-source.ts';
import { readJson } from './api.ts';
import { applyDelta, type Delta } from './delta.ts';

interface Enveloped {
  readonly asOf: string;
  readonly revision: number;
}

interface MeshAnswer extends Enveloped {
  readonly mode: MeshReading['mode'];
  readonly label: string;
  readonly cluster: string;
  readonly headline: Headline;
  readonly counts: Counts;
  readonly chain: ChainStage[];
}

type Findings = Enveloped &
  Pick<MeshReport, 'counts' | 'causes' | 'notEvaluated' | 'cannotJudge'> &
  Partial<Pick<MeshReport, 'symptoms' | 'settling'>>;

const TRIES = 4;

/** Shorter than that nothing is missed on the map, longer nobody remembers it. */
const GONE_SECONDS = 900;

/** The whole report of a moment, with what was gone then. */
export async function readPastMesh(at: string, signal: AbortSignal): Promise<PastReading> {
  const moment = new URLSearchParams({ at });
  const reading = await readParts(`?${moment}`, () => readGraph(`?${moment}&gone=${GONE_SECONDS}`, signal), signal);
  return { ...reading, gone: reading.gone ?? { nodes: [], links: [] } };
}

/** The whole report as it is now. `onCounts` is told how large the mesh is, which is known long before the mesh is there. */
export async function readMesh(signal: AbortSignal, onCounts?: (counts: Counts) => void): Promise<MeshReading> {
  const { gone: _, ...reading } = await readParts('', () => readGraph('', signal), signal, onCounts);
  return reading;
}

/** The report from its parts; asked again where a change came between them. */
async function readParts(
  query: string,
  readOwnGraph: () => ReturnType<typeof readGraph>,
  signal: AbortSignal,
  onCounts?: (counts: Counts) => void,
) {
  for (let left = TRIES; ; left--) {
    const [mesh, graph, findings, sources] = await Promise.all([
      readJson<MeshAnswer>(`/mesh${query}`, signal).then((answer) => {
        onCounts?.(answer.counts);
        return answer;
      }),
      readOwnGraph(),
      readJson<Findings>(`/findings${query}`, signal),
      readSources(query, signal),
    ]);
    const isWhole = [graph, findings, sources].every(({ revision }) => revision === mesh.revision);
    if (!isWhole && left > 1) continue;
    const { asOf, revision, mode, label, cluster, headline, counts, chain } = mesh;
    const { causes, settling = [], symptoms = [], notEvaluated, cannotJudge } = findings;
    const parts = { causes, settling, symptoms, notEvaluated, cannotJudge, ...graph.view, sources: sources.statuses };
    const { gone } = graph;
    return { gone, report: { asOf, cluster, headline, counts, chain, ...parts }, revision, mode, label };
  }
}

/**
 * The reading after a change; only the parts that the change names are read. What the change itself tells is handed to
 * `onStates` at once: a link that fails is seen before the reasons for it are read. It keeps the revision before, for it is
 * not whole.
 */
export async function followDelta(
  reading: MeshReading,
  delta: Delta,
  signal: AbortSignal,
  onStates: (reading: MeshReading) => void,
): Promise<MeshReading> {
  const nothing = Promise.resolve(null);
  const changed = applyDelta(reading.report, delta);
  if (!delta.structure && (delta.causes || delta.sources)) onStates({ ...reading, report: changed });
  const [graph, findings, sources] = await Promise.all([
    delta.structure ? readGraph('', signal) : nothing,
    delta.causes ? readJson<Findings>('/findings', signal) : nothing,
    delta.sources ? readSources('', signal) : nothing,
  ]);
  const isLate = [graph, findings, sources].some((part) => part !== null && part.revision !== delta.revision);
  if (isLate) return readMesh(signal);
  const { causes, settling = [], symptoms = [], notEvaluated, cannotJudge } = findings ?? reading.report;
  const report = {
    ...changed,
    causes,
    settling,
    symptoms,
    notEvaluated,
    cannotJudge,
    ...graph?.view,
    ...(sources ? { sources: sources.statuses } : {}),
  };
  return { ...reading, report, revision: delta.revision };
}

interface GraphAnswer extends Enveloped {
  readonly graph: GraphColumns;
  readonly gone?: PastReading['gone'];
}

async function readGraph(query: string, signal: AbortSignal) {
  const { graph, gone, revision } = await readJson<GraphAnswer>(`/graph${query}`, signal);
  return { view: decodeGraph(graph), gone, revision };
}

async function readSources(query: string, signal: AbortSignal) {
  return await readJson<{ revision: number; statuses: SourceStatus[] }>(`/sources${query}`, signal);
}
