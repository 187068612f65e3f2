import { formatFrom, formatTo, type MeshReport, type PathQuery, type PathResult } from '@hopscope/core';
import type { Ends, PodEnd, ServiceEnd, WorkloadEnd } from './pages/path/ends.ts';
import { type ReportEvents, type ReportSource, SourceError } from './report-source.ts';

const API = '/api/v1';
const POLL_MILLISECONDS = 5000;

/** The server that served this page. */
export function createLiveSource(): ReportSource {
  return {
    kind: 'live',
    id: 'live',
    title: '',
    readReport: (signal) => readJson<MeshReport>('/mesh', signal),
    explain: (query, signal) => readJson<PathResult>(`/path?${pathParameters(query)}`, signal),
    readEnds,
    readPods: async (namespace, name, signal) =>
      (await readJson<{ pods: PodEnd[] }>(`/workloads/${namespace}/${name}`, signal)).pods,
    subscribe,
  };
}

async function readEnds(signal: AbortSignal): Promise<Ends> {
  const [{ services }, { workloads }] = await Promise.all([
    readJson<{ services: ServiceEnd[] }>('/services', signal),
    readJson<{ workloads: WorkloadEnd[] }>('/workloads', signal),
  ]);
  return { services, workloads };
}

function pathParameters(query: PathQuery): URLSearchParams {
  const parameters = new URLSearchParams({ from: formatFrom(query.from), to: formatTo(query.to) });
  if (!query.http) return parameters;
  parameters.set('method', query.http.method);
  parameters.set('path', query.http.path);
  for (const [name, value] of Object.entries(query.http.headers)) parameters.append('header', `${name}: ${value}`);
  return parameters;
}

async function readJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const answer = await fetch(`${API}${path}`, { signal, headers: { accept: 'application/json' } });
  if (answer.ok) return (await answer.json()) as T;
  const problem = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string; title?: string };
  const said = problem.detail ?? problem.title ?? `The server answered ${answer.status}.`;
  throw new SourceError(problem.code ?? `http-${answer.status}`, said);
}

function subscribe({ onReport, onLine }: ReportEvents): () => void {
  const abort = new AbortController();
  const poll = () => {
    readJson<MeshReport>('/mesh', abort.signal).then(
      (report) => {
        onReport(report);
        onLine('live');
      },
      () => onLine('lost'),
    );
  };
  const timer = setInterval(poll, POLL_MILLISECONDS);
  return () => {
    clearInterval(timer);
    abort.abort();
  };
}
