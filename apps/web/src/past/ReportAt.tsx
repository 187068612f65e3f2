import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { type ReportStanding, StandingContext, useReport, useSource } from '../use-report.ts';
import { PastBanner } from './PastBanner.tsx';

export interface ReportAtProps {
  /** RFC 3339; null = now */
  readonly at: string | null;
  readonly onNow: () => void;
  readonly children: ReactNode;
}

/** Moments that were looked at stay at hand for so long. */
const KEPT_MILLISECONDS = 60_000;

/**
 * Shows what is below the mesh as it was. The live report goes on in the background; until a moment has been read, what was
 * shown before stays, and the banner says of when it is.
 */
export function ReportAt({ at, onNow, children }: ReportAtProps) {
  const source = useSource();
  const live = useReport();
  const isPast = at !== null && source.past !== null;
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['mesh-at', source.id, at],
    queryFn: ({ signal }) => source.past!.readMesh(at!, signal),
    enabled: isPast,
    // What is not kept stays so.
    retry: false,
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_MILLISECONDS,
    placeholderData: (previous) => previous,
  });
  const standing = useMemo<ReportStanding>(() => {
    if (!isPast || data === undefined || error !== null) return live;
    const { report, revision, gone } = data;
    return { ...live, report: { state: 'ready', data: report }, revision, gone, at: report.asOf };
  }, [isPast, data, error, live]);
  return (
    <StandingContext value={standing}>
      {isPast ? (
        <PastBanner
          at={at}
          shownAt={standing.at}
          isReading={data === undefined ? error === null : isPlaceholderData}
          trouble={error?.message ?? ''}
          onNow={onNow}
        />
      ) : null}
      {children}
    </StandingContext>
  );
}
