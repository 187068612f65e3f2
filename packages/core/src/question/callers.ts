/** Everything in the mesh that may call: running workloads, gateways, the API server, kubelets, and a client outside. */
import { ingressGateways } from '../mesh/gateway.ts';
import { gatewayOfPod, groupBy, type Mesh, perSlice } from '../mesh/mesh.ts';
import { callerOf, resolveCallers } from '../path/caller.ts';
import type { Caller } from '../path/facts.ts';
import { signatureOf } from '../path/signature.ts';
import type { Pod } from '../state/kubernetes.ts';
import { type From, formatFrom } from '../state/path-query.ts';
import type { ReachEnd } from './reach-answer.ts';

/** One possible caller, with the pods that the walk takes for it. */
export interface PossibleCaller {
  from: From;
  end: ReachEnd;
  /** one for each kind of pod, as the walk tells them apart */
  callers: readonly Caller[];
}

/** All of them; remembered as long as the mesh is. A workload none of whose pods runs calls nobody. */
export const possibleCallers = perSlice((mesh: Mesh): readonly PossibleCaller[] => {
  const froms: From[] = [
    ...ingressGateways(mesh).map(({ namespace, name }): From => ({ kind: 'gateway', namespace, name })),
    ...mesh.state.nodes.map(({ name }): From => ({ kind: 'node', name })),
    { kind: 'apiserver' },
    { kind: 'outside' },
  ];
  return [...workloadCallers(mesh), ...froms.flatMap((from) => possibleCaller(mesh, from) ?? [])];
});

/** One of them; null where it cannot call: it does not run, or may not be seen. */
export function possibleCaller(mesh: Mesh, from: From): PossibleCaller | null {
  const resolved = resolveCallers(mesh, from);
  if ('refusal' in resolved) return null;
  const { callers } = resolved;
  const pods = from.kind === 'node' ? 0 : callers.reduce((sum, caller) => sum + (caller.pod ? caller.alike : 0), 0);
  return { from, callers, end: { ...endOf(from), pods, identity: callers[0]?.identity ?? '' } };
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

/**
 * Workloads by name, as people ask for them, each as `resolveCallers` gives it but all in one go; the pods of gateways and
 * waypoints call as such.
 */
function workloadCallers(mesh: Mesh): PossibleCaller[] {
  const byName = new Map<string, Pod[]>();
  for (const pods of mesh.pods.byWorkload.values()) {
    const running = pods.filter((pod) => pod.phase === 'Running' && pod.deletedAt === null);
    if (running.length === 0 || gatewayOfPod(running[0]!) !== '') continue;
    const key = `${running[0]!.namespace}/${running[0]!.workload.name}`;
    // Kinds may share a name: asked by it, they are one.
    byName.set(key, [...(byName.get(key) ?? []), ...running]);
  }
  return [...byName.values()].map((pods) => workloadCaller(mesh, pods));
}

function workloadCaller(mesh: Mesh, pods: readonly Pod[]): PossibleCaller {
  const { namespace, workload } = pods[0]!;
  const from: From = { kind: 'workload', namespace, name: workload.name };
  const groups = groupBy(pods, (pod) => signatureOf(mesh, pod));
  const callers = [...groups.values()].map((group) => callerOf(mesh, group[0]!, group.length, pods.length));
  return { from, callers, end: { ...endOf(from), pods: pods.length, identity: callers[0]!.identity } };
}
