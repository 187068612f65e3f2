import { perSlice } from '../../mesh/look-up.ts';
import { inEachNamespace, type Mesh, perMesh } from '../../mesh/mesh.ts';
import { isFinished } from '../../mesh/pod-addresses.ts';
import { podsOfService, slicesOf } from '../../mesh/selection.ts';
import { dumpOn, serviceIn } from '../../mesh/ztunnel.ts';
import type { Pod, Service } from '../../state/kubernetes.ts';
import { conditionOf } from '../../state/metadata.ts';
import type { ZtunnelDump, ZtunnelService } from '../../state/readings.ts';
import { nameOf, ref } from '../../state/refs.ts';
import type { Check, Found } from '../check.ts';
import { field, reading, remedy, secondsBetween } from '../evidence.ts';

/** Catalogue 62 (L1, Z5): a ztunnel chooses among other pods than Kubernetes does. */
export const endpointDivergence: Check = {
  id: 'endpoint-divergence',
  number: 62,
  stage: 'endpoints',
  title: 'ztunnel and Kubernetes disagree about the pods of a Service',
  blame: 'istio',
  severity: 'degraded',
  hops: ['resolution'],
  tier: 2,
  needs: ['Service', 'Pod', 'EndpointSlice', 'ztunnel-config'],
  why: 'ztunnel calls the pods that istiod told it of. Where these are others than the ready ones of Kubernetes for longer than a minute, it calls pods that are gone, or leaves out some that are there.',
  notProof:
    'Pods that came, went or became ready within a minute of the dump; pods that are shutting down; Services that publish unready addresses; hand-written addresses, machines and other networks, which are not compared. While no istiod is ready every ztunnel goes on with what it knew.',
  cite: 'L1, Z5; signals 3.3',
  detect: inEachNamespace((mesh, { services }) =>
    mesh.state.ztunnelDumps.length === 0 ? [] : services.flatMap((service) => findings(mesh, service).slice(0, 1)),
  ),
  judge(mesh, { service, waypoint, caller }) {
    if (!service || waypoint || caller.kind !== 'ambient') return null;
    const dump = dumpOn(mesh, caller.node);
    const found = dump && !dump.ownOnly ? divergence(mesh, service, dump) : null;
    return found ? finding(service, found) : null;
  },
};

interface Divergence {
  teller: ZtunnelDump;
  /** ready in Kubernetes and unknown to ztunnel */
  left: readonly Pod[];
  /** called by ztunnel and not ready in Kubernetes, as pod names */
  extra: readonly string[];
}

/** Of many ztunnels the one that answered last is asked about every Service, for each has the whole mesh; a caller's own is asked on its way. */
const youngest = perSlice((dumps: readonly ZtunnelDump[]): readonly ZtunnelDump[] =>
  dumps
    .filter((dump) => !dump.ownOnly)
    .sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
    .slice(0, 1),
);

/** A dump that is older than that is compared with another time. */
const OLD = 60;

function divergence(mesh: Mesh, service: Service, teller: ZtunnelDump): Divergence | null {
  const ready = readyIn(mesh, service);
  const told = ready && serviceIn(teller, service.namespace, service.name);
  if (!told || isSame(told, ready) || (secondsBetween(teller.at, mesh.takenAt) ?? 0) > OLD) return null;
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
  return (secondsBetween(since, at) ?? 61) > 60;
}

const findings = (mesh: Mesh, service: Service): Found[] =>
  youngest(mesh.state.ztunnelDumps).flatMap((dump) => {
    const found = divergence(mesh, service, dump);
    return found ? [finding(service, found)] : [];
  });

function finding(service: Service, { teller, left, extra }: Divergence): Found {
  const subject = ref('Service', service.namespace, service.name);
  const [namespace = '', name = ''] = teller.pod.split('/');
  const ztunnel = ref('Pod', namespace, name);
  const words = [
    left.length > 0 ? `leaves out ${left.length} that ${left.length === 1 ? 'is' : 'are'} ready` : '',
    extra.length > 0 ? `calls ${extra.length} that ${extra.length === 1 ? 'is' : 'are'} not` : '',
  ].filter((word) => word !== '');
  return {
    subject,
    sentence: `ztunnel \`${teller.pod}\` and Kubernetes disagree about the pods of \`${nameOf(subject)}\`: ztunnel ${words.join(' and ')}.`,
    evidence: [
      ...(left.length > 0
        ? [
            field(
              subject,
              'ready in EndpointSlices',
              left
                .map((pod) => pod.name)
                .slice(0, 4)
                .join(', '),
              'known to ztunnel',
            ),
          ]
        : []),
      reading(
        'ztunnel-config',
        teller.pod,
        extra.length > 0 ? `called: ${extra.slice(0, 4).join(', ')}` : 'not among its endpoints',
        'the ready pods',
        teller.at,
      ),
    ],
    objects: [ztunnel, ...left.slice(0, 4).map((pod) => ref('Pod', pod.namespace, pod.name))],
    fix: [
      remedy(
        'See whether ztunnel has lost its control plane, and what istiod says.',
        `istioctl ztunnel-config service ${teller.pod.split('/')[1]}.${teller.pod.split('/')[0]} && istioctl proxy-status`,
      ),
    ],
  };
}
