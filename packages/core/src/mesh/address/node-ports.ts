/** S1, W14: Services by the port that every node opens for them. */
import type { Service } from '../../state/kubernetes.ts';
import { type Mesh, ofMesh } from '../mesh.ts';

/** The Service behind a port of a node, with its own port. */
export interface NodePort {
  service: Service;
  port: number;
}

/** W14: the Service that a node's address and port lead to; undefined where it is no node, or nobody asked for the port. */
export function nodePortAt(mesh: Mesh, ip: string, port: number): NodePort | undefined {
  return nodeAddresses(mesh).has(ip) ? byNodePort(mesh).get(port) : undefined;
}

const nodeAddresses = ofMesh(
  (mesh: Mesh): ReadonlySet<string> => new Set(mesh.state.nodes.flatMap((node) => node.addresses)),
);

const byNodePort = ofMesh((mesh: Mesh): ReadonlyMap<number, NodePort> => {
  const found = new Map<number, NodePort>();
  for (const service of mesh.services.all())
    for (const { nodePort, port, protocol } of service.ports)
      if (nodePort !== null && protocol === 'TCP') found.set(nodePort, { service, port });
  return found;
});

/** S1: something outside the cluster can come in to it without a gateway. */
export function isExposed(service: Service): boolean {
  return service.type === 'LoadBalancer' || service.type === 'NodePort' || service.externalIPs.length > 0;
}
