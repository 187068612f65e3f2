import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ChangesReading } from '../report-source.ts';
import { useNow } from '../shell/use-now.ts';
import { type Reading, toReading, useReport, useSource } from '../use-report.ts';

/** A mesh that changes all the time is not asked for its changes all the time. */
const AT_MOST_EVERY = 3000;

/** What happened, asked again some seconds after something did; `null` where the source keeps no past. */
export function useChanges(): Reading<ChangesReading> | null {
  const source = useSource();
  const { liveRevision, line } = useReport();
  const revision = useSlowly(liveRevision);
  const { past } = source;
  const answer = useQuery({
    queryKey: ['changes', source.id, revision],
    queryFn: ({ signal }) => past!.readChanges(signal),
    enabled: past !== null,
    placeholderData: (previous) => previous,
    gcTime: 2 * AT_MOST_EVERY,
  });
  return past === null ? null : toReading(answer, line === 'lost');
}

function useSlowly(value: number): number {
  const tick = useNow(AT_MOST_EVERY);
  const held = useRef({ tick, value });
  if (held.current.tick !== tick) held.current = { tick, value };
  return held.current.value;
}
