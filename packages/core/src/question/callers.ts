/** Everything in the mesh that may call: running workloads, gateways, the API server, kubelets, and a client outside. */
import { ingressGateways } from '../mesh/gateway/gateway.ts';
import { gatewayOfPod } from '../mesh/memory/pod-index.ts';
import { inEachNamespace, type Mesh, onlyOfMesh } from '../mesh/mesh.ts';
import { resolveCallers } from '../path/caller.ts';
import type { Caller } from '../path/facts.ts';
import { type From, formatFrom } from '../state/path-query.ts';
import { classOf, nodeViews } from './caller-class.ts';
import type { ReachEnd } from './reach-answer.ts';

/** One possible caller, with the pods that the walk takes for it. */
export interface PossibleCaller {
  from: From;
  end: ReachEnd;
  /** one for each kind of pod, as the walk tells them apart */
  callers: readonly Caller[];
  /** callers of one class differ only in what a policy on the way may ask for */
  class: string;
}

/** The kinds that tell who may call. */
export const CALLER_KINDS: readonly string[] = ['Pod', 'Node', 'Gateway'];

/** All of them. A workload none of whose pods runs calls nobody. */
export const possibleCallers = onlyOfMesh((mesh: Mesh): readonly PossibleCaller[] => {
  const froms: From[] = [
    ...ingressGateways(mesh).map(({ namespace, name }): From => ({ kind: 'gateway', namespace, name })),
    ...mesh.state.nodes.map(({ name }): From => ({ kind: 'node', name })),
    { kind: 'apiserver' },
    { kind: 'outside' },
  ];
  return [...workloadCallers(mesh), ...froms.flatMap((from) => possibleCaller(mesh, from) ?? [])];
});

/** One of them; null where it cannot call: it does not run, or may not be seen. */
export function possibleCaller(mesh: Mesh, from: From, views = nodeViews(mesh)): PossibleCaller | null {
  const resolved = resolveCallers(mesh, from);
  if ('refusal' in resolved) return null;
  const { callers } = resolved;
  const pods = from.kind === 'node' ? 0 : callers.reduce((sum, caller) => sum + (caller.pod ? caller.alike : 0), 0);
  const end = { pods, ...endOf(from), identity: callers[0]?.identity ?? '' };
  return { from, end, callers, class: classOf(mesh, views, { end, callers }) };
}

function endOf(from: From): Omit<ReachEnd, 'pods' | 'identity'> {
  const text = formatFrom(from);
  switch (from.kind) {
    case 'apiserver':
    case 'outside':
      return { text, kind: from.kind, namespace: '', name: from.kind };
    case 'node':
      return { text, kind: 'node', namespace: '', name: from.name };
    case 'ip':
      return { text, kind: 'outside', namespace: '', name: from.address };
    case 'gateway':
      return { text, kind: 'gateway', namespace: from.namespace, name: from.name };
    default:
      return { text, kind: 'workload', namespace: from.namespace, name: from.name };
  }
}

/** Workloads by name, as people ask for them: kinds that share a name are one. The pods of gateways and waypoints call as such. */
const workloadCallers = inEachNamespace((mesh, { namespace }): PossibleCaller[] => {
  // Asked once: it rests on every node.
  const views = nodeViews(mesh);
  const names = new Set<string>();
  for (const pods of mesh.pods.workloadsIn(namespace).values()) {
    const running = pods.find((pod) => pod.phase === 'Running' && pod.deletedAt === null);
    if (running && gatewayOfPod(running) === '') names.add(running.workload.name);
  }
  return [...names].flatMap((name) => possibleCaller(mesh, { kind: 'workload', namespace, name }, views) ?? []);
});
