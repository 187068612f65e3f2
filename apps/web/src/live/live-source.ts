import {
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
import type { Beliefs, ReportSource } from '../report-source.ts';
import { readJson } from './api.ts';
import { followStream } from './follow-stream.ts';
import { liveReads } from './live-reads.ts';
import { readMesh } from './read-mesh.ts';

/** The server that served this page. */
export function createLiveSource(): ReportSource {
  return {
    kind: 'live',
    id: 'live',
    readMesh,
    explain: (query, signal) => readJson<PathResult>(`/path?${pathParameters(query)}`, signal),
    reach: ({ direction, text }, signal) =>
      readJson<Reach>(`/reach?${new URLSearchParams({ [direction]: text })}`, signal),
    readEnds,
    readPods: async (namespace, name, signal) =>
      (await readJson<{ pods: PodEnd[] }>(`/workloads/${namespace}/${name}`, signal)).pods,
    readBeliefs,
    reads: liveReads,
    subscribe: followStream,
  };
}

async function readEnds(signal: AbortSignal): Promise<Ends> {
  const [{ services }, { workloads }] = await Promise.all([
    readJson<{ services: ServiceEnd[] }>('/services', signal),
    readJson<{ workloads: WorkloadEnd[] }>('/workloads', signal),
  ]);
  return { services, workloads };
}

async function readBeliefs({ kind, namespace, name }: Ref, signal: AbortSignal): Promise<Beliefs> {
  const path = kind === 'Service' ? `/services/${namespace}/${name}` : `/workloads/${namespace}/${name}?kind=${kind}`;
  const answer = await readJson<{ asOf: string; enrolment?: Enrolment | null; drift: Drift | null }>(path, signal);
  return { enrolment: answer.enrolment ?? null, drift: answer.drift, asOf: answer.asOf };
}

function pathParameters(query: PathQuery): URLSearchParams {
  const parameters = new URLSearchParams({ from: formatFrom(query.from), to: formatTo(query.to) });
  if (!query.http) return parameters;
  parameters.set('method', query.http.method);
  parameters.set('path', query.http.path);
  for (const [name, value] of Object.entries(query.http.headers)) parameters.append('header', `${name}: ${value}`);
  return parameters;
}
