/** Whether NetworkPolicies let a pod ask the cluster's DNS: where ztunnel answers names itself, nothing has to get out (D1). */
import type { Pod, Service } from '../../state/kubernetes.ts';
import type { Addressee } from '../address/address.ts';
import { capturesDns } from '../address/dns.ts';
import { gapOf, type Mesh, ofMesh, perMesh } from '../mesh.ts';
import { podsOfService } from '../service/selection.ts';
import { evaluateNetworkPolicies, isSelectedFor, type NetworkPolicyDecision, OPEN } from './network-policy.ts';

/** Where distributions keep the DNS of a cluster. */
const DNS_SERVICES = ['kube-system/kube-dns', 'kube-system/coredns', 'openshift-dns/dns-default'];
/** It listens on every node, and a node's own traffic no policy stops. */
const NODE_CACHE = 'kube-system/DaemonSet/node-local-dns';

/** D1: ztunnel answers a captured client's names of the mesh; all others it asks on from the client's own network. */
export function asksClusterDns(mesh: Mesh, client: Pod, addressee: Addressee): boolean {
  const isKnown = addressee.kind === 'service' || addressee.kind === 'service-entry';
  return !client.hostNetwork && !(isKnown && capturesDns(mesh, client));
}

/**
 * N1, D1: the decision on a question over UDP 53 to the pods of the cluster's DNS, after the Service's address was
 * translated. Null where none of their policies concerns it, or where the DNS that the pod asks is not known.
 */
export const dnsDecisionOf = perMesh((mesh: Mesh, client: Pod): NetworkPolicyDecision | null => {
  if (mesh.state.networkPolicies.length === 0 || !isOfCluster(client)) return null;
  const { isOnNode, service, servers } = clusterDns(mesh);
  if (isOnNode) return null;
  if (servers.length === 0) return unreadDecision(mesh, client, service === undefined ? 'Service' : 'Pod');
  const concerned = servers.filter(({ pod }) => concerns(mesh, client, pod));
  if (concerned.length === 0) return null;
  const decisions = concerned.map(({ pod, port }) =>
    evaluateNetworkPolicies(mesh, endOf(client), endOf(pod), port, 'UDP'),
  );
  return decisions.find(({ allowed, gap }) => allowed && gap === null) ?? decisions[0] ?? null;
});

/** A policy decides who may ask the cluster's DNS. Where none does, only a caller's own policies can stop its questions. */
export const isDnsGuarded = ofMesh((mesh: Mesh): boolean =>
  clusterDns(mesh).servers.some(({ pod }) => isSelectedFor(mesh, pod, 'Ingress')),
);

const isOfCluster = ({ dnsPolicy }: Pod): boolean => dnsPolicy === 'ClusterFirst' || dnsPolicy === '';

/** The same for every pod that asks. */
const clusterDns = ofMesh((mesh: Mesh) => {
  const service = DNS_SERVICES.map((name) => mesh.services.byName.get(name)).find((found) => found !== undefined);
  const isOnNode = mesh.controllers.byName.get(NODE_CACHE) !== undefined;
  return { isOnNode, service, servers: service ? serversOf(mesh, service) : [] };
});

/** A caller that may not go everywhere, and DNS that was not read: it is open whether it gets there. */
function unreadDecision(mesh: Mesh, client: Pod, kind: 'Service' | 'Pod'): NetworkPolicyDecision | null {
  const gap = gapOf(mesh, kind, 'kube-system');
  if (gap === null || !isSelectedFor(mesh, client, 'Egress')) return null;
  return { ...OPEN, gap };
}

const endOf = (pod: Pod) => ({ pod, ip: pod.ips[0] ?? '' });

function concerns(mesh: Mesh, client: Pod, server: Pod): boolean {
  return isSelectedFor(mesh, client, 'Egress') || isSelectedFor(mesh, server, 'Ingress');
}

function serversOf(mesh: Mesh, service: Service): { pod: Pod; port: number }[] {
  const entry = service.ports.find(({ port, protocol }) => port === 53 && protocol === 'UDP');
  if (!entry) return [];
  return podsOfService(mesh, service).flatMap((pod) => {
    // 0 = not given, which is the port itself.
    const port = typeof entry.targetPort === 'number' ? entry.targetPort || 53 : namedPort(pod, entry.targetPort);
    return pod.ready && port !== null ? [{ pod, port }] : [];
  });
}

/** S4 looks at TCP ports; DNS asks over UDP. */
function namedPort(pod: Pod, name: string): number | null {
  const ports = pod.containers.flatMap((container) => container.ports);
  return ports.find((port) => port.name === name && port.protocol === 'UDP')?.port ?? null;
}
