/** Section 2: which ztunnel serves a pod, and what it says of it. */

import type { Pod } from '../../state/kubernetes.ts';
import type {
  Certificate,
  WaypointAddress,
  ZtunnelDump,
  ZtunnelProxy,
  ZtunnelReadiness,
  ZtunnelService,
  ZtunnelWorkload,
} from '../../state/readings.ts';
import { nameOf, principalOf } from '../../state/refs.ts';
import { isIp } from '../address/ip.ts';
import { perSlice } from '../memory/look-up.ts';
import { type Gap, gapOf, type Mesh, perMesh } from '../mesh.ts';

/** What the ztunnel of a node is and says. */
export interface ZtunnelOnNode {
  node: string;
  /** Z2: one pod, two during a rolling update */
  pods: readonly Pod[];
  /** the dump of the youngest that answered, or why there is none */
  dump: ZtunnelDump | null;
  dumpGap: Gap | null;
  readiness: ZtunnelReadiness | null;
}

/** Z2: those that run on a node, the youngest first. */
function youngestOn(mesh: Mesh, node: string): readonly Pod[] {
  const pods = (mesh.pods.ztunnels.get(node) ?? []).filter((pod) => pod.phase === 'Running' || pod.phase === 'Pending');
  return [...pods].sort((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? 1 : -1));
}

/** Z2: the dump of the youngest ztunnel of a node that answered. */
export const dumpOn = perMesh((mesh: Mesh, node: string): ZtunnelDump | null => {
  for (const pod of youngestOn(mesh, node)) {
    const dump = mesh.dumps.get(nameOf(pod));
    if (dump) return dump;
  }
  return null;
});

/** Z1, Z2: the ztunnel of a pod is the DaemonSet's pod on the same node, two during a rollout; there is no other assignment. */
export const ztunnelOn = perMesh((mesh: Mesh, node: string): ZtunnelOnNode => {
  const pods = (mesh.pods.ztunnels.get(node) ?? []).filter((pod) => pod.phase === 'Running' || pod.phase === 'Pending');
  const young = youngestOn(mesh, node);
  const dump = dumpOn(mesh, node);
  const answered = young.find((pod) => mesh.readiness.has(nameOf(pod)));
  const readiness = (answered && mesh.readiness.get(nameOf(answered))) ?? null;
  return { node, pods, dump, dumpGap: dump ? null : dumpGapOf(mesh, young[0], node), readiness };
});

function dumpGapOf(mesh: Mesh, pod: Pod | undefined, node: string): Gap {
  if (pod) {
    const gap = gapOf(mesh, 'ztunnel-config', nameOf(pod));
    if (gap) return { ...gap, scope: nameOf(pod) };
  }
  return {
    source: 'ztunnel-config',
    scope: pod ? nameOf(pod) : null,
    why: `what ztunnel on ${node || 'the node'} serves was not read`,
    permission: forwardPermission(pod),
  };
}

function forwardPermission(pod: Pod | undefined): Gap['permission'] {
  return pod ? { verb: 'create', resource: 'pods/portforward', group: '', namespace: pod.namespace } : null;
}

/** Z5: what is told of the mesh, by a ztunnel or by the istiod that tells it. */
export type View = Pick<ZtunnelDump, 'workloads' | 'services'>;

const proxiesByUid = perSlice((dump: ZtunnelDump) => new Map(dump.proxies.map((proxy) => [proxy.podUid, proxy])));
const workloadsByName = perSlice((dump: View) => byNamespaceAndName(dump.workloads));
const servicesByName = perSlice((dump: View) => byNamespaceAndName(dump.services));

/** In two steps: every pod of the mesh is looked up in a dump, and no text is put together for it. */
function byNamespaceAndName<T extends { namespace: string; name: string }>(
  list: readonly T[],
): ReadonlyMap<string, ReadonlyMap<string, T>> {
  const found = new Map<string, Map<string, T>>();
  for (const item of list) {
    const names = found.get(item.namespace);
    if (names) names.set(item.name, item);
    else found.set(item.namespace, new Map([[item.name, item]]));
  }
  return found;
}

const certificatesByPrincipal = perSlice(
  (dump: ZtunnelDump) =>
    new Map(dump.certificates.map((certificate) => [certificate.identity.replace(/^spiffe:\/\//, ''), certificate])),
);

/** E6, Z5: the live proxy of a pod in its node's dump; undefined when the dump has none. */
export function liveProxyOf(dump: ZtunnelDump, pod: Pod): ZtunnelProxy | undefined {
  return proxiesByUid(dump).get(pod.uid);
}

/** E6: the pods a ztunnel has a proxy for, as far as they are known here. */
export function podsServedBy(mesh: Mesh, dump: ZtunnelDump): Pod[] {
  return dump.proxies.flatMap(({ podUid }) => mesh.pods.byUid.get(podUid) ?? []);
}

/** Z5: what a ztunnel believes of a pod of the mesh. */
export function workloadIn(dump: View, namespace: string, name: string): ZtunnelWorkload | undefined {
  return workloadsByName(dump).get(namespace)?.get(name);
}

/** Z5: what a ztunnel believes of a service of the mesh. */
export function serviceIn(dump: View, namespace: string, name: string): ZtunnelService | undefined {
  return servicesByName(dump).get(namespace)?.get(name);
}

/** The service behind the waypoint address of a dump, `network/ip` or `namespace/host` (W3); a host that is none of its services by its first label. */
export function waypointIn(dump: View, address: WaypointAddress): { namespace: string; name: string } | null {
  const { destination } = address;
  const service = servicesByAddress(dump).get(destination);
  if (service) return { namespace: service.namespace, name: service.name };
  const [namespace, host] = destination.split('/');
  if (!namespace || !host || isIp(host)) return null;
  return { namespace, name: host.split('.')[0]! };
}

const servicesByAddress = perSlice(
  (dump: View) =>
    new Map(
      dump.services.flatMap((service) =>
        [`${service.namespace}/${service.hostname}`, ...service.vips].map((key) => [key, service]),
      ),
    ),
);

/** C1: the certificate ztunnel holds for a pod's identity. */
export function certificateOf(mesh: Mesh, dump: ZtunnelDump, pod: Pod): Certificate | undefined {
  return certificatesByPrincipal(dump).get(principalOfPod(mesh, pod));
}

/** C1: every pod that a ztunnel serves has its certificate: then certificates tell no pods apart. */
export function hasAllCertificates({ trustDomain }: Mesh, dump: ZtunnelDump): boolean {
  const known = certifiedIn(dump);
  const isCertified = known.get(trustDomain) ?? areAllCertified(trustDomain, dump);
  known.set(trustDomain, isCertified);
  return isCertified;
}

/** By trust domain, as far as it was asked: a dump is looked through once for all meshes that it is part of. */
const certifiedIn = perSlice((_dump: ZtunnelDump) => new Map<string, boolean>());

function areAllCertified(trustDomain: string, dump: ZtunnelDump): boolean {
  const held = certificatesByPrincipal(dump);
  return (
    dump.certificates.every(({ state }) => state === 'Available') &&
    dump.proxies.every(({ namespace, serviceAccount }) =>
      held.has(principalOf(trustDomain, namespace, serviceAccount || 'default')),
    )
  );
}

/** A10, A11: the identity a meshed pod presents, without `spiffe://`. */
export function principalOfPod(mesh: Mesh, pod: Pod): string {
  return principalOf(mesh.trustDomain, pod.namespace, pod.serviceAccount || 'default');
}
