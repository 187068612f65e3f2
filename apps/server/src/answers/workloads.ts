/** The workloads that may call: Deployments and their like, also those without pods, and pods that belong to nobody. */
import { type MeshReport, type MeshState, NodeState, nameOf } from '@hopscope/core';
import { type Static, Type } from 'typebox';

type Pod = MeshState['pods'][number];

export const WorkloadItem = Type.Object({
  kind: Type.String({ description: '`Deployment`, `StatefulSet`, `DaemonSet`, `Job`, `Pod`, …' }),
  namespace: Type.String(),
  name: Type.String(),
  pods: Type.Integer(),
  readyPods: Type.Integer(),
  mesh: Type.Enum(['ambient', 'sidecar', 'none', 'mixed', 'unknown'], { description: 'unknown: it has no pods' }),
  from: Type.String({ description: 'the `from` of /path for it' }),
  node: Type.Union([Type.String(), Type.Null()], { description: 'a node of the graph that it stands behind' }),
  state: Type.Union([NodeState.properties.state, Type.Null()]),
});
export type WorkloadItem = Static<typeof WorkloadItem>;

/** All of them, by namespace and name. */
export function listWorkloads(state: MeshState, report: MeshReport): WorkloadItem[] {
  const nodes = new Map<string, string>();
  for (const node of report.graph.nodes) {
    for (const { kind, namespace, name } of node.workloads) {
      const key = `${namespace}/${name} ${kind}`;
      if (!nodes.has(key) || node.kind === 'workload') nodes.set(key, node.id);
    }
  }
  const pods = podsByWorkload(state);
  // The ReplicaSets of a Deployment are not what people call the workload.
  for (const controller of state.controllers) {
    const key = `${nameOf(controller)} ${controller.kind}`;
    const isPart = controller.kind === 'ReplicaSet' && controller.owner !== null;
    if (!isPart && !pods.has(key)) pods.set(key, []);
  }
  return [...pods]
    .map(([key, members]) => {
      const [, namespace, name, kind] = /^([^/]*)\/(\S*) (\S*)$/.exec(key)!;
      const node = nodes.get(key) ?? null;
      return {
        kind: kind!,
        namespace: namespace!,
        name: name!,
        pods: members.length,
        readyPods: members.filter(({ ready }) => ready).length,
        mesh: meshOfPods(members),
        from: `${namespace}/${name}`,
        node,
        state: node === null ? null : (report.nodes[node]?.state ?? null),
      };
    })
    .sort((a, b) => order(a.from, b.from) || order(a.kind, b.kind));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Living pods by `namespace/name Kind` of their workload. */
export function podsByWorkload(state: MeshState): Map<string, Pod[]> {
  const groups = new Map<string, Pod[]>();
  for (const pod of state.pods) {
    if (pod.phase === 'Succeeded' || pod.phase === 'Failed') continue;
    const key = `${pod.namespace}/${pod.workload.name} ${pod.workload.kind}`;
    const group = groups.get(key);
    if (group) group.push(pod);
    else groups.set(key, [pod]);
  }
  return groups;
}

/** How pods take part in the mesh, by what istio-cni and the injector wrote on them (E1). */
export function meshOfPods(pods: readonly Pod[]): WorkloadItem['mesh'] {
  const kinds = new Set(pods.map(meshOfPod));
  return kinds.size === 0 ? 'unknown' : kinds.size > 1 ? 'mixed' : [...kinds][0]!;
}

/** The same for one pod. */
export function meshOfPod(pod: Pod): 'ambient' | 'sidecar' | 'none' {
  if (pod.annotations['ambient.istio.io/redirection'] === 'enabled') return 'ambient';
  return pod.annotations['sidecar.istio.io/status'] === undefined ? 'none' : 'sidecar';
}
