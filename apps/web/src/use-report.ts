import type { MeshReport, PathQuery, PathResult } from '@hopscope/core';
import { formatAsk } from '@hopscope/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState } from 'react';
import type { LineState, ReportSource } from './report-source.ts';

/** The source that the whole page looks at. */
export const SourceContext = createContext<ReportSource | null>(null);

export function useSource(): ReportSource {
  const source = use(SourceContext);
  if (!source) throw new Error('useSource outside of SourceContext');
  return source;
}

/** The five states of everything that is read; `stale` keeps showing what it had. */
export type Reading<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly data: T }
  | { readonly state: 'stale'; readonly data: T; readonly message: string }
  | { readonly state: 'error'; readonly message: string };

/** The report of the mesh, kept current by its source. */
export function useReport(): { readonly report: Reading<MeshReport>; readonly line: LineState } {
  const source = useSource();
  const client = useQueryClient();
  const [line, setLine] = useState<LineState>(source.kind === 'live' ? 'connecting' : 'fixed');
  const query = useQuery({
    queryKey: ['report', source.id],
    queryFn: ({ signal }) => source.readReport(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(
    () =>
      source.subscribe({
        onReport: (report) => client.setQueryData(['report', source.id], report),
        onLine: setLine,
      }),
    [source, client],
  );
  return { report: toReading(query, line === 'lost'), line };
}

/** The verdict of one path; `null` asks nothing. Asked again whenever the report changes. */
export function usePath(query: PathQuery | null): Reading<PathResult> {
  const source = useSource();
  const { report } = useReport();
  const asOf = 'data' in report ? report.data.asOf : '';
  const answer = useQuery({
    queryKey: ['path', source.id, query && formatAsk(query), query?.http ?? null, asOf],
    queryFn: ({ signal }) => source.explain(query!, signal),
    enabled: query !== null,
    placeholderData: (previous, earlier) =>
      earlier?.queryKey[2] === (query && formatAsk(query)) ? previous : undefined,
  });
  return toReading(answer, false);
}

interface Answer<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
}

function toReading<T>({ data, error }: Answer<T>, isLost: boolean): Reading<T> {
  if (data === undefined) return error ? { state: 'error', message: error.message } : { state: 'loading' };
  if (error) return { state: 'stale', data, message: error.message };
  if (isLost) return { state: 'stale', data, message: 'The line to the server is lost; trying again.' };
  return { state: 'ready', data };
}
