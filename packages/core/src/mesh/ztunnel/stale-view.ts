/** Z5: every ztunnel knows the whole mesh, so one that says something else than Kubernetes and its peers is behind. */
import type { Pod, Service } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import type { ZtunnelDump, ZtunnelWorkload } from '../../state/readings.ts';
import { type Ref, ref } from '../../state/refs.ts';
import { groupBy, perSlice } from '../memory/look-up.ts';
import type { Mesh } from '../mesh.ts';
import { policyNamesOf } from '../policy/admission.ts';
import type { Workload } from '../service/workload.ts';
import { fromPod } from '../service/workloads.ts';
import { waypointOfService } from '../waypoint/waypoint.ts';
import { serviceIn, type View, waypointIn, workloadIn } from './ztunnel.ts';

/** One thing that a ztunnel believes, and what Kubernetes and another ztunnel say. */
export interface Difference {
  object: Ref;
  what: 'missing' | 'address' | 'health' | 'policies' | 'waypoint' | 'gone';
  observed: string;
  expected: string;
}

/** How long something must have been as it is before a ztunnel is called late, in seconds. */
const SETTLED = 60;

/** Z5: what a ztunnel believes of a pod, where it is wrong and most others are right; null otherwise. */
export function podDifference(mesh: Mesh, dump: ZtunnelDump, pod: Pod): Difference | null {
  if (!isWhole(dump)) return null;
  const told = workloadIn(dump, pod.namespace, pod.name);
  const peers = peersOf(mesh, dump).map((other) => workloadIn(other, pod.namespace, pod.name));
  if (!isOutvoted(peers.filter((peer) => isSameWorkload(peer, told)).length, peers.length)) return null;
  const workload = pod.deletedAt === null && isSettled(mesh, dump, pod) ? fromPod(mesh, pod) : null;
  const difference = workload && compareWorkload(mesh, workload, told);
  if (!difference) return null;
  const wrong = peers.filter((peer) => compareWorkload(mesh, workload, peer)?.what === difference.what).length;
  return isOutvoted(wrong, peers.length) ? { object: ref('Pod', pod.namespace, pod.name), ...difference } : null;
}

/** Whether there is anybody to compare a dump with. */
export const hasPeers = (mesh: Mesh, dump: ZtunnelDump): boolean => peersOf(mesh, dump).length > 0;

/** The others that are asked for their view, istiod first; each is to know the whole mesh, so a few are enough. */
function peersOf(mesh: Mesh, dump: ZtunnelDump): View[] {
  const peers: View[] = mesh.state.ambientViews.filter(({ workloads }) => workloads.length > 0).slice(0, 1);
  for (const other of mesh.state.ztunnelDumps) {
    if (other === dump || !isWhole(other)) continue;
    peers.push(other);
    if (peers.length === MOST_PEERS) break;
  }
  return peers;
}

const MOST_PEERS = 5;

/** Fewer than half of the others are with it. */
const isOutvoted = (alike: number, of: number): boolean => of > 0 && alike * 2 < of;

const isSameWorkload = (a: ZtunnelWorkload | undefined, b: ZtunnelWorkload | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : a.healthy === b.healthy && a.ips.join() === b.ips.join() && a.policies.join() === b.policies.join();

type Told = Omit<Difference, 'object'>;

/** Z5: the first thing in which what is told of a workload differs from what it is; null where nothing does. */
export function compareWorkload(mesh: Mesh, workload: Workload, told: ZtunnelWorkload | undefined): Told | null {
  const address = workload.addresses[0] ?? '';
  if (!told) return { what: 'missing', observed: 'not known', expected: address };
  if (!told.ips.includes(address))
    return { what: 'address', observed: told.ips.join(', ') || 'none', expected: workload.addresses.join(', ') };
  if (told.healthy !== workload.healthy)
    return {
      what: 'health',
      observed: told.healthy ? 'healthy' : 'unhealthy',
      expected: workload.healthy ? 'healthy' : 'unhealthy',
    };
  const expected = listed(policyNamesOf(mesh, workload));
  const observed = listed(told.policies);
  return expected === observed ? null : { what: 'policies', observed, expected };
}

const listed = (names: readonly string[]): string => [...new Set(names)].sort().join(', ') || 'none';

/** Z5: the waypoint that a ztunnel sends a Service's calls to, where it is another than the bound one and most others know better. */
export function serviceDifference(mesh: Mesh, dump: ZtunnelDump, service: Service): Difference | null {
  if (!isWhole(dump)) return null;
  const told = waypointTold(dump, service);
  const peers = peersOf(mesh, dump).map((other) => waypointTold(other, service));
  if (told === null || !isOutvoted(peers.filter((peer) => peer === told).length, peers.length)) return null;
  const binding = waypointOfService(mesh, service);
  const since = conditionOf(service.conditions, 'istio.io/WaypointBound')?.since ?? service.createdAt;
  if (binding.state === 'unknown' || !hasSettled(since, dump.at ?? mesh.takenAt)) return null;
  const expected = binding.state === 'bound' ? `${binding.gateway.namespace}/${binding.gateway.name}` : 'none';
  const wrong = peers.filter((peer) => peer !== expected).length;
  return told !== expected && isOutvoted(wrong, peers.length)
    ? { object: ref('Service', service.namespace, service.name), what: 'waypoint', observed: told, expected }
    : null;
}

/** Z5, W3: the waypoint a ztunnel was told of for a Service, `none`, or null where it does not know the Service. */
export function waypointTold(dump: View, { namespace, name }: Service): string | null {
  const service = serviceIn(dump, namespace, name);
  if (!service?.waypoint) return service ? 'none' : null;
  const found = waypointIn(dump, service.waypoint);
  return found ? `${found.namespace}/${found.name}` : service.waypoint.destination;
}

/** Z5: pods that a ztunnel still sends a Service's calls to, although they are gone and no other ztunnel knows them. */
export function goneEndpoints(mesh: Mesh, dump: ZtunnelDump, service: Service): Difference[] {
  const peers = isWhole(dump) ? peersOf(mesh, dump) : [];
  const told = peers.length === 0 ? undefined : serviceIn(dump, service.namespace, service.name);
  return (told?.endpoints ?? []).flatMap(({ workloadUid, healthy }) => {
    const [, namespace = '', name = ''] = OWN_POD.exec(workloadUid) ?? [];
    if (!healthy || name === '' || mesh.pods.byName.has(`${namespace}/${name}`)) return [];
    const workload = workloadIn(dump, namespace, name);
    if (workload?.network !== mesh.state.network) return [];
    if (peers.some((other) => workloadIn(other, namespace, name) !== undefined)) return [];
    const object = ref('Pod', namespace, name);
    return [{ object, what: 'gone' as const, observed: workload.ips.join(', '), expected: 'gone' }];
  });
}

/** Z5: ready pods of a Service that a ztunnel does not send to, while most others do. */
export function lackingEndpoints(mesh: Mesh, dump: ZtunnelDump, service: Service): Difference[] {
  const told = serviceIn(dump, service.namespace, service.name);
  const peers = peersOf(mesh, dump).flatMap((other) => serviceIn(other, service.namespace, service.name) ?? []);
  if (!told || peers.every(({ endpoints }) => endpoints.length <= told.endpoints.length)) return [];
  const own = new Set(told.endpoints.map(({ workloadUid }) => workloadUid));
  const found = new Map<string, Difference>();
  for (const { workloadUid } of peers.flatMap(({ endpoints }) => endpoints)) {
    const [, namespace = '', name = ''] = OWN_POD.exec(workloadUid) ?? [];
    const pod = own.has(workloadUid) ? undefined : mesh.pods.byName.get(`${namespace}/${name}`);
    if (!pod?.ready || pod.deletedAt !== null || found.has(workloadUid) || !isSettled(mesh, dump, pod)) continue;
    const without = peers.filter(({ endpoints }) =>
      endpoints.every((endpoint) => endpoint.workloadUid !== workloadUid),
    );
    if (!isOutvoted(without.length, peers.length)) continue;
    const observed = `no endpoint of ${service.namespace}/${service.name}`;
    found.set(workloadUid, {
      object: ref('Pod', namespace, name),
      what: 'missing',
      observed,
      expected: pod.ips.join(', '),
    });
  }
  return [...found.values()];
}

const OWN_POD = /^[^/]*\/\/Pod\/([^/]+)\/([^/]+)$/;

/** Z5: the pod has been as it is for so long that every ztunnel ought to know. */
export const isSettled = (mesh: Mesh, dump: ZtunnelDump, pod: Pod): boolean =>
  hasSettled(conditionOf(pod.conditions, 'Ready')?.since ?? pod.startedAt ?? pod.createdAt, dump.at ?? mesh.takenAt);

/** News take up to a minute; what is not known to have changed has not. */
export function hasSettled(since: string | null, at: string): boolean {
  const held = since === null ? NaN : Date.parse(at) - Date.parse(since);
  return Number.isNaN(held) || held >= SETTLED * 1000;
}

/** Z5: dumps that differ from what most say alike. */
export const unusualDumps = (dumps: readonly ZtunnelDump[]): readonly ZtunnelDump[] =>
  dumps.slice(0, MOST_COMPARED).filter((dump) => isUnusual(dumps, dump));

/** Z5: it differs from what most say alike; none does where no two are alike, for then each was asked at another time. */
export function isUnusual(dumps: readonly ZtunnelDump[], dump: ZtunnelDump): boolean {
  if (!isWhole(dump)) return false;
  const common = commonSignature(dumps);
  return common === 'all' || (common !== 'none' && signatureOf(dump) !== common);
}

/** What most say; `all` where there are too few to tell who is usual, `none` where no two are alike. */
const commonSignature = perSlice((dumps: readonly ZtunnelDump[]): number | 'all' | 'none' => {
  const asked = dumps.filter(isWhole).slice(0, MOST_COMPARED);
  if (asked.length < 3) return 'all';
  const [common] = [...groupBy(asked, signatureOf).values()].sort((a, b) => b.length - a.length);
  return common === undefined || common.length < 2 ? 'none' : signatureOf(common[0]!);
});

const MOST_COMPARED = 30;

/** It tells of the whole mesh, and not of its own node alone. */
export const isWhole = (dump: ZtunnelDump): boolean => dump.ownOnly === undefined && dump.workloads.length > 0;

/** One number for all that two dumps should have in common; equal where they agree. */
const signatureOf = perSlice((dump: ZtunnelDump): number => {
  let sum = 0;
  for (const { namespace, name, ips, healthy, policies } of dump.workloads)
    sum = (sum + hash(`${namespace}/${name} ${ips.join()} ${healthy} ${policies.length}`)) | 0;
  for (const { namespace, name, waypoint, endpoints } of dump.services)
    sum = (sum + hash(`${namespace}/${name} ${waypoint?.destination ?? ''} ${endpoints.length}`)) | 0;
  return sum;
});

function hash(text: string): number {
  let value = 0;
  for (let i = 0; i < text.length; i++) value = (Math.imul(value, 31) + text.charCodeAt(i)) | 0;
  return value;
}

/** Z5: ztunnels fetch only what they are asked for, so what one does not know is no news. */
export const isOnDemand = (mesh: Mesh): boolean =>
  mesh.controllers.all().some(({ template, env }) => template['app'] === 'ztunnel' && env['XDS_ON_DEMAND'] === 'true');
