/** Which node of the graph stands for a workload: the Service in front of it, else the workload itself. */

import { hasSidecar, isRedirected } from '../mesh/enrolment/enrolment.ts';
import { isFinished } from '../mesh/memory/pod-addresses.ts';
import { gatewayOfPod } from '../mesh/memory/pod-index.ts';
import { type Mesh, perMesh } from '../mesh/mesh.ts';
import { servicesOfPod } from '../mesh/service/selection.ts';
import type { Pod, Service } from '../state/kubernetes.ts';
import { nameOf, type Ref, ref } from '../state/refs.ts';
import type { MeshNode } from './mesh-graph.ts';

/** The callers of one namespace. */
export interface Callers {
  /** id of the node by `namespace/Kind/name` of the workload, with its living pods */
  byWorkload: ReadonlyMap<string, { node: string; pods: readonly Pod[] }>;
  /** nodes of workloads that no Service selects, sorted by id */
  workloads: readonly MeshNode[];
}

/** Istio's own Services, gateways' Services and the API server's are not part of what people built. */
export function isShown(mesh: Mesh, service: Service): boolean {
  if (service.labels['gateway.networking.k8s.io/gateway-name'] || service.labels['gateway.istio.io/managed'])
    return false;
  if (isOfTheSystem(mesh, service.namespace)) return false;
  return !(service.namespace === 'default' && service.name === 'kubernetes');
}

const isOfTheSystem = (mesh: Mesh, namespace: string): boolean =>
  namespace === mesh.rootNamespace || namespace === 'kube-system';

/** The Service that selects the workload (its namesake first), else the workload itself. */
export const callerNodesIn = perMesh((mesh: Mesh, namespace: string): Callers => {
  const byWorkload = new Map<string, { node: string; pods: readonly Pod[] }>();
  const workloads: MeshNode[] = [];
  if (isOfTheSystem(mesh, namespace)) return { byWorkload, workloads };
  for (const [key, pods] of mesh.pods.workloadsIn(namespace)) {
    const living = pods.filter((pod) => !isFinished(pod));
    const pod = living[0];
    if (!pod || gatewayOfPod(pod) !== '') continue;
    const services = servicesOfPod(mesh, pod).filter((service) => isShown(mesh, service));
    const chosen = services.find((service) => service.name === pod.workload.name) ?? services[0];
    const node = chosen ? `service:${nameOf(chosen)}` : `workload:${pod.namespace}/${pod.workload.name}`;
    byWorkload.set(key, { node, pods: living });
    if (!chosen)
      workloads.push(nodeOver(node, 'workload', ref(pod.workload.kind, pod.namespace, pod.workload.name), living, ''));
  }
  return { byWorkload, workloads: workloads.sort((a, b) => (a.id < b.id ? -1 : 1)) };
});

/** The nodes that pods run on, sorted. */
export const nodesOfPods = (pods: readonly Pod[]): string[] =>
  [...new Set(pods.map(({ node }) => node).filter((node) => node !== ''))].sort();

/** Pods of one Service mostly are of one workload. */
function workloadsOf(pods: readonly Pod[]): Ref[] {
  const found: Ref[] = [];
  for (const { namespace, workload } of pods)
    if (!found.some((known) => known.kind === workload.kind && known.name === workload.name))
      found.push(ref(workload.kind, namespace, workload.name));
  return found.slice();
}

/** The node of an object with the pods behind it. */
export function nodeOver(
  id: string,
  kind: MeshNode['kind'],
  object: Ref,
  pods: readonly Pod[],
  waypoint: string,
): MeshNode {
  const living = pods.filter((pod) => !isFinished(pod));
  const workloads = workloadsOf(living);
  return {
    id,
    kind,
    namespace: object.namespace,
    name: object.name,
    workloads,
    pods: living.length,
    readyPods: living.filter((pod) => pod.ready && pod.deletedAt === null).length,
    mesh: participation(living),
    nodes: nodesOfPods(living),
    ref: object,
    waypoint,
  };
}

function participation(pods: readonly Pod[]): MeshNode['mesh'] {
  if (pods.length === 0) return 'none';
  const first = participationOf(pods[0]!);
  return pods.every((pod) => participationOf(pod) === first) ? first : 'mixed';
}

const participationOf = (pod: Pod): MeshNode['mesh'] =>
  hasSidecar(pod) ? 'sidecar' : isRedirected(pod) ? 'ambient' : 'none';
