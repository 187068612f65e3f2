/** MC2, MC4: through which gateway another network is reached. */
import type { Gateway } from '../../state/gateway-api.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import type { Mesh } from '../mesh.ts';

/** One address of a Gateway that stands for another network. */
export interface NetworkGateway {
  gateway: Gateway;
  network: string;
  address: string;
  port: number;
  /** the account it must present, in the Gateway's namespace */
  serviceAccount: string;
}

/** MC4: every `istio-remote` Gateway of this cluster with a network, an HBONE listener and an address. */
export function networkGateways(mesh: Mesh): readonly NetworkGateway[] {
  return index(mesh.state.gateways).all;
}

/** MC4: of several the first, by name; none where the network has no gateway. */
export function networkGatewayOf(mesh: Mesh, network: string): NetworkGateway | null {
  return index(mesh.state.gateways).byNetwork.get(network)?.[0] ?? null;
}

const index = perSlice((gateways: readonly Gateway[]) => {
  const all = gateways.flatMap(addressesOf);
  return { all, byNetwork: groupBy(all, (found) => found.network) };
});

function addressesOf(gateway: Gateway): NetworkGateway[] {
  const network = gateway.labels['topology.istio.io/network'] ?? '';
  const listener = gateway.listeners.find((candidate) => candidate.protocol === 'HBONE');
  if (network === '' || gateway.className !== 'istio-remote' || !listener) return [];
  const account = gateway.annotations['gateway.istio.io/service-account'] || `${gateway.name}-${gateway.className}`;
  return gateway.addresses
    .filter(({ type }) => type === 'IPAddress' || type === 'Hostname')
    .map(({ value }) => ({ gateway, network, address: value, port: listener.port, serviceAccount: account }));
}
