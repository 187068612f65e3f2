/** Whose ztunnels take part in a call. */
import { nodesOfPods } from '../graph/callers.ts';
import { perSlice } from '../mesh/memory/look-up.ts';
import { type Mesh, perMesh } from '../mesh/mesh.ts';
import type { EndpointChoice } from '../mesh/service/endpoints.ts';
import type { Pod } from '../state/kubernetes.ts';
import type { MeshState } from '../state/mesh-state.ts';
import type { PathQuery } from '../state/path-query.ts';
import { judgePath, type PathJudgement } from './judge-path.ts';
import { meshOf } from './meshes.ts';

/** The nodes whose ztunnels a request may pass: of every pod that may send it and every one that may be chosen for it; sorted. */
export function ztunnelNodesOf(state: MeshState, query: PathQuery): string[] {
  const mesh = meshOf(state);
  return ztunnelNodes(mesh, judgePath(mesh, query));
}

/** The same of a question that is judged already; alike pods were walked once. */
export function ztunnelNodes(mesh: Mesh, { judged }: Pick<PathJudgement, 'judged'>): string[] {
  let nodes: readonly string[] = [];
  let caller: Pod | null = null;
  let choice: EndpointChoice | null = null;
  for (const { trace } of judged) {
    // Traces of one question mostly share their caller's workload and the choice of endpoints.
    if (trace.served && trace.caller.pod && trace.caller.pod !== caller) {
      caller = trace.caller.pod;
      nodes = merged(nodes, nodesBeside(mesh, caller));
    }
    if (!trace.receivedBy || !trace.destination) continue;
    if (trace.choice !== null && trace.choice !== choice) {
      choice = trace.choice;
      nodes = merged(nodes, nodesOfChoice(choice));
    }
    if (trace.destination.node !== '') nodes = merged(nodes, [trace.destination.node]);
  }
  return [...nodes];
}

/** The nodes of all pods of a pod's workload, sorted. */
const nodesBeside = perMesh((mesh: Mesh, { namespace, workload }: Pod): readonly string[] =>
  nodesOfPods(mesh.pods.byWorkload.get(`${namespace}/${workload.kind}/${workload.name}`) ?? []),
);

const nodesOfChoice = perSlice(({ endpoints }: EndpointChoice): readonly string[] =>
  nodesOfPods(endpoints.flatMap(({ pod }) => pod ?? [])),
);

/** Two sorted lists as one, each name once. */
function merged(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const all: string[] = [];
  let j = 0;
  for (const name of a) {
    while (j < b.length && b[j]! < name) all.push(b[j++]!);
    if (b[j] === name) j++;
    all.push(name);
  }
  while (j < b.length) all.push(b[j++]!);
  return all;
}
