/** Sections 3 and 5.2 (P3): what an address or a host name means to a client of the mesh. */

import type { ServiceEntry } from '../../state/istio.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import type { Mesh } from '../mesh.ts';
import type { OutsideEndpoint } from '../service/endpoints.ts';
import {
  isCanonical,
  type PublishedService,
  publishedAt,
  publishedFor,
  publishedUnder,
  vipsOf,
} from '../service/published-services.ts';
import { hostOf } from './host-name.ts';
import { canonicalIp, inCidr, isIp } from './ip.ts';
import { machineAt } from './machines.ts';

/** What was dialled. `service` is service-addressed traffic, `workload` workload-addressed (the vocabulary of section 1). */
export type Addressee =
  | { kind: 'service'; service: Service }
  | { kind: 'service-entry'; entry: ServiceEntry; host: string }
  | { kind: 'workload'; pod: Pod }
  /** a machine by its own address (S6) */
  | { kind: 'machine'; machine: OutsideEndpoint }
  /** a Service's address that is no VIP in the mesh (W14) */
  | { kind: 'outside-address'; service: Service; address: string }
  | { kind: 'host-network'; pod: Pod }
  | { kind: 'unknown'; address: string };

/** P3: the address of a pod or machine first, then exact VIP, then a CIDR of a ServiceEntry (longest prefix). */
export function lookUpAddress(mesh: Mesh, ip: string, fromNamespace: string): Addressee {
  const pod = mesh.pods.byIp.get(ip);
  if (pod) return { kind: 'workload', pod };
  const machine = machineAt(mesh, ip);
  if (machine) return { kind: 'machine', machine };
  const service = publishedAtAddress(mesh, canonicalIp(ip) ?? ip, fromNamespace);
  if (service) return addresseeOf(service, service.host);
  const named = mesh.services.byVip.get(ip);
  if (named) return { kind: 'service', service: named };
  const outside = mesh.services.byOutsideAddress.get(ip);
  if (outside) return { kind: 'outside-address', service: outside, address: ip };
  const host = mesh.pods.byHostIp.get(ip);
  return host ? { kind: 'host-network', pod: host } : { kind: 'unknown', address: ip };
}

const addresseeOf = ({ source }: PublishedService, host: string): Addressee =>
  source.kind === 'Service'
    ? { kind: 'service', service: source.object }
    : { kind: 'service-entry', entry: source.object, host };

/** P3: an exact address beats a block; then the client's own namespace, the longest prefix, the canonical one (S2). */
function publishedAtAddress(mesh: Mesh, ip: string, fromNamespace: string): PublishedService | undefined {
  const { exact, blocks } = vipIndex(mesh.state.serviceEntries);
  const service = mesh.services.byVip.get(ip);
  const own = service ? publishedFor(mesh, service) : [];
  const met = [...own, ...(exact.get(ip) ?? []).flatMap((vip) => stillPublished(mesh, vip))];
  const found = preferred(mesh, met, fromNamespace);
  if (found) return found;
  const around = blocks
    .filter(({ address }) => inCidr(ip, address))
    .flatMap((vip) => stillPublished(mesh, vip).map((one) => ({ one, length: Number(vip.address.split('/')[1]) })))
    .filter(({ one }) => isShownTo(one, fromNamespace));
  const isForeign = (one: PublishedService): number => (one.namespace === fromNamespace ? 0 : 1);
  return around.sort(
    (a, b) =>
      isForeign(a.one) - isForeign(b.one) ||
      b.length - a.length ||
      Number(isCanonical(mesh, b.one)) - Number(isCanonical(mesh, a.one)),
  )[0]?.one;
}

interface EntryVip {
  address: string;
  host: string;
  entry: ServiceEntry;
}

/** D3: addresses of ServiceEntries, whether they are published or not. */
const vipIndex = perSlice((entries: readonly ServiceEntry[]) => {
  const vips: EntryVip[] = entries.flatMap((entry) =>
    entry.hosts.flatMap((host) => vipsOf(entry, host).map((address) => ({ address, host, entry }))),
  );
  const isBlock = ({ address }: EntryVip): boolean => address.includes('/');
  return {
    exact: groupBy(
      vips.filter((vip) => !isBlock(vip)),
      ({ address }) => address,
    ),
    blocks: vips.filter(isBlock),
  };
});

function stillPublished(mesh: Mesh, { entry, host }: EntryVip): PublishedService[] {
  const winner = publishedAt(mesh, entry.namespace, host);
  return winner && winner.source.object === entry ? [winner] : [];
}

/** S2, P3: of those a client is given, its own namespace's, else the canonical one, else any. */
function preferred(
  mesh: Mesh,
  services: readonly PublishedService[],
  fromNamespace: string,
): PublishedService | undefined {
  const shown = services.filter((service) => isShownTo(service, fromNamespace));
  if (shown.length < 2) return shown[0];
  return (
    shown.find((service) => service.namespace === fromNamespace) ??
    shown.find((service) => isCanonical(mesh, service)) ??
    shown[0]
  );
}

/** D5. */
const isShownTo = (service: PublishedService, namespace: string): boolean =>
  service.visibility === 'public' || service.namespace === namespace;

/** D1, S2: a host name as a client of that namespace resolves it, with the search domains of its namespace. */
export function resolveHost(mesh: Mesh, host: string, fromNamespace: string): Addressee {
  if (isIp(host)) return lookUpAddress(mesh, host, fromNamespace);
  const name = host.replace(/\.$/, '').toLowerCase();
  const service = serviceOfHost(mesh, name, fromNamespace);
  const published = publishedOfHost(mesh, service ? hostOf(mesh, service) : name, fromNamespace);
  if (published) return addresseeOf(published, name);
  return service ? { kind: 'service', service } : { kind: 'unknown', address: name };
}

/** S2: the ServiceEntry that a client is given for a host: as `publishedOfHost`, Services left out. */
export function entryOfHost(mesh: Mesh, host: string, fromNamespace: string): ServiceEntry | undefined {
  const found = publishedOfHost(mesh, host, fromNamespace, (service) => service.source.kind === 'ServiceEntry');
  return found?.source.kind === 'ServiceEntry' ? found.source.object : undefined;
}

/** S2: an exact host beats a wildcard, a narrow wildcard a wide one; then as `preferred` says. */
function publishedOfHost(
  mesh: Mesh,
  host: string,
  fromNamespace: string,
  isAsked: (service: PublishedService) => boolean = () => true,
): PublishedService | undefined {
  const labels = host.split('.');
  const patterns = [host, ...labels.map((_, i) => `*.${labels.slice(i + 1).join('.')}`).slice(0, -1), '*'];
  for (const pattern of patterns) {
    const found = preferred(mesh, publishedUnder(mesh, pattern).filter(isAsked), fromNamespace);
    if (found) return found;
  }
  return undefined;
}

/** `name`, `name.ns`, `name.ns.svc` or the full name of a Service. */
export function serviceOfHost(mesh: Mesh, host: string, fromNamespace: string): Service | undefined {
  const short = withoutEnd(host, host.endsWith(mesh.serviceSuffix) ? mesh.serviceSuffix : '.svc');
  const dot = short.indexOf('.');
  if (dot < 0) return mesh.services.named(fromNamespace, short);
  return short.includes('.', dot + 1) ? undefined : mesh.services.named(short.slice(dot + 1), short.slice(0, dot));
}

const withoutEnd = (text: string, end: string): string => (text.endsWith(end) ? text.slice(0, -end.length) : text);

/** A host pattern with an optional leading wildcard label. */
export function matchesHost(pattern: string, host: string): boolean {
  if (pattern === '*' || pattern === '' || pattern === host) return true;
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1;
}
