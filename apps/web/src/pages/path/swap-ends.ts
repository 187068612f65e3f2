/** The way back: the destination calls the caller. */
import type { From, MeshGraph, PathQuery, To } from '@hopscope/core';
import type { Ends } from './ends.ts';

/** The swapped question; null where one of the ends cannot take the other's part. */
export function swapEnds({ from, to, http }: PathQuery, graph: MeshGraph | null, ends: Ends): PathQuery | null {
  const caller = callerOf(to, graph);
  const target = targetOf(from, graph, ends);
  return caller && target ? { from: caller, to: target, http } : null;
}

/** Who stands behind a destination. */
function callerOf(to: To, graph: MeshGraph | null): From | null {
  if (to.kind === 'pod') return { kind: 'pod', namespace: to.namespace, name: to.name };
  if (to.kind !== 'service') return null;
  const { namespace, name } = to;
  const node = graph?.nodes.find((one) => one.kind === 'service' && one.namespace === namespace && one.name === name);
  const workload = node?.workloads[0] ?? { namespace, name };
  return { kind: 'workload', namespace: workload.namespace, name: workload.name };
}

/** What is called when a caller is called: the Service in front of it, on its first port. */
function targetOf(from: From, graph: MeshGraph | null, ends: Ends): To | null {
  if (from.kind !== 'workload' && from.kind !== 'gateway') return null;
  const { namespace, name } = from;
  const node = graph?.nodes.find((one) =>
    one.workloads.some((workload) => workload.namespace === namespace && workload.name === name),
  );
  const wanted = node?.kind === 'service' ? node : { namespace, name };
  const service = ends.services.find((one) => one.namespace === wanted.namespace && one.name === wanted.name);
  const port = service?.ports[0]?.port;
  return service && port ? { kind: 'service', namespace: service.namespace, name: service.name, port } : null;
}
