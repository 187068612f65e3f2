import type { MeshReport, PathQuery, PathResult, Reach } from '@hopscope/core';
import { formatAsk } from '@hopscope/core';
import type { GoneParts } from '@hopscope/panels';
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, createElement, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import type { LineState, MeshReading, ReachAsk, ReportSource, SourcesReading } from './report-source.ts';

/** The five states of everything that is read (empty is a matter of the data); `stale` keeps showing what it had. */
export type Reading<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly data: T }
  | { readonly state: 'stale'; readonly data: T; readonly message: string }
  | { readonly state: 'error'; readonly message: string };

export interface ReportStanding {
  /** The report; it stays the same object until something in it changes. */
  readonly report: Reading<MeshReport>;
  readonly line: LineState;
  readonly revision: number;
  /** the moment that the report is of, as it was asked for; null = now */
  readonly at: string | null;
  /** what had been there shortly before a moment of the past and was no more; null for now */
  readonly gone: GoneParts | null;
  /** of the mesh as it is now */
  readonly liveRevision: number;
  readonly mode: MeshReading['mode'];
  readonly label: string;
}

const SourceContext = createContext<ReportSource | null>(null);
/** For whoever shows something else than now to what is below. */
export const StandingContext = createContext<ReportStanding | null>(null);
/** Apart from the standing, because it changes every second and only a clock cares. */
const SeenContext = createContext(0);
const client = new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } });
const RETRY_MILLISECONDS = 2000;

/** Makes a source the one that everything below looks at. */
export function ReportProvider({ source, children }: { source: ReportSource; children?: ReactNode }) {
  const inner = createElement(Standing, { source, key: source.id }, children);
  return createElement(QueryClientProvider, { client }, createElement(SourceContext, { value: source }, inner));
}

export function useSource(): ReportSource {
  const source = use(SourceContext);
  if (!source) throw new Error('useSource outside of ReportProvider');
  return source;
}

/** The report of the mesh, kept current by its source. */
export function useReport(): ReportStanding {
  const standing = use(StandingContext);
  if (!standing) throw new Error('useReport outside of ReportProvider');
  return standing;
}

/** When the source was last heard of, in milliseconds since 1970; 0 = never. */
export function useSeenAt(): number {
  return use(SeenContext);
}

function Standing({ source, children }: { source: ReportSource; children?: ReactNode }) {
  const cache = useQueryClient();
  const [line, setLine] = useState<LineState>(source.kind === 'live' ? 'connecting' : 'fixed');
  const [seenAt, setSeenAt] = useState(0);
  const query = useQuery({
    queryKey: ['mesh', source.id],
    queryFn: ({ signal }) => source.readMesh(signal),
    // Reports tell by identity what changed in them; comparing two large ones would take longer than drawing one.
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    // A server that is still reading its cluster is asked again; later the stream tells.
    refetchInterval: (answer) => (answer.state.data === undefined ? RETRY_MILLISECONDS : false),
  });
  useEffect(
    () =>
      source.subscribe({
        onReading: (reading) => cache.setQueryData(['mesh', source.id], reading),
        onLine: setLine,
        onSeen: () => setSeenAt(Date.now()),
      }),
    [source, cache],
  );
  const { data, error } = query;
  const standing = useMemo<ReportStanding>(
    () => ({
      report: toReading({ data: data?.report, error: data ? null : error }, line === 'lost'),
      line,
      revision: data?.revision ?? 0,
      at: null,
      gone: null,
      liveRevision: data?.revision ?? 0,
      mode: data?.mode ?? 'live',
      label: data?.label ?? '',
    }),
    [data, error, line],
  );
  const seen = createElement(SeenContext, { value: seenAt }, children);
  return createElement(StandingContext, { value: standing }, seen);
}

/** The verdict of one path; `null` asks nothing. Asked again whenever the report changes, but for a moment of the past. */
export function usePath(query: PathQuery | null, at: string | null = null): Reading<PathResult> {
  const source = useSource();
  const { revision } = useReport();
  const ask = query && formatAsk(query);
  const answer = useQuery({
    queryKey: ['path', source.id, ask, query?.http ?? null, at, at === null ? revision : 0],
    queryFn: ({ signal }) => source.explain(query!, signal, at),
    enabled: query !== null,
    // What is not kept stays so.
    retry: at === null ? 1 : false,
    placeholderData: (previous, earlier) =>
      earlier?.queryKey[2] === ask && earlier?.queryKey[4] === at ? previous : undefined,
  });
  return toReading(answer, false);
}

/** Who can reach something, or what it reaches, at the moment that is shown. Asked again whenever the report changes; the old answer stays until then. */
export function useReach(ask: ReachAsk): Reading<Reach> {
  const source = useSource();
  const { revision, at } = useReport();
  const answer = useQuery({
    queryKey: ['reach', source.id, ask.direction, ask.text, revision, at],
    queryFn: ({ signal }) => source.reach(ask, signal, at),
    placeholderData: (previous, earlier) => (earlier?.queryKey[3] === ask.text ? previous : undefined),
  });
  return toReading(answer, false);
}

/** Ages and costs move on without any change of the report. */
const SOURCES_EVERY = 10_000;

/** What was read and what was not. Asked again whenever the report changes, and while somebody looks. */
export function useSources(): Reading<SourcesReading> {
  const source = useSource();
  const { revision, line } = useReport();
  const answer = useQuery({
    queryKey: ['sources', source.id, revision],
    queryFn: ({ signal }) => source.readSources(signal),
    refetchInterval: source.kind === 'live' ? SOURCES_EVERY : false,
    placeholderData: (previous, earlier) => (earlier?.queryKey[1] === source.id ? previous : undefined),
  });
  return toReading(answer, line === 'lost');
}

interface Answer<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
}

/** The state of an answer of the query client. */
export function toReading<T>({ data, error }: Answer<T>, isLost: boolean): Reading<T> {
  if (data === undefined) return error ? { state: 'error', message: error.message } : { state: 'loading' };
  if (error) return { state: 'stale', data, message: error.message };
  if (isLost) return { state: 'stale', data, message: 'The line to the Hopscope server is lost; trying again.' };
  return { state: 'ready', data };
}
