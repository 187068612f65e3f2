/** Sections 3 and 5.2 (P3): what an address or a host name means to a client of the mesh. */

import type { ServiceEntry } from '../state/istio.ts';
import type { Pod, Service } from '../state/kubernetes.ts';
import { inCidr, isIp } from './ip.ts';
import type { Mesh } from './mesh.ts';
import { isVisibleTo } from './visibility.ts';

/** What was dialled. `service` is service-addressed traffic, `workload` workload-addressed (the vocabulary of section 1). */
export type Addressee =
  | { kind: 'service'; service: Service }
  | { kind: 'service-entry'; entry: ServiceEntry; host: string }
  | { kind: 'workload'; pod: Pod }
  /** a Service's address that is no VIP in the mesh (W14) */
  | { kind: 'outside-address'; service: Service; address: string }
  | { kind: 'host-network'; pod: Pod }
  | { kind: 'unknown'; address: string };

/** P3: pod address first, then exact VIP, then a CIDR of a ServiceEntry (longest prefix). */
export function lookUpAddress(mesh: Mesh, ip: string, fromNamespace: string): Addressee {
  const pod = mesh.pods.byIp.get(ip);
  if (pod) return { kind: 'workload', pod };
  const service = mesh.services.byVip.get(ip);
  if (service) return { kind: 'service', service };
  const entry = entryOfAddress(mesh, ip, fromNamespace);
  if (entry) return { kind: 'service-entry', entry, host: entry.hosts[0] ?? '' };
  const outside = mesh.services.byOutsideAddress.get(ip);
  if (outside) return { kind: 'outside-address', service: outside, address: ip };
  const host = mesh.pods.byHostIp.get(ip);
  return host ? { kind: 'host-network', pod: host } : { kind: 'unknown', address: ip };
}

/** P3: an exact address beats a block; then the client's own namespace, the longest prefix, the oldest. */
function entryOfAddress(mesh: Mesh, ip: string, fromNamespace: string): ServiceEntry | undefined {
  const matching = mesh.state.serviceEntries
    .filter((entry) => isVisibleTo(mesh, entry, fromNamespace))
    .map((entry) => ({ entry, prefix: longestPrefix(entry, ip) }))
    .filter(({ prefix }) => prefix >= 0);
  const isExact = (prefix: number): number => (prefix === EXACT ? 0 : 1);
  const isForeign = (entry: ServiceEntry): number => (entry.namespace === fromNamespace ? 0 : 1);
  return matching.sort(
    (a, b) =>
      isExact(a.prefix) - isExact(b.prefix) ||
      isForeign(a.entry) - isForeign(b.entry) ||
      b.prefix - a.prefix ||
      byAge(a.entry, b.entry),
  )[0]?.entry;
}

/** More than any prefix of a block. */
const EXACT = 129;

function longestPrefix(entry: ServiceEntry, ip: string): number {
  let best = -1;
  for (const address of [...entry.addresses, ...entry.allocated]) {
    if (!inCidr(ip, address)) continue;
    best = Math.max(best, address.includes('/') ? Number(address.split('/')[1]) : EXACT);
  }
  return best;
}

const byAge = (a: { createdAt: string | null; name: string }, b: { createdAt: string | null; name: string }): number =>
  (a.createdAt ?? '').localeCompare(b.createdAt ?? '') || a.name.localeCompare(b.name);

/** The fully qualified name of a Service (S1). */
export function hostOf(mesh: Mesh, service: { namespace: string; name: string }): string {
  return `${service.name}.${service.namespace}.svc.${mesh.domainSuffix}`;
}

/** D1, S2: a host name as a client of that namespace resolves it, with the search domains of its namespace. */
export function resolveHost(mesh: Mesh, host: string, fromNamespace: string): Addressee {
  if (isIp(host)) return lookUpAddress(mesh, host, fromNamespace);
  const name = host.replace(/\.$/, '').toLowerCase();
  const service = serviceOfHost(mesh, name, fromNamespace);
  if (service) return { kind: 'service', service };
  const entry = entryOfHost(mesh, name, fromNamespace);
  return entry ? { kind: 'service-entry', entry, host: name } : { kind: 'unknown', address: name };
}

/** `name`, `name.ns`, `name.ns.svc` or the full name of a Service. */
export function serviceOfHost(mesh: Mesh, host: string, fromNamespace: string): Service | undefined {
  const suffix = `.svc.${mesh.domainSuffix}`;
  const short = host.endsWith(suffix)
    ? host.slice(0, -suffix.length)
    : host.endsWith('.svc')
      ? host.slice(0, -4)
      : host;
  const parts = short.split('.');
  if (parts.length === 1) return mesh.services.byName.get(`${fromNamespace}/${short}`);
  return parts.length === 2 ? mesh.services.byName.get(`${parts[1]}/${parts[0]}`) : undefined;
}

/** S2: the client's own namespace first, then the oldest; an exact host beats a wildcard. */
export function entryOfHost(mesh: Mesh, host: string, fromNamespace: string): ServiceEntry | undefined {
  const rank = (entry: ServiceEntry): number =>
    (entry.hosts.includes(host) ? 0 : 2) + (entry.namespace === fromNamespace ? 0 : 1);
  return mesh.state.serviceEntries
    .filter(
      (entry) => entry.hosts.some((pattern) => matchesHost(pattern, host)) && isVisibleTo(mesh, entry, fromNamespace),
    )
    .sort((a, b) => rank(a) - rank(b) || byAge(a, b))[0];
}

/** A host pattern with an optional leading wildcard label. */
export function matchesHost(pattern: string, host: string): boolean {
  if (pattern === '*' || pattern === '' || pattern === host) return true;
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1;
}
