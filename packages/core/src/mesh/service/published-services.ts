/** S1, S2, D3-D5: the services that istiod gives to ztunnel, from Services and ServiceEntries. */
import type { ServiceEntry } from '../../state/istio.ts';
import type { Service, ServicePort } from '../../state/kubernetes.ts';
import type { Labels } from '../../state/metadata.ts';
import { hostOf, namespaceOfHost } from '../address/host-name.ts';
import { canonicalBlock, canonicalIp } from '../address/ip.ts';
import { isDiscovered } from '../enrolment/discovery.ts';
import { isSeenConfig } from '../enrolment/seen-config.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import { type Mesh, perMesh } from '../mesh.ts';
import { type WaypointBinding, waypointOfService, waypointOfServiceEntry } from '../waypoint/waypoint.ts';
import { type ApplicationProtocol, applicationProtocolOf, protocolOfWord } from './application-protocol.ts';
import { balancingOfEntry, balancingOfService, type LoadBalancing } from './load-balancing.ts';
import { visibilityOf } from './visibility.ts';

/** One host name in one namespace. Its waypoint is `waypointOfPublished`, its canary `canaryOfPublished`, its scope `scopeOfService`; S2's choice among namespaces is `isCanonical`. */
export interface PublishedService {
  namespace: string;
  name: string;
  host: string;
  source: { kind: 'Service'; object: Service } | { kind: 'ServiceEntry'; object: ServiceEntry };
  /** addresses that ztunnel knows it by, blocks with their length, each in its one written form */
  vips: readonly string[];
  ports: readonly PublishedPort[];
  /** null or empty selects nothing */
  selector: Labels | null;
  balancing: LoadBalancing;
  ipFamilies: 'AUTOMATIC' | 'IPV4_ONLY' | 'IPV6_ONLY' | 'DUAL';
  /** names beside the workload's own that a certificate may present (P7) */
  subjectAltNames: readonly string[];
  visibility: 'public' | 'namespace';
}

/** S1, S4: one port; a named target is looked for on each workload. */
export interface PublishedPort {
  port: number;
  name: string;
  protocol: string;
  appProtocol: string;
  /** a name, or a number; 0 = not given, which is the port itself */
  targetPort: number | string;
  application: ApplicationProtocol;
}

/** S2: those of one namespace; of several with one host the Service, else the oldest ServiceEntry. */
export const publishedIn = perMesh((mesh: Mesh, namespace: string): readonly PublishedService[] => {
  const services = mesh.services.byNamespace.get(namespace) ?? [];
  const entries = entriesByNamespace(mesh.state.serviceEntries).get(namespace) ?? [];
  const candidates = [
    ...services.flatMap((service) => servicesOfService(mesh, service)),
    ...entries.flatMap((entry) => servicesOfEntry(mesh, entry)),
  ];
  return winnersOf(candidates);
});

/** S2: of each host in each namespace the Service, else the oldest ServiceEntry. */
export function winnersOf(candidates: readonly PublishedService[]): PublishedService[] {
  const sameHost = groupBy(candidates, (service) => `${service.namespace}/${service.host}`);
  return [...sameHost.values()].map((group) => [...group].sort(byPrecedence)[0]!);
}

/** S2: of the winners of one host the one for clients of other namespaces: a Service, else the oldest entry that all may see. */
export function canonicalAmong(winners: readonly PublishedService[]): PublishedService | undefined {
  return winners.filter((service) => service.visibility === 'public').sort(byPrecedence)[0];
}

/** S2: those of all namespaces. */
export function publishedServices(mesh: Mesh): readonly PublishedService[] {
  const names = new Set([...mesh.shards.keys(), ...entriesByNamespace(mesh.state.serviceEntries).keys()]);
  return [...names].flatMap((namespace) => publishedIn(mesh, namespace));
}

const entriesByNamespace = perSlice((list: readonly ServiceEntry[]) => groupBy(list, (entry) => entry.namespace));
const entriesByHost = perSlice((list: readonly ServiceEntry[]) =>
  groupBy(
    list.flatMap((entry) => entry.hosts.map((host) => ({ host, entry }))),
    ({ host }) => host,
  ),
);

/** S2: the one that a namespace has under a host name. */
export function publishedAt(mesh: Mesh, namespace: string, host: string): PublishedService | undefined {
  return indexOf(publishedIn(mesh, namespace)).byHost.get(host);
}

/** What is left of a Service or ServiceEntry after S2: one for each host it won. */
export function publishedFor(mesh: Mesh, object: Service | ServiceEntry): readonly PublishedService[] {
  return indexOf(publishedIn(mesh, object.namespace)).bySource.get(object) ?? [];
}

const indexOf = perSlice((own: readonly PublishedService[]) => {
  const bySource = new Map<object, PublishedService[]>();
  for (const service of own) {
    const group = bySource.get(service.source.object);
    if (group) group.push(service);
    else bySource.set(service.source.object, [service]);
  }
  return { bySource, byHost: new Map(own.map((service) => [service.host, service])) };
});

/** S2: those of a host, one a namespace at most; the Service that has the name comes first, then the oldest. */
export function publishedUnder(mesh: Mesh, host: string): readonly PublishedService[] {
  const entries = entriesByHost(mesh.state.serviceEntries).get(host) ?? [];
  const namespaces = new Set(entries.map(({ entry }) => entry.namespace));
  const named = namespaceOfHost(mesh, host);
  if (named !== null) namespaces.add(named);
  return [...namespaces].flatMap((namespace) => publishedAt(mesh, namespace, host) ?? []).sort(byPrecedence);
}

/** S2: of all namespaces that publish its host this one is given to clients of the others: a Service, else the oldest entry that all may see. */
export function isCanonical(mesh: Mesh, service: PublishedService): boolean {
  if (service.source.kind === 'Service') return true;
  return canonicalAmong(publishedUnder(mesh, service.host))?.source.object === service.source.object;
}

const byPrecedence = (a: PublishedService, b: PublishedService): number =>
  rankOf(a) - rankOf(b) || compare(ageOf(a), ageOf(b)) || compare(a.name, b.name);
const rankOf = (service: PublishedService): number => (service.source.kind === 'Service' ? 0 : 1);
const ageOf = (service: PublishedService): string => service.source.object.createdAt ?? '';
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** S1: what a Service alone amounts to, before S2; none for ExternalName, or where istiod does not look (E13). */
export function servicesOfService(mesh: Mesh, service: Service): PublishedService[] {
  if (service.type === 'ExternalName' || !isDiscovered(mesh, service.namespace)) return [];
  return service.clusterIPs.some((ip) => canonicalIp(ip) === null) ? [] : [describeService(mesh, service)];
}

/** S1: a Service as it would be published, whether it is or not. */
export const describeService = perMesh((mesh: Mesh, service: Service): PublishedService => {
  return {
    namespace: service.namespace,
    name: service.name,
    host: hostOf(mesh, service),
    source: { kind: 'Service', object: service },
    vips: service.clusterIPs.flatMap((ip) => canonicalIp(ip) ?? []),
    ports: service.ports.map(publishedPort),
    selector: service.selector,
    balancing: balancingOfService(mesh, service),
    ipFamilies: familiesOf(service.ipFamilies),
    subjectAltNames: [],
    visibility: 'public',
  };
});

/** Written out: what is spread over another object has a shape of its own each time, which makes everybody who reads it slow. */
function publishedPort(port: ServicePort): PublishedPort {
  const { name, protocol, appProtocol, targetPort } = port;
  return { port: port.port, name, protocol, appProtocol, targetPort, application: applicationProtocolOf(port) };
}

function familiesOf(families: readonly string[]): PublishedService['ipFamilies'] {
  if (families.length === 2) return 'DUAL';
  if (families.length !== 1) return 'AUTOMATIC';
  return families[0] === 'IPv4' ? 'IPV4_ONLY' : 'IPV6_ONLY';
}

/** S2: what a ServiceEntry alone amounts to, one for each host; none where nobody may see it (D5), or for another revision (S7). */
export function servicesOfEntry(mesh: Mesh, entry: ServiceEntry): PublishedService[] {
  if (!isSeenConfig(mesh, entry)) return [];
  if (visibilityOf(mesh, entry) === 'none') return [];
  if (entry.addresses.some((address) => canonicalBlock(address) === null)) return [];
  const described = describeEntry(mesh, entry);
  return entry.hosts.map((host) => ({ ...described, host, vips: vipsOf(entry, host) }));
}

/** S6: a ServiceEntry as it would be published under its first host, whether it is or not. */
export function describeEntry(mesh: Mesh, entry: ServiceEntry): PublishedService {
  const host = entry.hosts[0] ?? '';
  return {
    namespace: entry.namespace,
    name: entry.name,
    host,
    source: { kind: 'ServiceEntry', object: entry },
    vips: vipsOf(entry, host),
    ports: entry.ports.map((port) => ({
      port: port.number,
      name: port.name,
      protocol: 'TCP',
      appProtocol: port.protocol,
      targetPort: port.targetPort ?? port.number,
      application: protocolOfWord(port.protocol),
    })),
    selector: entry.workloadSelector,
    balancing: balancingOfEntry(mesh, entry),
    ipFamilies: 'AUTOMATIC',
    subjectAltNames: entry.subjectAltNames,
    visibility: visibilityOf(mesh, entry) === 'namespace' ? 'namespace' : 'public',
  };
}

/** D3: written addresses, else those istiod allocated where it may: not for wildcard hosts (but DYNAMIC_DNS), nor without resolution. */
export function vipsOf(entry: ServiceEntry, host: string): readonly string[] {
  const optedOut = entry.labels['networking.istio.io/enable-autoallocate-ip']?.toLowerCase() === 'false';
  const written = entry.addresses.flatMap((address) => canonicalBlock(address) ?? []);
  if (entry.addresses.length > 0 || optedOut || entry.resolution === 'NONE') return written;
  if (host.startsWith('*') && entry.resolution !== 'DYNAMIC_DNS') return [];
  return entry.allocated
    .filter((allocated) => allocated.host === host || allocated.host === '')
    .flatMap(({ address }) => canonicalIp(address) ?? []);
}

/** W9: the waypoint of a published service. */
export function waypointOfPublished(mesh: Mesh, service: PublishedService): WaypointBinding {
  const { source } = service;
  return source.kind === 'Service'
    ? waypointOfService(mesh, source.object)
    : waypointOfServiceEntry(mesh, source.object);
}
