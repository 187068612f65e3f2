/** Section 7: what a host name means to a client: who answers it, with the mesh's address or with the real one. */
import type { ServiceEntry } from '../../state/istio.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { isRedirected } from '../enrolment/enrolment.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import type { Mesh } from '../mesh.ts';
import { vipsOf } from '../service/published-services.ts';
import { podsOfService } from '../service/selection.ts';
import { visibilityOf } from '../service/visibility.ts';
import { type Addressee, entryOfHost, lookUpAddress, matchesHost, serviceOfHost } from './address.ts';
import { hostOf } from './host-name.ts';
import { isIp } from './ip.ts';

const DNS_CAPTURE = 'ambient.istio.io/dns-capture';

/**
 * Who answers a client's names: ztunnel, which knows the addresses of the mesh (D1); an Envoy of its own, which knows the
 * mesh's hosts without any DNS; or the cluster's DNS alone.
 */
export type Resolver = 'ztunnel' | 'envoy' | 'cluster';

export interface NameClient {
  namespace: string;
  resolver: Resolver;
}

/** Why a ServiceEntry that has the host is not met by this client (D3, D5). */
export type BypassedBecause = 'dns-not-captured' | 'no-address' | 'not-visible';

export interface ResolvedName {
  addressee: Addressee;
  /** who really answers: also ztunnel asks the cluster's DNS for what the mesh does not know (D1) */
  answeredBy: Resolver;
  /** D7: the ExternalName Services that were followed on the way */
  aliases: readonly Service[];
  bypassed: { entry: ServiceEntry; because: BypassedBecause } | null;
}

/** E9, D3: the pod's own annotation, else istio-cni's setting, which is on by default. */
export function capturesDns(mesh: Mesh, pod: Pod): boolean {
  if (!isRedirected(pod)) return false;
  const own = pod.annotations[DNS_CAPTURE]?.toLowerCase();
  if (own === 'true' || own === 'false') return own === 'true';
  return mesh.state.cniConfig?.dnsCapture ?? true;
}

/** D1, D3, D7: what a client that asks for the host will dial. */
export function resolveName(mesh: Mesh, host: string, client: NameClient): ResolvedName {
  const found: Followed = isIp(host)
    ? { addressee: lookUpAddress(mesh, host, client.namespace), aliases: [], bypassed: null }
    : follow(mesh, asNamed(host), client, []);
  return { answeredBy: answererOf(found, client.resolver), ...found };
}

/** Names are told apart by neither case nor a dot at the end; nearly all come as they are meant. */
function asNamed(host: string): string {
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  return CAPITAL.test(name) ? name.toLowerCase() : name;
}

const CAPITAL = /[A-Z\u0080-\uffff]/;

/** The same for the full name of a Service that is known already. */
export function resolveService(mesh: Mesh, service: Service, client: NameClient): ResolvedName {
  const found = toService(mesh, hostOf(mesh, service), service, client, []);
  return { answeredBy: answererOf(found, client.resolver), ...found };
}

type Followed = Omit<ResolvedName, 'answeredBy'>;

function answererOf({ addressee, aliases }: Followed, resolver: Resolver): Resolver {
  const isOfMesh = addressee.kind === 'service' || addressee.kind === 'service-entry';
  return isOfMesh && aliases.length === 0 ? resolver : 'cluster';
}

function follow(mesh: Mesh, name: string, client: NameClient, aliases: readonly Service[]): Followed {
  const isAlias = aliases.length > 0;
  // What an alias points to is a full name: no search domain is tried for it.
  const isSearched = !isAlias || isFullName(mesh, name);
  const service = isSearched ? serviceOfHost(mesh, name, client.namespace) : undefined;
  if (service) return toService(mesh, name, service, client, aliases);
  const pod = isSearched ? podOfHost(mesh, name, client.namespace) : undefined;
  if (pod) return { addressee: { kind: 'workload', pod }, aliases, bypassed: null };
  return { aliases, ...entryAddress(mesh, name, client, !isAlias) };
}

function toService(
  mesh: Mesh,
  name: string,
  service: Service,
  client: NameClient,
  aliases: readonly Service[],
): Followed {
  const own = client.resolver === 'cluster' ? null : ownEntryFor(mesh, service, client.namespace);
  if (own) return { addressee: own, aliases, bypassed: null };
  if (service.type === 'ExternalName') return followAlias(mesh, name, service, client, aliases);
  return { addressee: { kind: 'service', service }, aliases, bypassed: null };
}

/** D7: ztunnel does not know ExternalName Services, so the whole chain is answered by the cluster's DNS. */
function followAlias(
  mesh: Mesh,
  name: string,
  service: Service,
  client: NameClient,
  aliases: readonly Service[],
): Followed {
  const target = asNamed(service.externalName);
  const isLoop = aliases.includes(service);
  const followed = isLoop ? aliases : [...aliases, service];
  if (target === '' || isLoop)
    return { addressee: { kind: 'unknown', address: name }, aliases: followed, bypassed: null };
  if (isIp(target)) return { addressee: { kind: 'unknown', address: target }, aliases: followed, bypassed: null };
  return follow(mesh, target, { namespace: client.namespace, resolver: 'cluster' }, followed);
}

const isFullName = (mesh: Mesh, name: string): boolean => name.endsWith(mesh.serviceSuffix);

/** S2: of several definitions of one host a client is given the one of its own namespace, even before a Service elsewhere. */
function ownEntryFor(mesh: Mesh, service: Service, namespace: string): Addressee | null {
  const { exact } = entriesByHost(mesh.state.serviceEntries);
  if (service.namespace === namespace || exact.size === 0) return null;
  const host = hostOf(mesh, service);
  const isNamed = exact.get(host)?.some((entry) => entry.namespace === namespace);
  if (!isNamed) return null;
  const entry = entryOfHost(mesh, host, namespace);
  return entry?.namespace === namespace && vipsOf(entry, host).length > 0
    ? { kind: 'service-entry', entry, host }
    : null;
}

function entryAddress(
  mesh: Mesh,
  name: string,
  client: NameClient,
  searches: boolean,
): Pick<ResolvedName, 'addressee' | 'bypassed'> {
  const unknown: Addressee = { kind: 'unknown', address: name };
  const { host, entry } = searchEntry(mesh, name, client.namespace, searches);
  if (!entry) {
    const hidden = hiddenEntry(mesh, name, client.namespace);
    return { addressee: unknown, bypassed: hidden ? { entry: hidden, because: 'not-visible' } : null };
  }
  const known: Addressee = { kind: 'service-entry', entry, host };
  if (client.resolver === 'envoy') return { addressee: known, bypassed: null };
  if (vipsOf(entry, patternFor(entry, host)).length === 0)
    return { addressee: unknown, bypassed: { entry, because: 'no-address' } };
  // Addresses that somebody wrote are those the name has anyway; allocated ones are known to ztunnel alone (D3).
  if (client.resolver === 'ztunnel' || entry.addresses.length > 0) return { addressee: known, bypassed: null };
  return { addressee: unknown, bypassed: { entry, because: 'dns-not-captured' } };
}

/** The host as the entry writes it: the name itself, else the wildcard that covers it. */
const patternFor = (entry: ServiceEntry, host: string): string =>
  entry.hosts.find((pattern) => pattern === host) ?? entry.hosts.find((pattern) => matchesHost(pattern, host)) ?? host;

/** D1: the name as it is, then with the search domains of the client's namespace. */
function searchEntry(
  mesh: Mesh,
  name: string,
  namespace: string,
  searches: boolean,
): { host: string; entry: ServiceEntry | undefined } {
  const index = entriesByHost(mesh.state.serviceEntries);
  const suffix = mesh.domainSuffix;
  const searched = !searches
    ? []
    : [`${name}.${namespace}.svc.${suffix}`, `${name}.svc.${suffix}`, `${name}.${suffix}`];
  const known = [
    ...(index.wildcards || index.exact.has(name) ? [name] : []),
    ...searched.filter((host) => index.exact.has(host)),
  ];
  for (const host of known) {
    const entry = entryOfHost(mesh, host, namespace);
    if (entry) return { host, entry };
  }
  return { host: name, entry: undefined };
}

/** D5: an entry with that very host that only its own namespace is given. */
function hiddenEntry(mesh: Mesh, name: string, namespace: string): ServiceEntry | undefined {
  return entriesByHost(mesh.state.serviceEntries)
    .exact.get(name)
    ?.find((entry) => entry.namespace !== namespace && visibilityOf(mesh, entry) === 'namespace');
}

const entriesByHost = perSlice((entries: readonly ServiceEntry[]) => {
  const hosts = entries.flatMap((entry) => entry.hosts.map((host) => ({ host, entry })));
  const exact = new Map<string, ServiceEntry[]>();
  for (const [host, group] of groupBy(hosts, (one) => one.host))
    exact.set(
      host,
      group.map((one) => one.entry),
    );
  return { exact, wildcards: hosts.some(({ host }) => host.startsWith('*')) };
});

/** W14: the names Kubernetes gives to single pods: `pod.service.namespace` of a StatefulSet, `10-0-0-1.namespace.pod`. */
function podOfHost(mesh: Mesh, name: string, namespace: string): Pod | undefined {
  const suffix = `.${mesh.domainSuffix}`;
  const parts = (name.endsWith(suffix) ? name.slice(0, -suffix.length) : name).split('.');
  if (parts.length === 3 && parts[2] === 'pod') {
    const pod =
      mesh.pods.byIp.get(parts[0]!.replaceAll('-', '.')) ?? mesh.pods.byIp.get(parts[0]!.replaceAll('-', ':'));
    return pod?.namespace === parts[1] ? pod : undefined;
  }
  const labels = parts.at(-1) === 'svc' ? parts.slice(0, -1) : parts;
  if (labels.length !== 2 && labels.length !== 3) return undefined;
  const service = mesh.services.byName.get(`${labels[2] ?? namespace}/${labels[1]}`);
  if (!service?.headless) return undefined;
  return podsOfService(mesh, service).find((pod) => pod.owner?.kind === 'StatefulSet' && pod.name === labels[0]);
}
