/** MC4: what ztunnels wrote of connections to gateways into other networks. */
import type { LogFact, LogKind } from '../../state/logs.ts';
import { nameOf } from '../../state/refs.ts';
import { type Mesh, ofMesh } from '../mesh.ts';
import { factsOf } from '../told/component-logs.ts';
import { networkGateways } from './network-gateway.ts';

/** A gateway into another network as ztunnels dial it. */
export interface DialledGateway {
  address: string;
  network: string;
  /** the Gateway of this cluster that stands for it; null where only ztunnel tells of it */
  object: { namespace: string; name: string } | null;
}

/** MC4: by address, what Gateways say and what istiod told ztunnels; host names are not among them, as logs have addresses. */
export const dialledGateways = ofMesh((mesh: Mesh): ReadonlyMap<string, DialledGateway> => {
  const found = new Map<string, DialledGateway>();
  for (const { address, network, gateway } of networkGateways(mesh))
    found.set(address, { address, network, object: { namespace: gateway.namespace, name: gateway.name } });
  for (const { networkGateway, network } of mesh.state.ztunnelDumps.find(({ ownOnly }) => !ownOnly)?.workloads ?? []) {
    const address = networkGateway?.destination.split('/').slice(1).join('/') ?? '';
    if (address !== '' && !found.has(address)) found.set(address, { address, network, object: null });
  }
  return found;
});

/** What one ztunnel said of a gateway, and where it runs. */
export interface SaidOfGateway {
  gateway: DialledGateway;
  pod: string;
  node: string;
  fact: LogFact;
}

/** MC4: facts of some kinds about connections that went out to such a gateway. */
export function saidOfGateways(mesh: Mesh, ...kinds: readonly LogKind[]): SaidOfGateway[] {
  const gateways = dialledGateways(mesh);
  if (gateways.size === 0) return [];
  return mesh.pods.ztunnels.all().flatMap((pod) =>
    factsOf(mesh, nameOf(pod), ...kinds).flatMap((fact) => {
      const gateway = fact.direction === 'inbound' ? undefined : gateways.get(fact.to.ip);
      return gateway ? [{ gateway, pod: nameOf(pod), node: pod.node, fact }] : [];
    }),
  );
}
