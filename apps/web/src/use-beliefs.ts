import type { MeshNode, Ref } from '@hopscope/core';
import { useQuery } from '@tanstack/react-query';
import type { Beliefs } from './report-source.ts';
import { useReport, useSource } from './use-report.ts';

/** What is believed of one object: of a Service its drift alone. */
export interface ObjectBeliefs extends Beliefs {
  /** `Deployment shop/cart` */
  readonly title: string;
}

const NOTHING: readonly ObjectBeliefs[] = [];
/** More workloads than that behind one Service are a rarity, and a long list. */
const MOST = 4;

/** What is believed of the Service and the workloads of a node, asked again when the report changes; the old stays until the new is there. */
export function useBeliefs(node: MeshNode): readonly ObjectBeliefs[] {
  const source = useSource();
  const { revision, at } = useReport();
  const objects = objectsOf(node);
  const { data } = useQuery({
    queryKey: ['beliefs', source.id, node.id, revision, at],
    queryFn: ({ signal }) =>
      Promise.all(
        objects.map(async (object) => ({
          title: `${object.kind} ${object.namespace}/${object.name}`,
          ...(await source.readBeliefs(object, signal, at)),
        })),
      ),
    enabled: objects.length > 0,
    placeholderData: (previous, query) => (query?.queryKey[2] === node.id ? previous : undefined),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? NOTHING;
}

function objectsOf({ kind, ref, workloads }: MeshNode): Ref[] {
  const service = kind === 'service' ? [ref] : [];
  return kind === 'service' || kind === 'workload' ? [...service, ...workloads.slice(0, MOST)] : [];
}
