import { type CauseGroup, type MeshNode, type MeshReport, type Ref, refId } from '@hopscope/core';

/** The nodes of the graph that stand for an object: its own, or those it stands behind. */
export function nodesOf({ graph }: MeshReport, object: Ref): MeshNode[] {
  const id = refId(object);
  return graph.nodes.filter(({ ref, workloads }) =>
    object.kind === 'Service' ? refId(ref) === id : [ref, ...workloads].some((one) => refId(one) === id),
  );
}

/** What was found on these nodes and on the calls from and to them, as the report orders it. */
export function causesOn(report: MeshReport, nodes: readonly MeshNode[]): CauseGroup[] {
  const ids = new Set(nodes.map(({ id }) => id));
  const keys = new Set([
    ...nodes.flatMap(({ id }) => report.nodes[id]?.causes ?? []),
    ...report.graph.links
      .filter(({ from, to }) => ids.has(from) || ids.has(to))
      .flatMap(({ id }) => report.links[id]?.causes ?? []),
  ]);
  return [...report.causes, ...report.symptoms].filter(({ key }) => keys.has(key));
}
