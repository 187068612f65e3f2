/** MC1-MC5, P8: what lies in other networks, as far as this cluster knows. */
import type { Service } from '../../state/kubernetes.ts';
import type { WaypointAddress, ZtunnelDump } from '../../state/readings.ts';
import { hostOf } from '../address/host-name.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import { type Mesh, ofMesh, perMesh } from '../mesh.ts';
import { networkGatewayOf } from './network-gateway.ts';

/** Endpoints of a service in another network, which istiod merges into one (MC4). */
export interface RemoteEndpoint {
  network: string;
  /** through which gateway it is reached; null where none is known (P8) */
  gateway: RemoteGateway | null;
}

export interface RemoteGateway {
  address: string;
  port: number;
  /** the Gateway of this cluster that stands for it; null where only ztunnel tells of it */
  object: { namespace: string; name: string } | null;
}

/** MC4: the gateway to another network, as the Gateways of this cluster or a ztunnel tell. */
export function gatewayTo(mesh: Mesh, network: string, told: WaypointAddress | null = null): RemoteGateway | null {
  const known = networkGatewayOf(mesh, network);
  if (known) {
    const { namespace, name } = known.gateway;
    return { address: known.address, port: known.port, object: { namespace, name } };
  }
  return told && { address: told.destination.split('/').slice(1).join('/'), port: told.port, object: null };
}

interface RemoteWorkload {
  network: string;
  service: string;
  gateway: WaypointAddress | null;
}

/** Workloads of other networks in ztunnels' dumps, by `namespace/host` of their services. Every ztunnel holds the same (Z5). */
const remoteByService = perSlice((dumps: readonly ZtunnelDump[]) => {
  const dump = dumps.find(({ ownOnly }) => !ownOnly);
  const all: RemoteWorkload[] = (dump?.workloads ?? []).flatMap((workload) =>
    workload.network === '' || workload.services.length === 0
      ? []
      : workload.services.map((service) => ({ network: workload.network, service, gateway: workload.networkGateway })),
  );
  return groupBy(all, (workload) => workload.service);
});

/** P8: where else a Service has endpoints. */
export const remoteEndpointsOf = perMesh((mesh: Mesh, service: Service): readonly RemoteEndpoint[] => {
  const told = remoteByService(mesh.state.ztunnelDumps).get(`${service.namespace}/${hostOf(mesh, service)}`) ?? [];
  const networks = new Map<string, RemoteEndpoint>();
  for (const { network, gateway } of told) {
    if (network === mesh.state.network || networks.has(network)) continue;
    networks.set(network, { network, gateway: gatewayTo(mesh, network, gateway) });
  }
  return [...networks.values()];
});

/** P8: whether a Service has endpoints elsewhere; quick where there is no other network at all. */
export const hasRemote = (mesh: Mesh, service: Service): boolean =>
  remoteByService(mesh.state.ztunnelDumps).size > 0 && remoteEndpointsOf(mesh, service).length > 0;

/** Every other network that anything in this cluster names, and what names it first. */
export const otherNetworks = ofMesh((mesh: Mesh): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const add = (network: string, by: string): void => {
    if (network !== '' && network !== mesh.state.network && !found.has(network)) found.set(network, by);
  };
  for (const gateway of mesh.state.gateways)
    add(gateway.labels[NETWORK] ?? '', `Gateway ${gateway.namespace}/${gateway.name}`);
  for (const { namespace, name, entry } of mesh.state.workloadEntries)
    add(entry.network, `WorkloadEntry ${namespace}/${name}`);
  for (const { namespace, name, endpoints } of mesh.state.serviceEntries)
    for (const endpoint of endpoints) add(endpoint.network, `ServiceEntry ${namespace}/${name}`);
  for (const workloads of remoteByService(mesh.state.ztunnelDumps).values())
    for (const workload of workloads) add(workload.network, `what ztunnel knows of ${workload.service}`);
  return found;
});

/** MC2: the label that names a network. */
export const NETWORK = 'topology.istio.io/network';
