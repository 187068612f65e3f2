import { useQuery } from '@tanstack/react-query';
import type { PageReads } from './page-reads.ts';
import { type Reading, toReading, useReport, useSource } from './use-report.ts';

/** What these pages show may change where the report as a whole does not. */
const AGAIN_MILLISECONDS = 15_000;

/**
 * Reads something for a page: again whenever the report changes, and every few seconds from a live server. What was read
 * under the same key before stays until the new answer is there. An answer is as old as the report: a lost line makes it stale.
 */
export function usePageRead<T>(
  key: readonly string[],
  read: (reads: PageReads, signal: AbortSignal) => Promise<T>,
): Reading<T> {
  const source = useSource();
  const { revision, report } = useReport();
  const name = key.join('\n');
  const answer = useQuery({
    queryKey: ['page', source.id, name, revision],
    queryFn: ({ signal }) => read(source.reads, signal),
    placeholderData: (previous, earlier) => (earlier?.queryKey[2] === name ? previous : undefined),
    refetchInterval: source.kind === 'live' ? AGAIN_MILLISECONDS : false,
  });
  const reading = toReading(answer, false);
  return reading.state === 'ready' && report.state === 'stale' ? { ...report, data: reading.data } : reading;
}
