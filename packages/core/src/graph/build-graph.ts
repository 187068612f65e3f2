/** The graph of a mesh: Services and what else calls as nodes, who calls whom as links. */

import { podsOfService, servicesOfPod } from '../mesh/endpoints.ts';
import { hasSidecar, isRedirected } from '../mesh/enrolment.ts';
import { ingressGateways } from '../mesh/gateway.ts';
import { gatewayOfPod, isFinished, type Mesh } from '../mesh/mesh.ts';
import { podsOfGateway, waypointOfService } from '../mesh/waypoint.ts';
import type { Pod, Service } from '../state/kubernetes.ts';
import { nameOf, ref } from '../state/refs.ts';
import { linksOf, type NodeOfCaller } from './links.ts';
import type { MeshGraph, MeshNode } from './mesh-graph.ts';

/** Builds the graph. Deterministic: sorted by id. */
export function buildGraph(mesh: Mesh): MeshGraph {
  const nodes = new Map<string, MeshNode>();
  const add = (node: MeshNode): void => void nodes.set(node.id, node);
  for (const service of mesh.state.services) if (isShown(mesh, service)) add(serviceNode(mesh, service));
  for (const gateway of ingressGateways(mesh)) {
    const pods = podsOfGateway(mesh, gateway);
    add({
      ...base(`gateway:${nameOf(gateway)}`, 'gateway', gateway.namespace, gateway.name, pods),
      ref: ref('Gateway', gateway.namespace, gateway.name),
      waypoint: '',
    });
  }
  const nodeOf = callersByWorkload(mesh, nodes, add);
  const { links, extra } = linksOf(mesh, nodes, nodeOf);
  extra.forEach(add);
  const linked = new Set(links.flatMap((link) => [link.from, link.to]));
  return {
    nodes: [...nodes.values()]
      .filter((node) => node.kind !== 'workload' || linked.has(node.id))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    links: links.sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** Istio's own Services, gateways' Services and the API server's are not part of what people built. */
function isShown(mesh: Mesh, service: Service): boolean {
  if (service.labels['gateway.networking.k8s.io/gateway-name'] || service.labels['gateway.istio.io/managed'])
    return false;
  if (service.namespace === mesh.rootNamespace || service.namespace === 'kube-system') return false;
  return !(service.namespace === 'default' && service.name === 'kubernetes');
}

function base(
  id: string,
  kind: MeshNode['kind'],
  namespace: string,
  name: string,
  pods: readonly Pod[],
): Omit<MeshNode, 'ref' | 'waypoint'> {
  const living = pods.filter((pod) => !isFinished(pod));
  const workloads = new Map(
    living.map((pod) => [
      `${pod.workload.kind}/${pod.workload.name}`,
      ref(pod.workload.kind, pod.namespace, pod.workload.name),
    ]),
  );
  return {
    id,
    kind,
    namespace,
    name,
    workloads: [...workloads.values()],
    pods: living.length,
    readyPods: living.filter((pod) => pod.ready && pod.deletedAt === null).length,
    mesh: participation(living),
    nodes: [...new Set(living.map((pod) => pod.node).filter((node) => node !== ''))].sort(),
  };
}

function participation(pods: readonly Pod[]): MeshNode['mesh'] {
  const kinds = new Set(pods.map((pod) => (hasSidecar(pod) ? 'sidecar' : isRedirected(pod) ? 'ambient' : 'none')));
  if (kinds.size > 1) return 'mixed';
  return [...kinds][0] ?? 'none';
}

function serviceNode(mesh: Mesh, service: Service): MeshNode {
  const binding = waypointOfService(mesh, service);
  return {
    ...base(`service:${nameOf(service)}`, 'service', service.namespace, service.name, podsOfService(mesh, service)),
    ref: ref('Service', service.namespace, service.name),
    waypoint: binding.state === 'bound' ? nameOf(binding.gateway) : '',
  };
}

/** The node that stands for each calling workload: the Service that selects it (its namesake first), else the workload itself. */
function callersByWorkload(
  mesh: Mesh,
  nodes: ReadonlyMap<string, MeshNode>,
  add: (node: MeshNode) => void,
): NodeOfCaller {
  const byWorkload = new Map<string, string>();
  for (const [key, pods] of mesh.pods.byWorkload) {
    const living = pods.filter((pod) => !isFinished(pod));
    const pod = living[0];
    if (!pod || gatewayOfPod(pod) !== '' || pod.namespace === mesh.rootNamespace || pod.namespace === 'kube-system')
      continue;
    const services = servicesOfPod(mesh, pod).filter((service) => nodes.has(`service:${nameOf(service)}`));
    const chosen = services.find((service) => service.name === pod.workload.name) ?? services[0];
    if (chosen) byWorkload.set(key, `service:${nameOf(chosen)}`);
    else {
      const id = `workload:${pod.namespace}/${pod.workload.name}`;
      add({
        ...base(id, 'workload', pod.namespace, pod.workload.name, living),
        ref: ref(pod.workload.kind, pod.namespace, pod.workload.name),
        waypoint: '',
      });
      byWorkload.set(key, id);
    }
  }
  return byWorkload;
}
