import { formatFrom, formatTo, type PathQuery, type PathResult, type Reach } from '@hopscope/core';
import type { Ends, PodEnd, ServiceEnd, WorkloadEnd } from '../pages/path/ends.ts';
import type { ReportSource } from '../report-source.ts';
import { readJson } from './api.ts';
import { followStream } from './follow-stream.ts';
import { readMesh } from './read-mesh.ts';

/** The server that served this page. */
export function createLiveSource(): ReportSource {
  return {
    kind: 'live',
    id: 'live',
    readMesh,
    explain: (query, signal, at) => readJson<PathResult>(`/path?${pathParameters(query, at)}`, signal),
    reach: ({ direction, text }, signal) =>
      readJson<Reach>(`/reach?${new URLSearchParams({ [direction]: text })}`, signal),
    readEnds,
    readPods: async (namespace, name, signal) =>
      (await readJson<{ pods: PodEnd[] }>(`/workloads/${namespace}/${name}`, signal)).pods,
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

function pathParameters(query: PathQuery, at: string | null): URLSearchParams {
  const parameters = new URLSearchParams({ from: formatFrom(query.from), to: formatTo(query.to) });
  if (at !== null) parameters.set('at', at);
  if (!query.http) return parameters;
  parameters.set('method', query.http.method);
  parameters.set('path', query.http.path);
  for (const [name, value] of Object.entries(query.http.headers)) parameters.append('header', `${name}: ${value}`);
  return parameters;
}
