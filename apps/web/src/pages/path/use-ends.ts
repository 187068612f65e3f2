import { useQuery } from '@tanstack/react-query';
import { useReport, useSource } from '../../use-report.ts';
import type { Ends, PodEnd } from './ends.ts';

const NOTHING: Ends = { services: [], workloads: [] };

/** The ends of the mesh for the pickers, read again when the report changes; the old ones stay until the new ones are there. */
export function useEnds(): { readonly ends: Ends; readonly isRead: boolean } {
  const source = useSource();
  const { revision } = useReport();
  const { data } = useQuery({
    queryKey: ['ends', source.id, revision],
    queryFn: ({ signal }) => source.readEnds(signal),
    placeholderData: (previous) => previous,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { ends: data ?? NOTHING, isRead: data !== undefined };
}

/** The pods of one workload; nothing is read while there is none to read for. */
export function usePods(workload: { readonly namespace: string; readonly name: string } | null): readonly PodEnd[] {
  const source = useSource();
  const { data } = useQuery({
    queryKey: ['pods', source.id, workload?.namespace, workload?.name],
    queryFn: ({ signal }) => source.readPods(workload!.namespace, workload!.name, signal),
    enabled: workload !== null,
    staleTime: 10_000,
  });
  return workload === null ? [] : (data ?? []);
}
