/** Sections 3 and 5.2: what istiod has under the keys by which a ztunnel asks for single addresses. */
import { canonicalIp } from '../address/ip.ts';
import { groupBy } from '../memory/look-up.ts';
import { type Mesh, ofMesh } from '../mesh.ts';
import { type PublishedService, publishedServices } from '../service/published-services.ts';
import type { Workload } from '../service/workload.ts';
import { listWorkloads } from '../service/workloads.ts';

/** What is found: workloads alone, or a service with the workloads behind it. */
export interface FoundAddress {
  workloads: readonly Workload[];
  services: readonly PublishedService[];
}

/** S1-S6: by a workload's UID, by `network/address`, where workloads come first, or by `namespace/host`. */
export function lookUpKey(mesh: Mesh, key: string): FoundAddress {
  const { byUid, byAddress, byHost, byVip, behind } = addressKeys(mesh);
  const own = byUid.get(key);
  if (own) return { workloads: [own], services: [] };
  const [network = '', address = ''] = key.split('/');
  const at = `${network}/${canonicalIp(address) ?? address}`;
  const workloads = byAddress.get(at);
  if (workloads) return { workloads, services: [] };
  const service = byHost.get(key) ?? (network === mesh.state.network ? byVip.get(at)?.[0] : undefined);
  return service ? { workloads: behind.get(service) ?? [], services: [service] } : { workloads: [], services: [] };
}

const addressKeys = ofMesh((mesh: Mesh) => {
  const workloads = listWorkloads(mesh);
  const services = publishedServices(mesh);
  const behind = new Map<PublishedService, Workload[]>();
  for (const workload of workloads)
    for (const service of workload.services) {
      const known = behind.get(service);
      if (known) known.push(workload);
      else behind.set(service, [workload]);
    }
  const addresses = workloads.flatMap((workload) =>
    workload.addresses.map((address) => ({ at: `${workload.network}/${address}`, workload })),
  );
  const vips = services.flatMap((service) =>
    service.vips.map((vip) => ({ at: `${mesh.state.network}/${vip}`, service })),
  );
  return {
    behind,
    byUid: new Map(workloads.map((workload) => [workload.uid, workload])),
    byHost: new Map(services.map((service) => [`${service.namespace}/${service.host}`, service])),
    byAddress: mapped(addresses, ({ workload }) => workload),
    byVip: mapped(vips, ({ service }) => service),
  };
});

function mapped<T extends { at: string }, V>(items: readonly T[], read: (item: T) => V): Map<string, V[]> {
  return new Map([...groupBy(items, ({ at }) => at)].map(([at, group]) => [at, group.map(read)]));
}
