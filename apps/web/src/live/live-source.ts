import {
  type Counts,
  type Drift,
  type Enrolment,
  formatFrom,
  formatTo,
  type PathQuery,
  type PathResult,
  type Reach,
  type Ref,
} from '@hopscope/core';
import type { Ends, PodEnd, ServiceEnd, WorkloadEnd } from '../pages/path/ends.ts';
import type { Beliefs, MeshReading, ReportSource, SourcesReading } from '../report-source.ts';
import { readJson } from './api.ts';
import { followStream } from './follow-stream.ts';
import { livePast } from './live-past.ts';
import { liveReads } from './live-reads.ts';
import { readMesh } from './read-mesh.ts';

/** The server that served this page. `onCounts` is told how large the mesh is before the mesh is there. */
export function createLiveSource(onCounts: (counts: Counts) => void): ReportSource {
  let first: Promise<MeshReading> | null = null;
  return {
    kind: 'live',
    id: 'live',
    readMesh: (signal) => {
      first = readMesh(signal, onCounts);
      return first;
    },
    explain: (query, signal, at) => readJson<PathResult>(`/path?${pathParameters(query, at)}`, signal),
    reach: ({ direction, text }, signal, at) =>
      readJson<Reach>(`/reach?${new URLSearchParams({ [direction]: text, ...(at === null ? {} : { at }) })}`, signal),
    readSources: (signal) => readJson<SourcesReading>('/sources', signal),
    readEnds,
    readPods: async (namespace, name, signal) =>
      (await readJson<{ pods: PodEnd[] }>(`/workloads/${namespace}/${name}`, signal)).pods,
    readBeliefs,
    past: livePast,
    reads: liveReads,
    // The stream builds on what was read first: a large mesh is not read twice.
    subscribe: (events) => followStream(events, () => first),
  };
}

async function readEnds(signal: AbortSignal): Promise<Ends> {
  const [{ services }, { workloads }] = await Promise.all([
    readJson<{ services: ServiceEnd[] }>('/services', signal),
    readJson<{ workloads: WorkloadEnd[] }>('/workloads', signal),
  ]);
  return { services, workloads };
}

async function readBeliefs({ kind, namespace, name }: Ref, signal: AbortSignal, at: string | null): Promise<Beliefs> {
  const parameters = new URLSearchParams({ ...(kind === 'Service' ? {} : { kind }), ...(at === null ? {} : { at }) });
  const path = `/${kind === 'Service' ? 'services' : 'workloads'}/${namespace}/${name}?${parameters}`;
  const answer = await readJson<{ asOf: string; enrolment?: Enrolment | null; drift: Drift | null }>(path, signal);
  return { enrolment: answer.enrolment ?? null, drift: answer.drift, asOf: answer.asOf };
}

function pathParameters(query: PathQuery, at: string | null): URLSearchParams {
  const parameters = new URLSearchParams({ from: formatFrom(query.from), to: formatTo(query.to) });
  if (at !== null) parameters.set('at', at);
  if (!query.http) return parameters;
  parameters.set('method', query.http.method);
  parameters.set('path', query.http.path);
  for (const [name, value] of Object.entries(query.http.headers)) parameters.append('header', `${name}: ${value}`);
  return parameters;
}
