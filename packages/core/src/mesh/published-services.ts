/** S1, S2: the services that istiod gives to ztunnel, from Services and ServiceEntries. */
import type { ServiceEntry } from '../state/istio.ts';
import type { Service } from '../state/kubernetes.ts';
import type { Labels } from '../state/metadata.ts';
import { hostOf } from './address.ts';
import { groupBy, perSlice } from './look-up.ts';
import { type Mesh, perMesh } from './mesh.ts';
import { visibilityOf } from './visibility.ts';
import { type WaypointBinding, waypointOfService, waypointOfServiceEntry } from './waypoint.ts';

/** One host name in one namespace. */
export interface PublishedService {
  namespace: string;
  name: string;
  host: string;
  source: { kind: 'Service'; object: Service } | { kind: 'ServiceEntry'; object: ServiceEntry };
  /** addresses that ztunnel knows it by */
  vips: readonly string[];
  /** null or empty selects nothing */
  selector: Labels | null;
}

/** S2: those of one namespace; of several with one host the Service, else the oldest ServiceEntry. */
export const publishedIn = perMesh((mesh: Mesh, namespace: string): readonly PublishedService[] => {
  const candidates = [
    ...(mesh.services.byNamespace.get(namespace) ?? [])
      .filter((service) => service.type !== 'ExternalName')
      .map((service) => fromService(mesh, service)),
    ...(entriesByNamespace(mesh.state.serviceEntries).get(namespace) ?? []).flatMap((entry) =>
      fromServiceEntry(mesh, entry),
    ),
  ];
  const sameHost = groupBy(candidates, (service) => service.host);
  return [...sameHost.values()].map((group) => [...group].sort(byPrecedence)[0]!);
});

/** Those of all namespaces. */
export function publishedServices(mesh: Mesh): readonly PublishedService[] {
  const names = new Set([...mesh.shards.keys(), ...entriesByNamespace(mesh.state.serviceEntries).keys()]);
  return [...names].flatMap((namespace) => publishedIn(mesh, namespace));
}

const entriesByNamespace = perSlice((list: readonly ServiceEntry[]) => groupBy(list, (entry) => entry.namespace));

const byPrecedence = (a: PublishedService, b: PublishedService): number =>
  rankOf(a) - rankOf(b) || ageOf(a).localeCompare(ageOf(b)) || a.name.localeCompare(b.name);
const rankOf = (service: PublishedService): number => (service.source.kind === 'Service' ? 0 : 1);
const ageOf = (service: PublishedService): string => service.source.object.createdAt ?? '';

function fromService(mesh: Mesh, service: Service): PublishedService {
  const { namespace, name, selector } = service;
  const source = { kind: 'Service', object: service } as const;
  return { namespace, name, host: hostOf(mesh, service), source, vips: service.clusterIPs, selector };
}

/** One for each host; an entry that nobody may see is none (D5). */
function fromServiceEntry(mesh: Mesh, entry: ServiceEntry): PublishedService[] {
  if (visibilityOf(mesh, entry) === 'none') return [];
  return entry.hosts.map((host) => ({
    namespace: entry.namespace,
    name: entry.name,
    host,
    source: { kind: 'ServiceEntry', object: entry } as const,
    vips: vipsOf(entry, host),
    selector: entry.workloadSelector,
  }));
}

/** D3: written addresses, else those istiod allocated where it may: not for wildcard hosts (but DYNAMIC_DNS), nor without resolution. */
export function vipsOf(entry: ServiceEntry, host: string): readonly string[] {
  if (entry.addresses.length > 0) return entry.addresses;
  if (entry.labels['networking.istio.io/enable-autoallocate-ip'] === 'false' || entry.resolution === 'NONE') return [];
  return host.startsWith('*') && entry.resolution !== 'DYNAMIC_DNS' ? [] : entry.allocated;
}

/** W9: the waypoint of a published service. */
export function waypointOfPublished(mesh: Mesh, service: PublishedService): WaypointBinding {
  const { source } = service;
  return source.kind === 'Service'
    ? waypointOfService(mesh, source.object)
    : waypointOfServiceEntry(mesh, source.object);
}
