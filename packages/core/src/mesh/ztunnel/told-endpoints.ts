/** Z5: which pods a ztunnel was told to call for a Service, beside those that Kubernetes sends to. */
import type { Pod, Service } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import type { ZtunnelDump, ZtunnelService } from '../../state/readings.ts';
import { isFinished } from '../memory/pod-addresses.ts';
import { type Mesh, perMesh } from '../mesh.ts';
import { podsOfService, slicesOf } from '../service/selection.ts';
import { hasSettled } from './stale-view.ts';
import { serviceIn } from './ztunnel.ts';

export interface Divergence {
  teller: ZtunnelDump;
  /** ready in Kubernetes and unknown to ztunnel */
  left: readonly Pod[];
  /** called by ztunnel and not ready in Kubernetes, as pod names */
  extra: readonly string[];
}

/** L1, Z5: how the pods that a ztunnel calls for a Service differ from those that Kubernetes sends to; null where they do not. */
export function endpointDivergenceIn(mesh: Mesh, service: Service, teller: ZtunnelDump): Divergence | null {
  const ready = readyIn(mesh, service);
  const told = ready && serviceIn(teller, service.namespace, service.name);
  if (!told || isSame(told, ready)) return null;
  const called = new Set(
    told.endpoints.filter(({ healthy }) => healthy).flatMap((one) => podIn(one.workloadUid) ?? []),
  );
  const isSettled = (pod: Pod): boolean => settledBefore(pod, teller.at ?? mesh.takenAt);
  const left = podsOfService(mesh, service).filter(
    (pod) => ready.has(pod.name) && pod.deletedAt === null && !called.has(pod.name) && isSettled(pod),
  );
  const extra = [...called].filter((name) => {
    const pod = mesh.pods.byName.get(`${service.namespace}/${name}`);
    return pod ? !ready.has(name) && !isFinished(pod) && pod.deletedAt === null && isSettled(pod) : true;
  });
  return left.length > 0 || extra.length > 0 ? { teller, left, extra } : null;
}

/** Names of the pods that Kubernetes sends to; null where nothing can be compared. */
const readyIn = perMesh((mesh: Mesh, service: Service): ReadonlySet<string> | null => {
  // CP1: without an istiod every ztunnel goes on with what it knew, and that is no news.
  if (service.publishNotReady || !service.selector || !mesh.pods.istiods.some((pod) => pod.ready)) return null;
  const slices = slicesOf(mesh, service).filter(({ addressType }) => addressType !== 'FQDN');
  if (slices.length === 0) return null;
  const ready = new Set<string>();
  for (const { endpoints } of slices)
    for (const { pod, ready: isReady, terminating } of endpoints)
      if (pod !== '' && isReady && !terminating) ready.add(pod);
  return ready;
});

/** The quick answer for nearly every Service: as many pods, and each of them known. */
function isSame({ endpoints }: ZtunnelService, ready: ReadonlySet<string>): boolean {
  let known = 0;
  for (const { workloadUid, healthy } of endpoints) {
    const pod = healthy ? podIn(workloadUid) : null;
    if (pod === null) continue;
    if (!ready.has(pod)) return false;
    known += 1;
  }
  return known === ready.size;
}

/** `cluster//Pod/namespace/name`; null for machines, hand-written addresses and other networks. */
const podIn = (uid: string): string | null => (uid.includes('//Pod/') ? uid.slice(uid.lastIndexOf('/') + 1) : null);

/** Neither its start nor its readiness changed within a minute before. */
function settledBefore(pod: Pod, at: string): boolean {
  const since = conditionOf(pod.conditions, 'Ready')?.since ?? pod.startedAt ?? pod.createdAt;
  return hasSettled(since, at);
}
